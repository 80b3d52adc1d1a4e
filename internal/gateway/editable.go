package gateway

import (
	"slices"
	"strconv"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// Editing is a subject that fixes are made for.
type Editing struct{ *Subject }

// Editable returns the document of the subject and where in it an edit is to be made that a
// rule asks for, by a path of the model as far as that has a place, and then by keys as
// they are written: rate_limits, 0, key. It is false where nothing says where that is
// written, and of what stands for nothing because another value is in its place.
func (e Editing) Editable(path []string) (d *source.Document, at []string, ok bool) {
	if len(path) == 3 && path[0] == "text" {
		at, ok = e.editableText(path[1], path[2])
		return e.doc, at, ok
	}
	if e.unread != nil || e.read == nil {
		return e.doc, nil, false
	}
	for n := len(path); n > 0; n-- {
		pointer, found := e.records().exactly(path[:n])
		if !found {
			continue
		}
		at = e.absolute(append(pointer, path[n:]...))
		return e.doc, at, !slices.Contains(at, "")
	}
	return e.doc, nil, false
}

// HidesAt says whether a secret is written at a place of the document, or part of it: what
// is made of that must not be shown either.
func (e Editing) HidesAt(at []string) bool {
	n := e.doc.At(at)
	return n != nil && n.Kind < source.List && isHidden(e.doc.TextOf(n), n)
}

func (e Editing) editableText(list, index string) (at []string, ok bool) {
	spans := e.text[list]
	i, err := strconv.Atoi(index)
	if err != nil || i < 0 || i >= len(spans) || spans[i].void {
		return nil, false
	}
	return e.absolute(spans[i].pointer), true
}

// exactly returns the pointer of a path of the model, false where that has no place.
func (r *recorder) exactly(path []string) (pointer []string, ok bool) {
	facet, element, ok := facetOf(path)
	if !ok {
		return nil, false
	}
	if p, ok := r.place(facet, element); ok {
		return r.pointer(p.step), true
	}
	return r.element(facet, element)
}

// TakesRenamed says whether a key that a path of the model names would hold what the API
// takes if it had another name.
func (e Editing) TakesRenamed(path []string, key string) bool {
	at, _, ok := e.fault(path)
	if !ok || len(at.pointer) == 0 {
		return true
	}
	parent := at.pointer[:len(at.pointer)-1]
	old := at.pointer[len(at.pointer)-1]
	node := edited(e.node, parent, func(n *source.Node) *source.Node {
		entries := slices.Clone(n.Entries())
		for i := range entries {
			if entries[i].Key == old {
				entries[i].Key = key
			}
		}
		return n.WithEntries(entries)
	})
	if node == nil {
		return false
	}
	if e.is.typed != nil {
		node = e.is.typed(node)
	}
	found, err := violations(e.is.schema, node)
	renamed := append(slices.Clone(parent), key)
	return err == nil && !slices.ContainsFunc(found, func(v schema.Violation) bool {
		return len(v.Pointer) >= len(renamed) && slices.Equal(v.Pointer[:len(renamed)], renamed)
	})
}
