package gateway

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// secretValues are the values that a configuration declares to be secrets. They are judged
// like others, and a message must not show them. Nil has none.
type secretValues struct {
	// long are replaced wherever they stand, and short only where they stand alone: a
	// letter stands in every word.
	long  *strings.Replacer
	short *regexp.Regexp
}

// shortSecret is the length up to which a value is short.
const shortSecret = 3

// secretsIn finds those of a document.
func secretsIn(doc *source.Document) *secretValues {
	found := map[string]bool{}
	addSecrets(doc.Root, false, found)
	if len(found) == 0 {
		return nil
	}
	var long, short []string
	for text := range found {
		if len(text) > shortSecret {
			long = append(long, text)
		} else {
			short = append(short, regexp.QuoteMeta(text))
		}
	}
	slices.SortFunc(long, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	slices.Sort(short)
	return newSecretValues(long, short)
}

// newSecretValues makes them of values, and of patterns of short ones. Names of tables are
// in lower case, whatever is written.
func newSecretValues(long, short []string) *secretValues {
	pairs := make([]string, 0, 4*len(long))
	for _, text := range long {
		pairs = append(pairs, text, secret.Mask, strings.ToLower(text), secret.Mask)
	}
	v := &secretValues{long: strings.NewReplacer(pairs...)}
	if len(short) > 0 {
		v.short = regexp.MustCompile(`(?i)(^|[^\pL\pN])(?:` + strings.Join(short, "|") + `)($|[^\pL\pN])`)
	}
	return v
}

// addSecrets finds the texts and numbers below a value that are secret, or all of them.
func addSecrets(n *source.Node, all bool, found map[string]bool) {
	if n == nil {
		return
	}
	all = all || n.Origin != nil && n.Origin.Secret
	if all && n.Text != "" && (n.Kind == source.String || n.Kind == source.Number) && !unresolved(n) {
		found[n.Text] = true
	}
	for _, item := range n.Items() {
		addSecrets(item, all, found)
	}
	for i := range n.Entries() {
		addSecrets(n.Entries()[i].Value, all, found)
	}
}

// hide returns a text with masks in place of the values.
func (v *secretValues) hide(text string) string {
	if v == nil || text == "" {
		return text
	}
	text = v.long.Replace(text)
	if v.short != nil {
		for range 2 { // two that follow each other share what stands between them
			text = v.short.ReplaceAllString(text, "${1}"+secret.Mask+"${2}")
		}
	}
	return text
}

// terraformHider masks what is secret in the texts of a document of Terraform.
type terraformHider struct {
	doc *source.Document
	// sensitive are the names of variables that are declared to hold secrets.
	sensitive map[string]bool
}

// hideTerraform masks what is secret in the texts of a document of Terraform: what is one
// by its form or its name, wherever it stands, and what the configuration declares to be
// one.
func hideTerraform(doc *source.Document) {
	h := terraformHider{doc: doc, sensitive: map[string]bool{}}
	for _, root := range doc.Written {
		h.addVariables(root)
	}
	for _, text := range append([]*source.Text{doc.Text}, doc.Texts...) {
		text.Once(func() { hideText(text) })
	}
	for _, root := range doc.Written {
		hider{doc: doc}.walk(root, hidden{})
		h.hideVariables(root)
	}
	hider{doc: doc}.walk(doc.Root, hidden{})
	h.hideDeclared(doc.Root, false)
}

// addVariables finds the variables of a file that are sensitive.
func (h terraformHider) addVariables(root *source.Node) {
	for _, block := range blocksOf(root.Get("variable")) {
		for _, variable := range block.Entries() {
			for _, body := range blocksOf(variable.Value) {
				if is := body.Get("sensitive"); is != nil && is.Kind == source.Bool && is.Text == "true" {
					h.sensitive[variable.Key] = true
				}
			}
		}
	}
}

// hideVariables masks the values that a file gives to sensitive variables: by their
// declarations, or as a file of values does.
func (h terraformHider) hideVariables(root *source.Node) {
	for _, block := range blocksOf(root.Get("variable")) {
		for _, variable := range block.Entries() {
			for _, body := range blocksOf(variable.Value) {
				if h.sensitive[variable.Key] {
					hideLeaves(h.doc, body.Get("default"))
				}
			}
		}
	}
	for _, e := range entries(root) {
		if h.sensitive[e.Key] && e.Key != "variable" {
			hideLeaves(h.doc, e.Value)
		}
	}
}

// blocksOf are the maps that a map is, or that a list of them holds.
func blocksOf(n *source.Node) []*source.Node {
	switch {
	case n == nil:
		return nil
	case n.Kind == source.List:
		return n.Items()
	}
	return []*source.Node{n}
}

// hideDeclared masks the values that are declared to be secret, where they are written.
func (h terraformHider) hideDeclared(n *source.Node, all bool) {
	if n == nil {
		return
	}
	all = all || n.Origin != nil && n.Origin.Secret
	if all && n.Kind < source.List && n.Text != "" {
		h.hideWritten(n)
	}
	for _, item := range n.Items() {
		h.hideDeclared(item, all)
	}
	for i := range n.Entries() {
		h.hideDeclared(n.Entries()[i].Value, all)
	}
}

// hideWritten masks a value where it is written: not where only a reference is, nor what is
// true or false.
func (h terraformHider) hideWritten(n *source.Node) {
	written := h.doc.TextOf(n).Content()[n.Range().Start:n.Range().End]
	if n.Kind == source.Null || n.Kind == source.Bool || isTraversal(written) {
		hideOrigins(n)
		return
	}
	hideValue(h.doc, n)
}

// hideOrigins masks where a value comes from.
func hideOrigins(n *source.Node) {
	if n.Kind == source.Null || n.Kind == source.Bool || n.Origin == nil {
		return
	}
	for _, spot := range n.Origin.Parts {
		hideSpot(spot)
	}
	if n.Origin.From != nil {
		hideSpot(*n.Origin.From)
	}
}

// traversal is a reference in Terraform's language, alone or as all of a template.
var traversal = regex.Lazy(`^"?(\$\{)?\s*[A-Za-z_][\w-]*(\.[\w*-]+|\[[\w.*-]*\])*\s*\}?"?$`)

// isTraversal says whether an expression is a reference and nothing else, in which no
// secret is written.
func isTraversal(written string) bool {
	return strings.Contains(written, ".") && !strings.HasPrefix(written, `"`) && traversal().MatchString(written) ||
		strings.HasPrefix(written, `"${`) && traversal().MatchString(written)
}
