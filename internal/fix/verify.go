package fix

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// mostVerified is how large a text may be that is read again with the edits of one finding;
// who writes edits reads the file again whatever its size.
const mostVerified = 1 << 18

const spoilt = Refusal("the file would not be read as it was: change it by hand")

// verify reads the texts again as they are with the changes: they must hold all that they
// held, but for what was meant to change. It refuses the edits otherwise. HCL is not read
// here.
func verify(all []change) error {
	var done []*source.Text
	for _, c := range all {
		text := c.place.text
		if slices.Contains(done, text) || c.place.syntax == inHCL || len(text.Bytes) > mostVerified {
			continue
		}
		done = append(done, text)
		if !isRead(c.place, applied(text, all), all) {
			return spoilt
		}
	}
	return nil
}

// meant is a tree of the text of a place as it is to be with all changes to it, nil where
// they are not of that tree.
func meant(root *source.Node, p *place, all []change) *source.Node {
	var done []*place
	for _, c := range all {
		if c.place.text == p.text && !slices.Contains(done, c.place) {
			done = append(done, c.place)
			if root = c.place.want(root); root == nil {
				return nil
			}
		}
	}
	return root
}

// isRead says whether a content is read as the text of a place with all changes to it. The
// text is read anew as well: of what a bundle has, not all is in its tree.
func isRead(p *place, content []byte, all []change) bool {
	before, err := parseLike(p, p.text.Bytes)
	if err != nil || p.index >= len(before) {
		return false
	}
	if before[p.index] = meant(before[p.index], p, all); before[p.index] == nil {
		return false
	}
	after, err := parseLike(p, content)
	return err == nil && slices.EqualFunc(before, after, alike)
}

// parseLike reads a content as the text of the place is read.
func parseLike(p *place, content []byte) ([]*source.Node, error) {
	text, err := source.NewText(p.text.File, content)
	if err != nil {
		return nil, err
	}
	if p.bundle {
		root, err := source.ParseBundle(text, source.Limits{})
		return []*source.Node{root}, err
	}
	documents, err := source.Parse(text, source.Limits{})
	roots := make([]*source.Node, 0, len(documents))
	for _, d := range documents {
		roots = append(roots, d.Root)
	}
	return roots, err
}

// at returns a tree in which the value that the way leads to is another, nil where it leads
// nowhere. Steps go by where they are written: keys may have been renamed.
func at(n *source.Node, way []step, edit func(*source.Node) *source.Node) *source.Node {
	if len(way) == 0 {
		return edit(n)
	}
	s := way[0]
	i := s.find(n)
	if i < 0 {
		return nil
	}
	if s.entry == nil {
		below := at(n.Items()[i], way[1:], edit)
		if below == nil {
			return nil
		}
		another := *n
		another.SetItems(slices.Clone(n.Items()))
		another.Items()[i] = below
		return &another
	}
	below := at(n.Entries()[i].Value, way[1:], edit)
	if below == nil {
		return nil
	}
	entries := slices.Clone(n.Entries())
	entries[i].Value = below
	return n.WithEntries(entries)
}

// find is the place of a step in the map or list of another tree of the text, -1 for none.
func (s step) find(n *source.Node) int {
	if s.entry == nil {
		return slices.IndexFunc(n.Items(), func(item *source.Node) bool { return item.Range() == s.node.Range() })
	}
	return slices.IndexFunc(n.Entries(), func(e source.Entry) bool { return e.KeyRange() == s.entry.KeyRange() && !e.Merged })
}

// alike says whether two trees hold the same in the same order.
func alike(a, b *source.Node) bool {
	if a == nil || b == nil {
		return a == b
	}
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items()) != len(b.Items()) || len(a.Entries()) != len(b.Entries()) {
		return false
	}
	for i := range a.Items() {
		if !alike(a.Items()[i], b.Items()[i]) {
			return false
		}
	}
	for i := range a.Entries() {
		if a.Entries()[i].Key != b.Entries()[i].Key || !alike(a.Entries()[i].Value, b.Entries()[i].Value) {
			return false
		}
	}
	return true
}

// same says whether two values hold the same, whatever the order of their keys.
func same(a, b *source.Node) bool {
	if a == b {
		return true
	}
	if a.Kind != b.Kind || a.Text != b.Text || len(a.Items()) != len(b.Items()) || len(a.Entries()) != len(b.Entries()) {
		return false
	}
	for i := range a.Items() {
		if !same(a.Items()[i], b.Items()[i]) {
			return false
		}
	}
	for i := range a.Entries() {
		e := &a.Entries()[i]
		other := b.Entry(e.Key)
		if e.Repeats || other == nil || !same(e.Value, other.Value) {
			return false
		}
	}
	return true
}
