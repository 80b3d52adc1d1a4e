package source

import (
	"bytes"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Text is the content of one file, with the places of its lines. It is not
// safe for concurrent use.
type Text struct {
	// File names it in reports: relative, with forward slashes.
	File string
	// Bytes is the content without a byte order mark.
	Bytes []byte

	marked bool  // a byte order mark stood before Bytes
	lines  []int // byte offset at which each line starts, made when first asked
	masks  []Range
}

// Written is the content as it is on disk, byte order mark included.
func (t *Text) Written() []byte {
	if !t.marked {
		return t.Bytes
	}
	return append([]byte(byteOrderMark), t.Bytes...)
}

// Position gives the line and column of a byte offset. A carriage return that
// stands before a line feed belongs to the line it ends; alone, it is a line
// break only where the syntax says so, and so counts as a character here.
func (t *Text) Position(offset int) Position {
	t.index()
	offset = min(max(offset, 0), len(t.Bytes))
	line := sort.SearchInts(t.lines, offset+1) - 1
	return Position{
		Line:   line + 1,
		Column: utf8.RuneCount(t.Bytes[t.lines[line]:offset]) + 1,
	}
}

// Lines counts the lines; a text that ends in a line feed has an empty last
// line, as editors show it.
func (t *Text) Lines() int {
	t.index()
	return len(t.lines)
}

// Mask marks a range as secret: Excerpt shows a star for each character of it.
func (t *Text) Mask(r Range) {
	if r.Start < r.End {
		t.masks = append(t.masks, r)
	}
}

// Excerpt returns lines first to last, both included and counted from 1, cut
// to the lines there are, without line ends and with secrets masked.
func (t *Text) Excerpt(first, last int) []string {
	t.index()
	first, last = max(first, 1), min(last, len(t.lines))
	var lines []string
	for n := first; n <= last; n++ {
		lines = append(lines, t.line(n))
	}
	return lines
}

func (t *Text) line(n int) string {
	start, end := t.lines[n-1], len(t.Bytes)
	if n < len(t.lines) {
		end = t.lines[n] - 1
	}
	raw := bytes.TrimSuffix(t.Bytes[start:end], []byte("\r"))
	if !slices.ContainsFunc(t.masks, func(m Range) bool { return m.Start < end && start < m.End }) {
		return string(raw)
	}
	var b strings.Builder
	for i, r := range string(raw) {
		if r != ' ' && slices.ContainsFunc(t.masks, func(m Range) bool { return m.Start <= start+i && start+i < m.End }) {
			r = '*'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func (t *Text) index() {
	if t.lines != nil {
		return
	}
	t.lines = []int{0}
	for i, c := range t.Bytes {
		if c == '\n' {
			t.lines = append(t.lines, i+1)
		}
	}
}
