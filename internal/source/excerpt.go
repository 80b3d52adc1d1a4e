package source

import (
	"strings"
	"unicode/utf8"
)

// Excerpt returns lines first to last, both included and counted from 1, cut
// to the lines there are, without line ends and with secrets masked. The lines
// share one copy of the text, so that a long one costs nothing.
func (t *Text) Excerpt(first, last int) []string {
	t.index()
	first, last = max(first, 1), min(last, len(t.lines))
	var lines []string
	for n := first; n <= last; n++ {
		lines = append(lines, t.line(n))
	}
	return lines
}

// Part is what Around gives of a line.
type Part struct {
	Text string
	// Points and Units are how many code points and UTF-16 code units of the line
	// stand before the part.
	Points, Units int
	// More says that more of the line stands behind it.
	More bool
}

// reach is how many bytes of a long line Around gives before and after a place.
const reach = 2 * block

// Around returns a line as Excerpt does, and of a long one only the part around
// a place in it, or its beginning where the place is on another line: a file can
// be one line of megabytes, with thousands of places to show.
func (t *Text) Around(n int, at Range) Part {
	t.index()
	line := t.span(n)
	if line.End-line.Start <= 2*reach {
		return Part{Text: t.line(n)}
	}
	part := Range{Start: line.Start, End: line.Start + 2*reach}
	if line.Start <= at.Start && at.Start < line.End {
		part = Range{Start: max(at.Start-reach, line.Start), End: min(at.Start+reach, line.End)}
	}
	for part.Start > line.Start && !utf8.RuneStart(t.Bytes[part.Start]) {
		part.Start--
	}
	for part.End < line.End && !utf8.RuneStart(t.Bytes[part.End]) {
		part.End--
	}
	points := t.characters(line.Start, part.Start)
	return Part{
		Text:   stars(t.content()[part.Start:part.End], part.Start, t.secrets(part)),
		Points: points,
		Units:  points + t.astral(line.Start, part.Start),
		More:   part.End < line.End,
	}
}

// span is where a line stands, without its line feed.
func (t *Text) span(n int) Range {
	line := Range{Start: t.lines[n-1], End: len(t.Bytes)}
	if n < len(t.lines) {
		line.End = t.lines[n] - 1
	}
	return line
}

func (t *Text) line(n int) string {
	start, end := t.span(n).Start, t.span(n).End
	line := strings.TrimSuffix(t.content()[start:end], "\r")
	secrets := t.secrets(Range{Start: start, End: end})
	if len(secrets) == 0 {
		return line
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	shown, ok := t.masked[n]
	if !ok {
		shown = stars(line, start, secrets)
		if t.masked == nil {
			t.masked = map[int]string{}
		}
		t.masked[n] = shown
	}
	return shown
}
