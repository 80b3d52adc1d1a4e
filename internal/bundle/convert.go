package bundle

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// convert returns a value as a field takes it, converted where the CLI converts it; false
// where the CLI drops it. A value that is not known is taken by every field, and null by
// all: it counts as not written.
func convert(n *source.Node, f *field) (*source.Node, bool) {
	if n == nil || f == nil || f.kind == source.Null || n.Kind == source.Null || isOpen(n) {
		return n, true
	}
	switch f.kind {
	case source.String:
		return toText(n)
	case source.Bool:
		return toBool(n)
	case source.Number:
		return toNumber(n, f.whole)
	default:
		return n, n.Kind == f.kind
	}
}

// isOpen says whether a value is not known yet: it is unresolved, or wholly a reference,
// or holds what another tool fills in before the CLI reads the file. A reference that is
// only a part of a text makes it a text.
func isOpen(n *source.Node) bool {
	if n.Kind != source.String {
		return false
	}
	if n.Origin != nil && n.Origin.Unresolved != "" || wholeReference().MatchString(n.Text) {
		return true
	}
	filled := secret.Interpolation(n.Text)
	return filled != "" && !strings.HasPrefix(filled, "${")
}

// wholeReference matches a text that is one reference and nothing more.
// Source: Databricks CLI v1.10.0, what it takes for a reference.
var wholeReference = regex.Lazy(`^\$\{` + namePart + `(\.` + namePart + indicesPart + `)*` + indicesPart + `\}$`)

// The parts of a reference.
const (
	namePart    = `\p{L}+([-_]*[\p{L}\p{N}]+)*`
	indicesPart = `(\[[0-9]+\])*`
)

func toText(n *source.Node) (*source.Node, bool) {
	switch n.Kind {
	case source.String:
		return n, true
	case source.Bool:
		return readAs(n, source.String, n.Text), true
	case source.Number:
		if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
			return readAs(n, source.String, strconv.FormatInt(i, 10)), true
		}
		if f, err := strconv.ParseFloat(n.Text, 64); err == nil {
			return readAs(n, source.String, strconv.FormatFloat(f, 'f', -1, 64)), true
		}
	default:
	}
	return n, false
}

// boolWords are the texts that the CLI takes for a boolean, and no others.
var boolWords = map[string]string{
	"true": "true", "y": "true", "Y": "true", "yes": "true", "Yes": "true", "YES": "true", "on": "true", "On": "true", "ON": "true",
	"false": "false", "n": "false", "N": "false", "no": "false", "No": "false", "NO": "false", "off": "false", "Off": "false", "OFF": "false",
}

func toBool(n *source.Node) (*source.Node, bool) {
	if n.Kind == source.String {
		if word, ok := boolWords[n.Text]; ok {
			return readAs(n, source.Bool, word), true
		}
	}
	return n, n.Kind == source.Bool
}

func toNumber(n *source.Node, whole bool) (*source.Node, bool) {
	if n.Kind != source.Number && n.Kind != source.String {
		return n, false
	}
	if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
		return asNumber(n, strconv.FormatInt(i, 10)), true
	}
	f, err := strconv.ParseFloat(n.Text, 64)
	if err != nil || math.IsInf(f, 0) || math.IsNaN(f) {
		return n, false
	}
	if !whole {
		return asNumber(n, strconv.FormatFloat(f, 'g', -1, 64)), true
	}
	if n.Kind == source.String || f != math.Trunc(f) || math.Abs(f) >= 1<<63 {
		return n, false
	}
	return readAs(n, source.Number, strconv.FormatInt(int64(f), 10)), true
}

// asNumber is a number as it is, and a text as the number that it holds.
func asNumber(n *source.Node, text string) *source.Node {
	if n.Kind == source.Number {
		return n
	}
	return readAs(n, source.Number, text)
}

// readAs is a scalar that reads as another one than is written.
func readAs(n *source.Node, kind source.Kind, text string) *source.Node {
	var origin source.Origin
	if n.Origin != nil {
		origin = *n.Origin
	}
	if origin.Written == "" {
		origin.Written = asWritten(n)
	}
	return &source.Node{Kind: kind, Span: n.Span, Text: text, Origin: &origin}
}

// asWritten is a scalar as it is written, a text without its quotes.
func asWritten(n *source.Node) string {
	if n.Kind == source.String || n.Origin == nil || n.Origin.Text == nil {
		return n.Text
	}
	return string(n.Origin.Text.Bytes[n.Range().Start:n.Range().End])
}

// fit returns a tree with its values as their fields take them. Those of a wrong kind stay
// in it, and their Origin says that they are unfit; the values of unknown keys stay as they
// are written.
func fit(n *source.Node, f *field) *source.Node {
	if n == nil || f == nil {
		return n
	}
	value, ok := convert(n, f)
	switch {
	case !ok:
		return markUnfit(n)
	case value.Kind == source.List && f.each != nil:
		return fitItems(value, f)
	case value.Kind == source.Map:
		return fitEntries(value, f)
	}
	return value
}

func fitItems(n *source.Node, f *field) *source.Node {
	changed := n
	for i, item := range n.Items() {
		value := fit(item, f.each)
		if value == item {
			continue
		}
		if changed == n {
			another := *n
			another.SetItems(slices.Clone(n.Items()))
			changed = &another
		}
		changed.Items()[i] = value
	}
	return changed
}

func fitEntries(n *source.Node, f *field) *source.Node {
	changed := n
	for i := range n.Entries() {
		e := &n.Entries()[i]
		value := fit(e.Value, f.at(e.Key))
		if value == e.Value {
			continue
		}
		if changed == n {
			another := *n // the keys stay, and with them the index of a large map
			another.SetEntries(slices.Clone(n.Entries()))
			changed = &another
		}
		changed.Entries()[i].Value = value
	}
	return changed
}

// markUnfit is a value that says of itself that its field does not take it.
func markUnfit(n *source.Node) *source.Node {
	var origin source.Origin
	if n.Origin != nil {
		origin = *n.Origin
	}
	origin.Unfit = true
	another := *n
	another.Origin = &origin
	return &another
}
