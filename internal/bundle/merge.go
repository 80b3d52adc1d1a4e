package bundle

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// mergeFiles returns the root file with the files that it includes merged over it. Nil
// where there is nothing.
func mergeFiles(b *Bundle) *source.Node {
	m := &merger{apart: isResourcePath, refuse: b.fault}
	var roots []*source.Node
	for _, f := range b.files {
		if f.root != nil && f.root.Kind == source.Map {
			roots = append(roots, f.root)
		}
	}
	if len(roots) == 0 {
		return nil
	}
	merged := *m.maps(roots, rootField, nil)
	merged.Span = roots[0].Span
	return withText(&merged, originOf(roots[0]).Text)
}

// withText has a new value say that it is written in a text.
func withText(n *source.Node, text *source.Text) *source.Node {
	origin := originOf(n)
	origin.Text = text
	n.Origin = &origin
	return n
}

// isResourcePath says whether a path is that of a resource, which one file declares.
func isResourcePath(path []string) bool { return len(path) == 3 && path[0] == "resources" }

// merger merges values over each other as Databricks CLI v1.10.0 does: maps key by key,
// lists appended, of other values the last one. Null and what is empty change nothing. What
// it leaves alone, it shares.
type merger struct {
	// apart says which values are kept beside each other, as those of a key that a map
	// repeats are; nil says none.
	apart func(path []string) bool
	// zero says where an empty text, false and 0 change nothing either; nil says nowhere.
	zero func(path []string) bool
	// refuse hears what cannot be merged.
	refuse func(*source.Error)
}

// layers are the entries that several maps have for one key, in the order in which they
// are merged.
type layers struct {
	// over are those that are merged, one of each map.
	over []source.Entry
	// repeated are those that a later one of the same map makes void.
	repeated []source.Entry
}

// maps merges maps, the last of which wins.
func (m *merger) maps(maps []*source.Node, f *field, path []string) *source.Node {
	keys := byKey(maps)
	path = append(path, "")
	entries := make([]source.Entry, 0, len(keys))
	var dropped []source.Entry
	same := true
	for i := range keys {
		key := keys[i].over[0].Key
		path[len(path)-1] = key
		merged, lost := m.layers(&keys[i], f.at(key), path)
		entries = append(append(entries, keys[i].repeated...), merged...)
		dropped = append(dropped, lost...)
		same = same && len(lost) == 0 && len(merged) == 1 && merged[0].Value == maps[0].Get(key)
	}
	if same {
		return maps[0]
	}
	last := maps[len(maps)-1]
	return withRemarks(last.WithEntries(entries), maps, dropped)
}

// byKey gathers the entries of maps by their keys, in the order of the first ones.
func byKey(maps []*source.Node) []layers {
	all := make([]layers, 0, len(maps[0].Entries()))
	index := make(map[string]int, len(maps[0].Entries()))
	for _, n := range maps {
		repeats := slices.ContainsFunc(n.Entries(), func(e source.Entry) bool { return e.Repeats })
		for i := range n.Entries() {
			e := &n.Entries()[i]
			at, known := index[e.Key]
			if !known {
				at = len(all)
				index[e.Key] = at
				all = append(all, layers{})
			}
			if repeats && n.Entry(e.Key) != e {
				all[at].repeated = append(all[at].repeated, *e)
				continue
			}
			all[at].over = append(all[at].over, *e)
		}
	}
	return all
}

// withRemarks has a merged map say what is said of the maps that it is made of.
func withRemarks(merged *source.Node, maps []*source.Node, dropped []source.Entry) *source.Node {
	var said source.Origin
	for _, n := range maps {
		if n.Origin != nil {
			said.Merges = append(said.Merges, n.Origin.Merges...)
			said.Dropped = append(said.Dropped, n.Origin.Dropped...)
		}
	}
	said.Dropped = append(said.Dropped, dropped...)
	if said.Merges == nil && said.Dropped == nil {
		return merged
	}
	origin := originOf(merged)
	origin.Merges, origin.Dropped = said.Merges, said.Dropped
	merged.Origin = &origin
	return merged
}

// originOf is a copy of what is known of where a value is from.
func originOf(n *source.Node) source.Origin {
	if n == nil || n.Origin == nil {
		return source.Origin{}
	}
	return *n.Origin
}

// layers merges the entries of one key. It returns the entry that stands for them, after
// those that are kept beside it, and those that are of a wrong kind while another one fits.
func (m *merger) layers(l *layers, f *field, path []string) (merged, dropped []source.Entry) {
	if len(l.over) == 1 {
		return l.over, nil
	}
	if m.apart != nil && m.apart(path) {
		return apart(l.over), nil
	}
	var fit, unfit []source.Entry
	for _, e := range l.over {
		switch {
		case isUnfit(e.Value):
			unfit = append(unfit, e)
		case !m.isNothing(e.Value, path):
			fit = append(fit, e)
		}
	}
	switch {
	case len(fit) > 0:
		winner := m.entry(fit, f, path)
		l.keepRepeats(winner)
		return []source.Entry{winner}, unfit
	case len(unfit) > 0:
		last := len(unfit) - 1
		return unfit[last:], unfit[:last]
	default:
		return l.over[:1], nil
	}
}

