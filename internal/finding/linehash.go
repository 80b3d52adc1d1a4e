package finding

import (
	"bytes"
	"strconv"
	"unicode/utf16"
)

// The numbers of GitHub's algorithm: github/codeql-action, src/fingerprints.ts.
const (
	hashWindow = 100
	hashBase   = 37
	hashEOF    = 0xFFFF
)

// LineHashes gives GitHub's primaryLocationLineHash of each line of a file,
// the first line at index 0: the value by which code scanning recognises an
// alert after the file was edited. Text is the whole file as it is on disk,
// byte order mark included, in UTF-8. A line break at the end starts one more,
// empty line. Another value than GitHub's own makes its upload action warn of
// every result, so this follows the original to the bit.
func LineHashes(text []byte) []string {
	hashes := HashLines(text)
	list := make([]string, len(hashes.lines))
	for i := range list {
		list[i] = hashes.Of(i + 1)
	}
	return list
}

// Hashes are the hashes of a file's lines, before they are numbered and
// written: a file has many lines, and few of them have findings. They are not
// safe for concurrent use.
type Hashes struct {
	lines []uint64
	nth   []int // of each line, which of those with its hash it is; made when needed
}

// Of gives the hash of a line, counted from 1, as LineHashes writes it; "" when
// there is no such line.
func (h *Hashes) Of(line int) string {
	if h == nil || line < 1 || line > len(h.lines) {
		return ""
	}
	if h.nth == nil {
		h.nth = make([]int, len(h.lines))
		seen := make(map[uint64]int, len(h.lines))
		for i, hash := range h.lines {
			seen[hash]++
			h.nth[i] = seen[hash]
		}
	}
	return strconv.FormatUint(h.lines[line-1], 16) + ":" + strconv.Itoa(h.nth[line-1])
}

// HashLines computes what LineHashes writes.
func HashLines(text []byte) *Hashes {
	h := newLineHasher()
	h.lines = make([]uint64, 0, bytes.Count(text, []byte{'\n'})+1)
	for _, r := range string(text) {
		if r < 0x10000 {
			h.unit(uint16(r)) //nolint:gosec // the condition bounds it
			continue
		}
		high, low := utf16.EncodeRune(r)
		h.unit(uint16(high)) //nolint:gosec // surrogates are 16 bits wide
		h.unit(uint16(low))  //nolint:gosec // surrogates are 16 bits wide
	}
	h.unit(hashEOF)
	for range hashWindow {
		h.emit()
		h.roll(0)
	}
	return &Hashes{lines: h.lines}
}

// lineHasher rolls a hash over the last 100 UTF-16 units that are not blanks.
// A line's hash is the value when 100 units from its first one have been seen.
type lineHasher struct {
	window [hashWindow]uint16
	starts [hashWindow]bool // whether the unit at this index begins a line
	index  int
	hash   uint64 // the original computes in signed 64 bits and prints them unsigned: the same bits
	leave  uint64 // hashBase to the power of hashWindow
	begin  bool   // the next unit begins a line
	wasCR  bool
	lines  []uint64
}

func newLineHasher() *lineHasher {
	h := &lineHasher{leave: 1, begin: true}
	for range hashWindow {
		h.leave *= hashBase
	}
	return h
}

func (l *lineHasher) unit(c uint16) {
	if c == ' ' || c == '\t' || (l.wasCR && c == '\n') {
		l.wasCR = false
		return
	}
	l.wasCR = c == '\r'
	if l.wasCR {
		c = '\n'
	}
	l.emit()
	l.starts[l.index], l.begin = l.begin, c == '\n'
	l.roll(c)
}

// emit writes the hash of the line whose first unit is about to leave.
func (l *lineHasher) emit() {
	if !l.starts[l.index] {
		return
	}
	l.starts[l.index] = false
	l.lines = append(l.lines, l.hash)
}

func (l *lineHasher) roll(c uint16) {
	l.hash = hashBase*l.hash + uint64(c) - l.leave*uint64(l.window[l.index])
	l.window[l.index] = c
	l.index = (l.index + 1) % hashWindow
}
