package gateway

import (
	"slices"
	"strconv"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// Mended is a subject as it would be read if one fault of its text were put right.
// The engine judges it again: what a rule finds in the subject and not in this one
// follows from the fault.
type Mended struct {
	Subject *Subject
	// Guessed says that it was not clear what is meant: the value counts then as not
	// known, which leaves open more than the fault may be the reason for; see Explains.
	Guessed bool

	element []string // pointer of the innermost list element that the fault stands in, nil for none
}

// Mend returns a subject as it would be read if what a path of its text names were
// right: an invalid value valid, a misspelt key spelt as it is meant, a setting where
// it belongs. There is one for each way in which it may be meant, the likeliest
// first, and none where it cannot be told. Mended subjects can be mended further; all
// share the places of the first.
func (s *Subject) Mend(path []string) []Mended {
	at, i, ok := s.fault(path)
	if !ok {
		return nil
	}
	switch path[1] {
	case "invalid_values":
		return s.mendValue(at)
	case "unknown_keys":
		nearest := s.Text.UnknownKeys[i].Nearest
		if nearest != "" && !strings.Contains(nearest, ".") { // beside it
			return s.mendKey(at.pointer, append(slices.Clone(at.pointer[:len(at.pointer)-1]), nearest))
		}
		return s.mendKey(at.pointer, keysOf(nearest))
	case "misplaced":
		return s.mendKey(at.pointer, keysOf(s.Text.Misplaced[i].Belongs))
	}
	return nil
}

// fault returns the place of what a path of the text names. Of a subject that could not
// be read, or not by a form, nothing can be mended.
func (s *Subject) fault(path []string) (at span, i int, ok bool) {
	if len(path) != 3 || path[0] != "text" || s.unread != nil || s.read == nil || s.is == nil {
		return span{}, 0, false
	}
	spans := s.text[path[1]]
	i, err := strconv.Atoi(path[2])
	if err != nil || i < 0 || i >= len(spans) {
		return span{}, 0, false
	}
	return spans[i], i, !spans[i].void
}

// Explains says whether the fault may be the reason of what a rule found at a path of
// the model. Where the value counts as not known, no limit's amount is known, for
// example; but only the limit that the fault stands in lacks one because of it.
func (m Mended) Explains(found source.Place, path []string) bool {
	if !m.Guessed || !InList(path) {
		return true
	}
	element := m.Subject.doc.Pointer(m.Subject.absolute(m.element))
	return m.element != nil && (found.Pointer == element || strings.HasPrefix(found.Pointer, element+"/"))
}

// InList says whether a path of the model leads into an element of a list.
func InList(path []string) bool { return slices.ContainsFunc(path, isIndex) }

func isIndex(segment string) bool { return segment != "" && isWhole(segment) }

func (s *Subject) mendValue(at span) []Mended {
	var mended []Mended
	for _, value := range at.meant {
		if node := edited(s.node, at.pointer, func(*source.Node) *source.Node { return value }); node != nil {
			mended = append(mended, Mended{Subject: s.with(s.mendBelow(node, at.pointer))})
		}
	}
	if len(at.meant) > 0 {
		return mended
	}
	node := edited(s.node, at.pointer, func(*source.Node) *source.Node {
		return &source.Node{Kind: source.String, Origin: &source.Origin{Unresolved: "the value is invalid"}}
	})
	if node == nil {
		return nil
	}
	return []Mended{{Subject: s.with(node), Guessed: true, element: elementOf(at.pointer)}}
}

// elementOf is the pointer of the innermost list element that a pointer leads into.
func elementOf(pointer []string) []string {
	for n := len(pointer); n > 0; n-- {
		if isIndex(pointer[n-1]) {
			return pointer[:n]
		}
	}
	return nil
}

// keysOf are the keys of a dotted path in a subject; nil where it is none, or leads
// into another document.
func keysOf(dotted string) []string {
	if dotted == "" || strings.Contains(dotted, " ") {
		return nil
	}
	return strings.Split(dotted, ".")
}

// mendKey moves what is written under one key to where it is meant to be.
func (s *Subject) mendKey(pointer, target []string) []Mended {
	if len(target) == 0 {
		return nil
	}
	parent := pointer[:len(pointer)-1]
	var moved *source.Node
	node := edited(s.node, parent, func(n *source.Node) *source.Node {
		e := n.Entry(pointer[len(pointer)-1])
		if e == nil {
			return nil
		}
		moved = e.Value
		return without(n, e.Key)
	})
	if node == nil {
		return nil
	}
	if node = placed(node, target, moved); node == nil {
		return nil
	}
	return []Mended{{Subject: s.with(s.mendBelow(node, target))}}
}

// belowLimit is how many values below a key that was mended are mended with it.
const belowLimit = 20

// mendBelow mends the invalid values below a pointer, which nothing could see while
// they stood under another key.
func (s *Subject) mendBelow(root *source.Node, pointer []string) *source.Node {
	typed := root
	if s.is.typed != nil {
		typed = s.is.typed(root)
	}
	found, err := violations(s.is.schema, typed)
	if err != nil {
		return root
	}
	mended := 0
	for _, v := range found {
		if v.Kind != schema.InvalidValue || len(v.Pointer) < len(pointer) || !slices.Equal(v.Pointer[:len(pointer)], pointer) {
			continue
		}
		if mended++; mended > belowLimit {
			break
		}
		node, _ := follow(root, v.Pointer)
		if m := meant(node, v); len(m.nodes) > 0 {
			if next := edited(root, v.Pointer, func(*source.Node) *source.Node { return m.nodes[0] }); next != nil {
				root = next
			}
		}
	}
	return root
}

// with returns the subject read anew from another node. What is known beside the text,
// and what the text gave away, stays as it was.
func (s *Subject) with(node *source.Node) *Subject {
	again, before := s.readAgain(node), s.readAgain(s.node)
	for _, mark := range s.unseen {
		if !slices.Contains(before.unseen, mark) { // it was not the reader that said so
			again.unseen = append(again.unseen, mark)
		}
	}
	if before.Name != s.Name {
		again.Name = s.Name
	}
	if before.Hosting != s.Hosting {
		again.Hosting = s.Hosting
	}
	again.Role, again.Measured, again.Evidence = s.Role, s.Measured, s.Evidence
	again.App, again.Call, again.Deployment = s.App, s.Call, s.Deployment
	again.Text, again.text = s.Text, s.text
	return again
}

func (s *Subject) readAgain(node *source.Node) *Subject {
	again := blank(s.is.subject, s.doc, candidate{node: node, base: s.base, form: s.Form, is: s.is, told: s.told, printed: s.printed})
	again.ID, again.is, again.read = s.ID, s.is, s.read
	again.read(reader{subject: again}, part{node: node})
	return again
}

// edited returns a node in which what a pointer leads to is another; all that does not
// lie on the way is shared. It is nil where the pointer leads nowhere, or the edit
// gives nothing.
func edited(n *source.Node, pointer []string, edit func(*source.Node) *source.Node) *source.Node {
	if len(pointer) == 0 {
		return edit(n)
	}
	another := *n
	if e := n.Entry(pointer[0]); e != nil {
		below := edited(e.Value, pointer[1:], edit)
		if below == nil {
			return nil
		}
		another.SetEntries(slices.Clone(n.Entries()))
		for i := range another.Entries() {
			if &n.Entries()[i] == e {
				another.Entries()[i].Value = below
			}
		}
		return &another
	}
	i, err := strconv.Atoi(pointer[0])
	if err != nil || n.Kind != source.List || i < 0 || i >= len(n.Items()) {
		return nil
	}
	below := edited(n.Items()[i], pointer[1:], edit)
	if below == nil {
		return nil
	}
	another.SetItems(slices.Clone(n.Items()))
	another.Items()[i] = below
	return &another
}

// without returns a map without a key.
func without(n *source.Node, key string) *source.Node {
	another := *n
	another.SetEntries(slices.DeleteFunc(slices.Clone(n.Entries()), func(e source.Entry) bool { return e.Key == key }))
	return &another
}

// placed returns a node with a value at a path of keys, in maps that are made where
// there are none; nil where the path is taken, or leads through what is no map.
func placed(n *source.Node, path []string, value *source.Node) *source.Node {
	if len(path) == 0 {
		return value
	}
	if n.Kind == source.List {
		return edited(n, path[:1], func(item *source.Node) *source.Node { return placed(item, path[1:], value) })
	}
	if n.Kind != source.Map {
		return nil
	}
	below := n.Get(path[0])
	switch {
	case below == nil || below.Kind == source.Null:
		below = &source.Node{Kind: source.Map}
	case len(path) == 1:
		return nil
	}
	if below = placed(below, path[1:], value); below == nil {
		return nil
	}
	another := without(n, path[0])
	another.SetEntries(append(another.Entries(), source.Entry{Key: path[0], Value: below}))
	return another
}
