package source

import (
	"bytes"
	"sort"
)

// dedent gives the content of a block as a text of its own, and what finds the
// places of that text in the file.
func (b fenced) dedent(text *Text) (*Text, *mover) {
	at := b.content
	inner := &Text{File: text.File, Bytes: text.Bytes[at.Start:at.End]}
	move := &mover{start: at.Start}
	if bytes.IndexByte(inner.Bytes, '*') >= 0 { // no alias is written without
		move.seen = map[*Node]bool{}
	}
	if b.indent == 0 {
		inner.copied.Do(func() { inner.shared = text.content()[at.Start:at.End] })
		return inner, move
	}
	whole := inner.Bytes
	inner.Bytes = make([]byte, 0, len(whole))
	skipped := 0
	for line := range bytes.Lines(whole) {
		indent := spaces(line, b.indent)
		skipped += indent
		move.cuts = append(move.cuts, cut{at: len(inner.Bytes), skipped: skipped})
		inner.Bytes = append(inner.Bytes, line[indent:]...)
	}
	return inner, move
}

// mover turns places in the content of a block into places in its file.
type mover struct {
	start int            // where the content starts
	cuts  []cut          // one for each line, none where no line has lost anything
	seen  map[*Node]bool // what is moved already, where a node may be met twice
}

// cut says how many bytes of the content are missing before the byte at.
type cut struct{ at, skipped int }

func (m *mover) node(n *Node) {
	if m.seen != nil {
		if m.seen[n] {
			return
		}
		m.seen[n] = true
	}
	n.Range = m.moved(n.Range)
	for i := range n.Entries {
		e := &n.Entries[i]
		e.KeyRange = m.moved(e.KeyRange)
		m.node(e.Value)
	}
	for _, item := range n.Items {
		m.node(item)
	}
}

func (m *mover) moved(r Range) Range {
	if r.Start == r.End {
		at := m.offset(r.Start)
		return Range{Start: at, End: at}
	}
	return Range{Start: m.offset(r.Start), End: m.offset(r.End-1) + 1}
}

func (m *mover) offset(at int) int {
	i := sort.Search(len(m.cuts), func(i int) bool { return m.cuts[i].at > at }) - 1
	if i >= 0 {
		at += m.cuts[i].skipped
	}
	return m.start + at
}

// lineStart is where a line starts, counted from 1; the end of the content for
// lines that it does not have.
func lineStart(content []byte, line int) int {
	at := 0
	for ; line > 1; line-- {
		next := bytes.IndexByte(content[at:], '\n')
		if next < 0 {
			return len(content)
		}
		at += next + 1
	}
	return at
}
