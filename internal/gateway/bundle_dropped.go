package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// What becomes of a value that the CLI drops: see InvalidValue.
const (
	droppedUnset = "unset"
	droppedKept  = "kept"
)

// droppedAt says what becomes of a value, "" where it is deployed.
func droppedAt(n *source.Node) string {
	if isUnfit(n) {
		return droppedUnset
	}
	return ""
}

// isUnfit says whether a value is of a kind that its place in a bundle does not take.
func isUnfit(n *source.Node) bool { return n != nil && n.Origin != nil && n.Origin.Unfit }

// isTemplate says whether a value is dropped because it holds a reference beside other
// text, and holds no secret.
func isTemplate(n *source.Node) bool {
	return isUnfit(n) && n.Kind == source.String && secret.Interpolation(n.Text) != "" && len(secret.FindKeys(n.Text)) == 0
}

// droppedReader finds the values of a bundle's resource that the CLI drops and the schema
// does not refuse: what the schema refused is known.
type droppedReader struct {
	validator

	refused []schema.Violation
}

func (d droppedReader) read() { d.walk(d.subject.node, make(way, 0, 16)) }

// walk looks at everything that the schema knows.
func (d droppedReader) walk(n *source.Node, at way) {
	switch {
	case isUnfit(n):
		d.unfit(at.pointer())
		return
	case n.Kind < source.List:
		return
	}
	if n.Origin != nil {
		for i := range n.Origin.Dropped {
			d.replaced(&n.Origin.Dropped[i], at.to(n.Origin.Dropped[i].Key).pointer())
		}
	}
	for i, item := range n.Items() {
		d.walk(item, append(at, step{index: i}))
	}
	for i := range n.Entries() {
		if e := &n.Entries()[i]; n.Entry(e.Key) == e {
			d.walk(e.Value, at.to(e.Key))
		}
	}
}

// unfit adds a value that the schema takes and the CLI does not.
func (d droppedReader) unfit(pointer []string) {
	if slices.ContainsFunc(d.refused, func(v schema.Violation) bool { return slices.Equal(v.Pointer, pointer) }) {
		return
	}
	if violation, ok := schema.Expected(d.subject.is.schema, pointer); ok {
		d.add(violation)
	}
}

// replaced adds a value in whose place another one stays. Nothing follows from it.
func (d droppedReader) replaced(e *source.Entry, pointer []string) {
	violation, ok := schema.Expected(d.subject.is.schema, pointer)
	if !ok {
		return
	}
	hideOdd(d.subject.doc, e.Value)
	at := e.KeyRange()
	if e.Value.Kind < source.List && e.Value.Range().Start < e.Value.Range().End {
		at = e.Value.Range()
	}
	d.invalidAt(source.Place{Range: at, Text: textOf(e.Value)}, InvalidValue{
		Key: dotted(pointer), Written: literal(e.Value, violation), Expected: violation.Expected, Dropped: droppedKept,
	}, pointer)
	spans := d.subject.text["invalid_values"]
	spans[len(spans)-1].void = true
}
