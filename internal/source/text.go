package source

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
)

// Text is the content of one file, with the places of its lines. Once it is
// parsed and masked, goroutines may share it.
type Text struct {
	// File names it in reports: relative, with forward slashes.
	File string
	// Bytes is the content without a byte order mark.
	Bytes []byte

	marked bool   // a byte order mark stood before Bytes
	lines  []int  // byte offset at which each line starts, made when first asked
	runes  []int  // how many characters start before each block of the content
	pairs  []int  // how many of these take two UTF-16 code units
	shared string // the content, which excerpts are cut from
	masks  masks

	copied  sync.Once
	indexed sync.Once
	counted sync.Once
	mu      sync.Mutex
	masked  map[int]string // lines that hold a secret, as they are shown
}

// Written is the content as it is on disk, byte order mark included.
func (t *Text) Written() []byte {
	if !t.marked {
		return t.Bytes
	}
	return append([]byte(byteOrderMark), t.Bytes...)
}

// content is the text as a string, which nodes and excerpts are cut from.
func (t *Text) content() string {
	t.copied.Do(func() { t.shared = string(t.Bytes) })
	return t.shared
}

// Folded returns the same text without what was worked out about its lines,
// which takes as much as the text itself and is worked out again when it is
// asked for. What is masked stays masked.
func (t *Text) Folded() *Text {
	t.secrets(Range{}) // puts the masks in order, which both then share
	return &Text{File: t.File, Bytes: t.Bytes, marked: t.marked, masks: t.masks}
}

// block is how many bytes are counted anew to find a column in a long line:
// minified JSON has only one, of megabytes.
const block = 4096

// Position gives the line and column of a byte offset. A carriage return that
// stands before a line feed belongs to the line it ends; alone, it is a line
// break only where the syntax says so, and so counts as a character here.
func (t *Text) Position(offset int) Position {
	t.index()
	offset = min(max(offset, 0), len(t.Bytes))
	line := sort.SearchInts(t.lines, offset+1) - 1
	return Position{Line: line + 1, Column: t.characters(t.lines[line], offset) + 1}
}

// Lines counts the lines; a text that ends in a line feed has an empty last
// line, as editors show it.
func (t *Text) Lines() int {
	t.index()
	return len(t.lines)
}

// characters counts those from start to end.
func (t *Text) characters(start, end int) int {
	if end-start <= block {
		return utf8.RuneCount(t.Bytes[start:end])
	}
	t.counted.Do(t.count)
	return t.before(end) - t.before(start)
}

func (t *Text) before(offset int) int {
	return t.runes[offset/block] + starts(t.Bytes[offset/block*block:offset])
}

// astral counts the characters from start to end that take two UTF-16 code
// units: those of four bytes.
func (t *Text) astral(start, end int) int {
	t.counted.Do(t.count)
	before := func(offset int) int {
		return t.pairs[offset/block] + fours(t.Bytes[offset/block*block:offset])
	}
	return before(end) - before(start)
}

func (t *Text) count() {
	t.runes = make([]int, 1, len(t.Bytes)/block+1)
	t.pairs = make([]int, 1, len(t.Bytes)/block+1)
	for at := block; at <= len(t.Bytes); at += block {
		t.runes = append(t.runes, t.runes[len(t.runes)-1]+starts(t.Bytes[at-block:at]))
		t.pairs = append(t.pairs, t.pairs[len(t.pairs)-1]+fours(t.Bytes[at-block:at]))
	}
}

// fours counts the characters of four bytes that begin in content.
func fours(content []byte) int {
	n := 0
	for _, c := range content {
		if c >= 0xf0 {
			n++
		}
	}
	return n
}

// starts counts the characters that begin in content, which may cut one in
// two.
func starts(content []byte) int {
	n := 0
	for _, c := range content {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

func (t *Text) index() {
	t.indexed.Do(func() {
		lines := make([]int, 1, 1+bytes.Count(t.Bytes, []byte{'\n'}))
		for at := 0; ; {
			next := bytes.IndexByte(t.Bytes[at:], '\n')
			if next < 0 {
				t.lines = lines
				return
			}
			at += next + 1
			lines = append(lines, at)
		}
	})
}