// keepRepeats keeps what a map repeats also where another map is merged over it.
func (l *layers) keepRepeats(winner source.Entry) {
	for _, e := range l.over {
		if e.Repeats && (e.KeyRange() != winner.KeyRange() || e.Value != winner.Value) {
			l.repeated = append(l.repeated, e)
		}
	}
}

// apart returns entries of one key as a map has them that repeats it.
func apart(all []source.Entry) []source.Entry {
	entries := slices.Clone(all)
	for i := range entries {
		entries[i].Repeats = i > 0
	}
	return entries
}

func isUnfit(n *source.Node) bool { return n.Origin != nil && n.Origin.Unfit }

// isUnresolved says whether a value is said not to be known.
func isUnresolved(n *source.Node) bool { return n.Origin != nil && n.Origin.Unresolved != "" }

// isNothing says whether a value is as if it were not written.
func (m *merger) isNothing(n *source.Node, path []string) bool {
	return n.Kind == source.Null || m.zero != nil && isZero(n) && m.zero(path)
}

// isZero says whether a value is an empty text, false or 0.
func isZero(n *source.Node) bool {
	switch n.Kind {
	case source.String:
		return n.Text == "" && !isUnresolved(n)
	case source.Bool:
		return n.Text == "false"
	case source.Number:
		return n.Text == "0"
	case source.Null, source.List, source.Map:
	}
	return false
}

// entry merges entries of one key, each over those before it.
func (m *merger) entry(all []source.Entry, f *field, path []string) source.Entry {
	for i, e := range all[1:] {
		before := all[i]
		switch {
		case isUnresolved(before.Value):
			return before
		case before.Value.Kind != e.Value.Kind && isConflict(before.Value, e.Value, f):
			m.refuse(cannotMerge(before, e, path))
			return unknownEntry(before, e)
		}
	}
	last := all[len(all)-1]
	values := sameKind(all)
	switch {
	case len(values) == 1:
		last.Value = values[0]
	case last.Value.Kind == source.Map:
		last.Value = m.maps(values, f, path)
	case last.Value.Kind == source.List:
		last.Value = lists(values)
	}
	for _, e := range all {
		if e.Value == last.Value {
			return e
		}
	}
	return last
}

// sameKind returns the values of the last entries that are all of one kind; of empty maps
// and lists only the first one, where all are empty.
func sameKind(all []source.Entry) []*source.Node {
	kind := all[len(all)-1].Value.Kind
	var values []*source.Node
	for _, e := range all {
		if e.Value.Kind != kind {
			values = nil
			continue
		}
		values = append(values, e.Value)
	}
	full := slices.DeleteFunc(slices.Clone(values), isEmpty)
	if len(full) == 0 {
		return values[:1]
	}
	return full
}

// isEmpty says whether a value is a list or a map of nothing.
func isEmpty(n *source.Node) bool {
	switch n.Kind {
	case source.List:
		return len(n.Items()) == 0
	case source.Map:
		return len(n.Entries()) == 0 && originOf(n).Dropped == nil
	case source.Null, source.Bool, source.Number, source.String:
	}
	return false
}

// lists appends lists. The last of them stands for all.
func lists(values []*source.Node) *source.Node {
	merged := *values[len(values)-1]
	var items []*source.Node
	for _, list := range values {
		items = append(items, list.Items()...)
	}
	merged.SetItems(items)
	return &merged
}

// isConflict says whether the CLI refuses to merge two values of different kinds. What it
// does not know, it has dropped before it merges.
func isConflict(a, b *source.Node, f *field) bool {
	return f != nil || isReference(a) || isReference(b)
}

// isReference says whether a value is a text that refers to another one.
func isReference(n *source.Node) bool {
	return n.Kind == source.String && strings.Contains(n.Text, "${")
}

// cannotMerge is what the CLI refuses, at the value that is merged over the other one.
func cannotMerge(base, over source.Entry, path []string) *source.Error {
	return faultAt(over.Value, over.Value.Range(), "`%s` is %s here and %s at %s, which cannot be merged; write both in one way",
		strings.Join(path, "."), kindName(over.Value), kindName(base.Value), placeOf(base.Value))
}

// kindName names what a value is.
func kindName(n *source.Node) string {
	if isReference(n) {
		return "a reference"
	}
	return kindWords[n.Kind]
}

// unknownText stands for a value of which nothing is known. No reference reads like it.
const unknownText = "${…}"

// unknownEntry stands for two entries that cannot be merged, so that neither counts.
func unknownEntry(base, over source.Entry) source.Entry {
	over.Value = &source.Node{
		Kind: source.String, Text: unknownText, Span: over.Value.Span,
		Origin: &source.Origin{
			Text:       originOf(over.Value).Text,
			Unresolved: "it cannot be merged with the value at " + placeOf(base.Value),
		},
	}
	return over
}

// placeOf names the place of a value as file:line.
func placeOf(n *source.Node) string {
	text := originOf(n).Text
	if text == nil {
		return "another place"
	}
	return fmt.Sprintf("%s:%d", text.File, text.Position(n.Range().Start).Line)
}

// faultAt is a fault at a place in the text that a value stands in.
func faultAt(n *source.Node, at source.Range, format string, args ...any) *source.Error {
	fault := &source.Error{Message: fmt.Sprintf(format, args...)}
	if text := originOf(n).Text; text != nil {
		fault.File, fault.At = text.File, text.Position(at.Start)
	}
	return fault
}
