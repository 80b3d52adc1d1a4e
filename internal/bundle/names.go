package bundle

import (
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/source"
)

// prefix is what stands before the names of resources in a target.
type prefix struct {
	text       string       // as it is written, with references to what is not known
	unresolved string       // why it is not known, "" where it is
	from       *source.Node // where it is written
	target     string
}

// naming is how a kind of resources is named, and what a prefix is to it.
type naming struct {
	key string // of the name
	// exact says that the prefix stands before the name as it is written; else it becomes
	// a part of an identifier.
	exact bool
	// unknown says that it is not known whether there is a prefix.
	unknown bool
}

// namings are the kinds whose names get a prefix. Apps, catalogs, secret scopes and volumes
// get none. Source: Databricks CLI v1.10.0, which does not know services of models.
var namings = map[string]naming{
	"alerts":                  {key: "display_name", exact: true},
	"mcp_services":            {key: "mcp_service_id", unknown: true},
	"model_provider_services": {key: "model_provider_service_id", unknown: true},
	"model_services":          {key: "model_service_id", unknown: true},
	"model_serving_endpoints": {key: "name"},
	"registered_models":       {key: "name"},
	"schemas":                 {key: "name"},
	"sql_warehouses":          {key: "name", exact: true},
}

// reasonService is why the name of a service is not known in a target with a prefix.
const reasonService = "it is not known whether the Databricks CLI puts the prefix of names before the name of a service"

// nameResource returns a resource with its name as the target deploys it. One without a name has the
// prefix for its name, at the key of the resource.
func nameResource(p *presets, kind string, e *source.Entry, n *source.Node) *source.Node {
	naming, ok := namings[kind]
	if !ok || p.prefix.text == "" || kind == "schemas" && p.literal {
		return n
	}
	name := source.Entry{Key: naming.key, KeySpan: e.KeySpan, Value: &source.Node{Kind: source.Null, Span: e.KeySpan}}
	name.Value.Origin = &source.Origin{Text: originOf(n).Text}
	if written := n.Entry(naming.key); written != nil {
		name = *written
	}
	isName := name.Value.Kind == source.String && !isUnfit(name.Value)
	isNone := name.Value.Kind == source.Null && !naming.unknown
	if !isName && !isNone {
		return n
	}
	name.Value = p.prefix.before(name.Value, naming)
	return withEntry(n, name)
}

// before returns a name with the prefix before it, at the place of the name.
func (p prefix) before(name *source.Node, naming naming) *source.Node {
	text, unresolved := p.text, p.unresolved
	switch {
	case naming.unknown:
		text, unresolved = "${targets."+p.target+".presets.name_prefix}", reasonService
	case !naming.exact:
		text = identifier(text, unresolved != "")
	}
	origin := originOf(name)
	if origin.Written == "" {
		origin.Written = name.Text
	}
	if origin.From == nil {
		origin.From = &source.Spot{Text: originOf(p.from).Text, Range: p.from.Range()}
	}
	origin.Unresolved = joined(unresolved, origin.Unresolved)
	origin.Known = origin.Known && origin.Unresolved == ""
	return &source.Node{Kind: source.String, Span: name.Span, Text: text + name.Text, Origin: &origin}
}

// joined are two reasons, of which each may be "".
func joined(a, b string) string {
	switch {
	case a == "" || a == b:
		return b
	case b == "":
		return a
	default:
		return a + "; " + b
	}
}

// identifier is a prefix as it becomes a part of an identifier: letters in lower case and
// digits, with one underscore for all between two of them. A reference in it stands for
// such words. What separates it from the name is lost, unless that is a closing bracket.
// Source: Databricks CLI v1.10.0.
func identifier(text string, references bool) string {
	text = strings.Trim(strings.ReplaceAll(text, "[", ""), " ")
	closed := strings.HasSuffix(text, "]")
	var w words
	for len(text) > 0 {
		end := len(text)
		if at := strings.Index(text, "${"); references && at >= 0 {
			end = at
		}
		w.add(text[:end])
		text = text[end:]
		reference := referenceEnd(text)
		w.word(text[:reference])
		text = text[reference:]
	}
	if closed {
		return w.String() + "_"
	}
	return w.String()
}

// words are words with underscores between them.
type words struct {
	strings.Builder

	gap bool // something stands behind the last word
}

// add adds the letters and digits of a text.
func (w *words) add(text string) {
	for _, r := range strings.ToLower(text) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			w.word(string(r))
			continue
		}
		w.gap = true
	}
}

// word adds a text as it is.
func (w *words) word(text string) {
	if text == "" {
		return
	}
	if w.gap && w.Len() > 0 {
		w.WriteByte('_')
	}
	w.gap = false
	w.WriteString(text)
}

// referenceEnd is the length of the reference that a text begins with, with those in it.
func referenceEnd(text string) int {
	depth := 0
	for i := range len(text) {
		switch {
		case strings.HasPrefix(text[i:], "${"):
			depth++
		case text[i] == '}':
			if depth--; depth == 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
