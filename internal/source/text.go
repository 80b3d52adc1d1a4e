package source

import (
	"bytes"
	"fmt"
	"sort"
	"sync"
	"unicode/utf8"
	"unsafe"
)

// Text is the content of one file, with the places of its lines. Once it is
// parsed and masked, goroutines may share it.
type Text struct {
	// File names it in reports: relative, with forward slashes.
	File string
	// Bytes is the content without a byte order mark.
	Bytes []byte

	marked  bool    // a byte order mark stood before Bytes
	lines   []int32 // byte offset at which each line starts, made when first asked
	runes   []int   // how many characters start before each step of the content
	astrals []int   // how many of these take two UTF-16 code units
	masks   masks

	once    sync.Once
	indexed sync.Once
	counted sync.Once
	mu      sync.Mutex
	masked  map[Range]LinePart // what holds a secret, lines and parts of them, as it is shown
}

const byteOrderMark = "\xef\xbb\xbf"

// NewText makes a Text of content that is already in memory, which it keeps:
// the content must not change afterwards. Its error is always an *Error: the
// content is not UTF-8 text, or is larger than 2 GiB, and not fit to be parsed. All of it
// is then masked.
func NewText(file string, content []byte) (*Text, error) {
	content, marked := bytes.CutPrefix(content, []byte(byteOrderMark))
	text := &Text{File: file, Bytes: content, marked: marked}
	if err := text.encoding(); err != nil {
		text.Mask(Range{Start: 0, End: len(text.Bytes)})
		return text, err
	}
	return text, nil
}

// encoding is an error when the content is not UTF-8 text, or one with places that a Span
// cannot tell.
func (t *Text) encoding() error {
	if len(t.Bytes) > largestText {
		return t.errorAt(0, "%s", largerThan+size(largestText))
	}
	if bad := bytes.IndexByte(t.Bytes, 0); bad >= 0 {
		return t.errorAt(bad, "a NUL byte: this is not UTF-8 text (is it UTF-16?)")
	}
	if !utf8.Valid(t.Bytes) {
		return t.errorAt(invalidAt(t.Bytes), "not valid UTF-8")
	}
	return nil
}

func invalidAt(content []byte) int {
	for i := 0; i < len(content); {
		r, width := utf8.DecodeRune(content[i:])
		if r == utf8.RuneError && width == 1 {
			return i
		}
		i += width
	}
	return len(content)
}

// Written is the content as it is on disk, byte order mark included.
func (t *Text) Written() []byte {
	if !t.marked {
		return t.Bytes
	}
	return append([]byte(byteOrderMark), t.Bytes...)
}

// content is the text as a string, which nodes and excerpts are cut from. It shares the
// bytes: a file of 60 MB is not there twice.
func (t *Text) content() string {
	return unsafe.String(unsafe.SliceData(t.Bytes), len(t.Bytes)) //nolint:gosec // nobody changes Bytes, as NewText demands
}

// Position is a line and a column as editors count them: from 1, columns in
// Unicode code points.
type Position struct{ Line, Column int }

// countStep is the distance in bytes at which characters are counted in advance,
// so that a column deep in a line takes no longer: minified JSON is one line, of
// megabytes.
const countStep = 4096

// Position gives the line and column of a byte offset. A carriage return that
// stands before a line feed belongs to the line it ends; alone, it is a line
// break only where the syntax says so, and so counts as a character here.
func (t *Text) Position(offset int) Position {
	t.index()
	offset = min(max(offset, 0), len(t.Bytes))
	line := sort.Search(len(t.lines), func(i int) bool { return t.lineStart(i) > offset })
	return Position{Line: line, Column: t.characters(t.lineStart(line-1), offset) + 1}
}

// Units gives the column of a byte offset in UTF-16 code units, from 1.
func (t *Text) Units(offset int) int {
	p := t.Position(offset)
	offset = min(max(offset, 0), len(t.Bytes))
	return p.Column + t.astral(t.lineStart(p.Line-1), offset)
}

// Lines counts the lines; a text that ends in a line feed has an empty last
// line, as editors show it.
func (t *Text) Lines() int {
	t.index()
	return len(t.lines)
}

// index finds where the lines start.
func (t *Text) index() {
	t.indexed.Do(func() {
		lines := make([]int32, 1, 1+bytes.Count(t.Bytes, []byte{'\n'}))
		for at := 0; ; {
			next := bytes.IndexByte(t.Bytes[at:], '\n')
			if next < 0 {
				t.lines = lines
				return
			}
			at += next + 1
			lines = append(lines, int32(at)) //nolint:gosec // no text is longer: see largestText
		}
	})
}

// lineStart is the byte offset at which a line starts, counted from 0.
func (t *Text) lineStart(i int) int { return int(t.lines[i]) }

// characters counts those from start to end.
func (t *Text) characters(start, end int) int {
	if end-start <= countStep {
		return utf8.RuneCount(t.Bytes[start:end])
	}
	t.counted.Do(t.countSteps)
	return t.charactersBefore(end) - t.charactersBefore(start)
}

// charactersBefore counts those that start before offset.
func (t *Text) charactersBefore(offset int) int {
	return t.runes[offset/countStep] + countCharacters(t.Bytes[offset/countStep*countStep:offset])
}

// astral counts the characters from start to end that take two UTF-16 code
// units: those of four bytes.
func (t *Text) astral(start, end int) int {
	t.counted.Do(t.countSteps)
	before := func(offset int) int {
		return t.astrals[offset/countStep] + countAstral(t.Bytes[offset/countStep*countStep:offset])
	}
	return before(end) - before(start)
}

