package state

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// uniqueParts are what a state file can say only once, by where they stand.
var uniqueParts = []string{"/" + AuditKey, "/" + RolesKey, "/" + otelKey, "/" + foundationKey + "/" + stepKey + "/" + prefixKey}

// sharedMaps are the maps whose parts may be written in several documents.
var sharedMaps = []string{"/" + foundationKey, "/" + foundationKey + "/" + stepKey}

// merge makes one document of all documents of a file. Those that hold parts of
// the state come first, so that what they begin with stands for the file.
func merge(text *source.Text, documents []*source.Document) (*source.Document, []Repeat) {
	m := merger{maps: map[string]*merged{}}
	whole := &source.Document{Text: text, Root: m.newMap("", source.Range{})}
	found := false
	for _, wanted := range []bool{true, false} {
		for _, doc := range documents {
			if doc.Root == nil || doc.Root.Kind != source.Map || Holds(doc) != wanted {
				continue
			}
			if !found {
				found, whole.Index, whole.Root.Span = true, doc.Index, doc.Root.Span
			}
			m.add("", doc.Root)
		}
	}
	for _, one := range m.maps {
		one.node.SetEntries(one.entries)
	}
	return whole, m.repeats
}

// merged is a map that is put together.
type merged struct {
	node    *source.Node
	entries []source.Entry
	have    map[string]bool
}

type merger struct {
	maps    map[string]*merged // by where they stand
	repeats []Repeat
}

func (m *merger) newMap(path string, at source.Range) *source.Node {
	node := &source.Node{Kind: source.Map, Span: at.Span()}
	m.maps[path] = &merged{node: node, have: map[string]bool{}}
	return node
}

// add puts the entries of a map to those of the same place that are there.
func (m *merger) add(path string, from *source.Node) {
	into := m.maps[path]
	for _, e := range lastEntries(from) {
		below := path + source.Pointer([]string{e.Key})
		switch {
		case slices.Contains(sharedMaps, below) && e.Value.Kind == source.Map:
			if m.maps[below] == nil {
				written := e.Value
				e.Value = m.newMap(below, written.Range())
				into.entries = append(into.entries, e)
				m.add(below, written)
				continue
			}
			m.add(below, e.Value)
		case slices.Contains(sharedMaps, below) && m.maps[below] != nil:
		case slices.Contains(uniqueParts, below) && into.have[e.Key]:
			m.repeats = append(m.repeats, Repeat{Pointer: source.Segments(below), Range: e.KeyRange()})
		default:
			into.entries = append(into.entries, e)
			into.have[e.Key] = true
		}
	}
}

// lastEntries gives the entries of a map that count: of a repeated key the last one.
func lastEntries(n *source.Node) []source.Entry {
	if n == nil || !slices.ContainsFunc(n.Entries(), func(e source.Entry) bool { return e.Repeats }) {
		return entriesOf(n)
	}
	seen := make(map[string]bool, len(n.Entries()))
	var kept []source.Entry
	for _, e := range slices.Backward(n.Entries()) {
		if !seen[e.Key] {
			seen[e.Key] = true
			kept = append(kept, e)
		}
	}
	slices.Reverse(kept)
	return kept
}

func entriesOf(n *source.Node) []source.Entry {
	if n == nil {
		return nil
	}
	return n.Entries()
}
