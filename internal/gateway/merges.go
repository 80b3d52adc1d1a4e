package gateway

import "github.com/gwlint/gwlint/internal/source"

// mergeRepeats adds the keys that stand more than once behind merge keys to the repeated
// keys of the subject's text, each place once: a map may be brought in many times.
func (t textReader) mergeRepeats() {
	m := mergeReader{textReader: t}
	m.walk(t.subject.node, make(way, 0, 16))
}

// mergeReader finds them. places are those where a key is repeated, nil until there is
// anything to compare.
type mergeReader struct {
	textReader

	places map[source.Range]bool
}

func (m *mergeReader) walk(n *source.Node, at way) {
	for _, repeat := range n.MergeRepeats() {
		m.add(n, repeat, at)
	}
	for i, item := range n.Items() {
		m.walk(item, append(at, step{index: i}))
	}
	for i := range n.Entries() {
		m.walk(n.Entries()[i].Value, at.to(n.Entries()[i].Key))
	}
}

func (m *mergeReader) add(n *source.Node, repeat source.MergeRepeat, at way) {
	if m.places == nil {
		m.places = map[source.Range]bool{}
		for _, known := range m.subject.text["duplicate_keys"] {
			m.places[known.ranges] = true
		}
	}
	if m.places[repeat.Range] {
		return
	}
	m.places[repeat.Range] = true
	m.found("duplicate_keys", textOf(n), repeat.Range, at.to(repeat.Key).pointer())
	m.subject.Text.DuplicateKeys = append(m.subject.Text.DuplicateKeys, DuplicateKey{Key: repeat.Key, Parent: dotted(at.pointer())})
}