// countSteps counts the characters before each step of the content.
func (t *Text) countSteps() {
	t.runes = make([]int, 1, len(t.Bytes)/countStep+1)
	t.astrals = make([]int, 1, len(t.Bytes)/countStep+1)
	for at := countStep; at <= len(t.Bytes); at += countStep {
		t.runes = append(t.runes, t.runes[len(t.runes)-1]+countCharacters(t.Bytes[at-countStep:at]))
		t.astrals = append(t.astrals, t.astrals[len(t.astrals)-1]+countAstral(t.Bytes[at-countStep:at]))
	}
}

// countAstral counts the characters of four bytes that begin in content.
func countAstral(content []byte) int {
	n := 0
	for _, c := range content {
		if c >= 0xf0 {
			n++
		}
	}
	return n
}

// countCharacters counts the characters that begin in content, which may cut one
// in two.
func countCharacters(content []byte) int {
	n := 0
	for _, c := range content {
		if utf8.RuneStart(c) {
			n++
		}
	}
	return n
}

// Mask marks a range as secret: Excerpt and Line show Masked in its place.
func (t *Text) Mask(r Range) {
	if r.Start < r.End {
		t.masks.ranges = append(t.masks.ranges, r)
		t.masks.sorted = false
		clear(t.masked)
	}
}

// Once calls a function the first time that it is called of the text: for what is done once
// with a text that several documents are made of.
func (t *Text) Once(do func()) { t.once.Do(do) }

// Hides says whether any of a range is masked.
func (t *Text) Hides(r Range) bool { return len(t.secrets(r)) > 0 }

// secrets gives the masked ranges that have a byte in r.
func (t *Text) secrets(r Range) []Range {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.masks.within(r)
}

// Excerpt returns lines first to last, both included and counted from 1, cut
// to the lines there are, without line ends and with secrets masked. The lines
// share one copy of the text, so that a long one costs nothing.
func (t *Text) Excerpt(first, last int) []string {
	t.index()
	first, last = max(first, 1), min(last, len(t.lines))
	var lines []string
	for n := first; n <= last; n++ {
		lines = append(lines, t.maskedLine(n).Text)
	}
	return lines
}

// LinePart is a line as it is shown: whole, or a part of a long one.
type LinePart struct {
	Text string
	// Points and Units are how many code points and UTF-16 code units of the line
	// stand before the part.
	Points, Units int
	// More says that more of the line stands behind it.
	More bool
	// Masks are the secrets in it, in order.
	Masks []Mask
}

// A long line is shown in part: from a multiple of partStep on that lies at least
// partStep before a place, to one that lies as far behind it, and of a place that is
// longer itself at most longestPlace. Places next to each other have one part in
// common, so that it is masked once: a file that is one line can have as many places
// as it has bytes.
const (
	partStep     = 1024
	longestPlace = 2 * countStep
	longestLine  = 2 * countStep
)

// Line returns a line as Excerpt does, and of a long one only the part around
// a place in it, or its beginning where the place is on another line: a file can
// be one line of megabytes, with thousands of places to show.
func (t *Text) Line(n int, at Range) LinePart {
	t.index()
	line := t.span(n)
	if line.End-line.Start <= longestLine {
		return t.maskedLine(n)
	}
	part := partAround(line, at)
	for part.Start > line.Start && !utf8.RuneStart(t.Bytes[part.Start]) {
		part.Start--
	}
	for part.End < line.End && !utf8.RuneStart(t.Bytes[part.End]) {
		part.End--
	}
	points := t.characters(line.Start, part.Start)
	shown := t.shown(part)
	return LinePart{
		Text:   shown.Text,
		Masks:  shown.Masks,
		Points: points,
		Units:  points + t.astral(line.Start, part.Start),
		More:   part.End < line.End,
	}
}

// partAround is the part of a long line that is shown for a place, or its beginning
// where the place is on another line.
func partAround(line, at Range) Range {
	from, to := line.Start, line.Start
	if line.Start <= at.Start && at.Start < line.End {
		from, to = at.Start, min(max(at.Start, at.End), at.Start+longestPlace)
	}
	from -= (from - line.Start) % partStep
	to += partStep - (to-line.Start)%partStep
	return Range{Start: max(from-partStep, line.Start), End: min(to+partStep, line.End)}
}

// span is where a line stands, without its line feed.
func (t *Text) span(n int) Range {
	line := Range{Start: t.lineStart(n - 1), End: len(t.Bytes)}
	if n < len(t.lines) {
		line.End = t.lineStart(n) - 1
	}
	return line
}

// maskedLine is a whole line without its end, and with its secrets masked.
func (t *Text) maskedLine(n int) LinePart {
	start, end := t.span(n).Start, t.span(n).End
	if start < end && t.Bytes[end-1] == '\r' {
		end--
	}
	return t.shown(Range{Start: start, End: end})
}

// shown is a part of the text with its secrets masked. Without any it shares the text,
// and with some what was masked before.
func (t *Text) shown(r Range) LinePart {
	written := t.content()[r.Start:r.End]
	secrets := t.secrets(r)
	if len(secrets) == 0 {
		return LinePart{Text: written}
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	shown, ok := t.masked[r]
	if !ok {
		shown.Text, shown.Masks = mask(written, r.Start, secrets)
		if t.masked == nil {
			t.masked = map[Range]LinePart{}
		}
		t.masked[r] = shown
	}
	return shown
}

// Content is the text as a string, which nodes and excerpts are cut from.
func (t *Text) Content() string { return t.content() }

// errorAt makes an Error that points at a byte offset of the text.
func (t *Text) errorAt(offset int, format string, args ...any) *Error {
	return &Error{File: t.File, At: t.Position(offset), Message: fmt.Sprintf(format, args...)}
}
