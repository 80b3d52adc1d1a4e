package gateway

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Trace is by what a place of a subject is known again in another run, also where its
// file has moved or other things were written before it.
type Trace struct {
	// Pointer leads from the subject to the place, "#" for the subject itself. Elements
	// of lists are named by what they are, as "=user_group=analysts", and "*" where they
	// have no name; no secret is part of it.
	Pointer string
	// Value is the text, number or boolean that is written there, after its kind; "" for
	// anything else, and for what is a secret or holds one.
	Value string
}

// itself is the pointer of a Trace to the subject itself.
const itself = "#"

// TraceOfAll is the trace of what is said of a subject as a whole.
func TraceOfAll() Trace { return Trace{Pointer: itself} }

// TraceOutside is the trace of a place that lies in no subject but in a text of its own.
func TraceOutside(text *source.Text, at source.Place) Trace {
	return Trace{Pointer: ScrubPointer(at.Pointer), Value: shownValue(text, at.Value)}
}

// tracer makes the traces of places of a subject.
type tracer struct{ *Subject }

// trace returns the trace of a place, which is that of a path of the model, nil where it
// is of none.
func (t tracer) trace(path []string, at source.Place) Trace {
	text := at.Text
	if text == nil {
		text = t.doc.Text
	}
	trace := Trace{Pointer: t.tracePointer(at) + t.unwritten(path), Value: shownValue(text, at.Value)}
	switch {
	case isName(path) && trace.Value != "":
		trace.Value = at.Value.Kind.String() + ":" + unlessSecret(asWritten(at.Value))
	case len(path) > 1 && path[0] == "text" && path[1] == "credentials":
		trace.Value = ""
	case len(path) == 2 && path[0] == "inference_table" && path[1] == "table" && trace.Value == "":
		trace.Value = unlessSecret(t.unhidden(t.InferenceTable.Table)) // put together of what is written in several places
	}
	return trace
}

// tracePointer returns the pointer of a trace to a place.
func (t tracer) tracePointer(at source.Place) string {
	n := min(len(at.Path), len(t.base))
	switch {
	case !slices.Equal(at.Path[:n], t.base[:n]): // it is declared beside the subject
		if r, below, ok := terraformResourceAt(t.doc, at.Path); ok {
			return ScrubPointer(source.Pointer(append([]string{r.Address}, below...)))
		}
		return ScrubPointer(at.Pointer)
	case n == len(at.Path):
		return itself
	}
	path := at.Path[len(t.base):]
	if named, ok := t.named(path); ok {
		return ScrubPointer(source.Pointer(named))
	}
	return ScrubPointer(behind(at.Pointer, len(t.base))) // the same text, which most findings share
}

// behind returns what of a JSON Pointer stands behind its first segments.
func behind(pointer string, segments int) string {
	for range segments {
		next := strings.IndexByte(pointer[1:], '/')
		if next < 0 {
			return ""
		}
		pointer = pointer[1+next:]
	}
	return pointer
}

// named returns a path of the subject with the names of its lists' elements in place of
// their indices, and keys as they read; false where that is the path as it is written.
func (t tracer) named(path []string) (named []string, changed bool) {
	named = make([]string, 0, len(path))
	n, list := t.node, ""
	for _, segment := range path {
		name := segment
		switch {
		case n == nil:
		case n.Kind == source.List:
			n, name = t.element(n, list, segment)
			changed = true
		default:
			e := n.Entry(segment)
			changed = changed || e != nil && e.Written() != ""
			n, list = n.Get(segment), segment
		}
		named = append(named, name)
	}
	return named, changed
}

// unnamed is what an element of a list is called that has no name.
const unnamed = "*"

// element returns an element of a list, which stands under a key, and what it is called.
func (t tracer) element(n *source.Node, list, index string) (*source.Node, string) {
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(n.Items()) {
		return nil, unnamed
	}
	item := n.Items()[i]
	return item, t.nameOf(item, list)
}

// naming are the keys by which elements of lists are told apart: the first that is
// written names the element.
var naming = [][]string{
	{"name"},
	{"served_entity_name"},
	{"served_model_name"},
	{"entity_name"},
	{"model_name"},
	{"external_model", "name"},
	{"foundation_model", "name"},
	{"pay_per_token_config", "model"},
	{"provisioned_throughput_config", "model_serving_endpoint"},
	{"key"},
}

// nameOf is what an element of the list under a key is called.
func (t tracer) nameOf(item *source.Node, list string) string {
	if list == "rate_limits" && item.Kind == source.Map {
		return t.limitName(item)
	}
	for _, way := range naming {
		at := item
		for _, key := range way {
			at = at.Get(key)
		}
		if name := t.plainName(at); name != "" {
			return "=" + name
		}
	}
	return unnamed
}

// limitName is what a rate limit is called: whom it limits. Without a key it limits all.
func (t tracer) limitName(item *source.Node) string {
	name := "=" + cmp.Or(t.plainName(item.Get("key")), "endpoint")
	if principal := t.plainName(item.Get("principal")); principal != "" {
		name += "=" + principal
	}
	return name
}

// plainName is a text that names something, "" where it is none or holds a secret.
func (t tracer) plainName(n *source.Node) string {
	if plain(n) == "" || isHidden(t.doc.TextOf(n), n) {
		return ""
	}
	return unlessSecret(asWritten(n))
}

// isName says whether a path of the model is that of the subject's name, before which the
// targets of a bundle put their prefixes.
func isName(path []string) bool {
	return len(path) > 0 && (path[0] == "name" || path[0] == "deployment")
}

// asWritten is what is written of a text: what a target of a bundle makes of it may be
// another in each.
func asWritten(n *source.Node) string {
	if n.Origin != nil && n.Origin.Written != "" {
		return n.Origin.Written
	}
	return n.Text
}

// unwritten is what leads further to an element of the model that is written nowhere in
// the subject: what a workspace shows beside it.
func (t tracer) unwritten(path []string) string {
	if len(path) < 3 || path[0] != "evidence" {
		return ""
	}
	i, err := strconv.Atoi(path[2])
	name := ""
	switch {
	case err != nil || i < 0:
	case path[1] == "access" && i < len(t.Evidence.Access):
		name = t.Evidence.Access[i].Principal
	case path[1] == "dependencies" && i < len(t.Evidence.Dependencies):
		name = t.Evidence.Dependencies[i].Kind + "=" + t.Evidence.Dependencies[i].Name
	}
	return source.Pointer([]string{path[0], path[1], cmp.Or(unlessSecret(name), unnamed)})
}

// shownValue is a value of a text after its kind, "" where there is none and where it is
// a secret or holds one.
func shownValue(text *source.Text, n *source.Node) string {
	if n == nil || isHidden(text, n) {
		return ""
	}
	value := unlessSecret(n.Text)
	if value == "" && n.Text != "" {
		return ""
	}
	return n.Kind.String() + ":" + value
}

// unlessSecret is a text, "" where it holds a secret or stands for one.
func unlessSecret(text string) string {
	if text == secret.Redacted || secret.Holds(text) || secret.Erase(text) != text {
		return ""
	}
	return text
}
