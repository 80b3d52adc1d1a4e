package report

import (
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"

	"github.com/gwlint/gwlint/internal/finding"
)

const (
	tabShown = "    "
	ellipsis = "…"
)

// cell is how one code point is shown. The first code point of a character
// that consists of several holds it all; the others are empty.
type cell struct {
	text  string
	width int
}

// cells gives a cell for each code point of a line, one also for each byte that
// is not UTF-8, as columns are counted.
func cells(s string) []cell {
	var out []cell
	characters := displaywidth.StringGraphemes(s)
	for characters.Next() {
		out = append(out, character(characters.Value(), characters.Width())...)
	}
	return out
}

func character(s string, width int) []cell {
	if utf8.ValidString(s) && strings.IndexFunc(s, hides) < 0 {
		out := make([]cell, utf8.RuneCountInString(s))
		out[0] = cell{s, width}
		return out
	}
	var out []cell
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		text := tabShown
		if r != '\t' {
			text = visibleRune(r, s[:n])
		}
		out = append(out, cell{text, displaywidth.String(text)})
		s = s[n:]
	}
	return out
}

// view is the part of a source line that is shown.
type view struct {
	text string
	// first is the code point at which the part begins, counted from 0.
	first int
	// columns are the display columns of its code points, and of its end.
	columns []int
}

// show cuts a line to the room there is, around the code points from to to; cut
// is what the line lacks already. Only what may come into view is looked at.
func show(line string, cut finding.Cut, from, to, room int) view {
	from, to = max(from-cut.Points, 0), max(to-cut.Points, 0)
	lo := max(from-room, 0)
	part, more := points(line, lo, from+2*room)
	if part == "" && lo > 0 { // the place lies beyond the line
		return show(line, cut, cut.Points, cut.Points, room)
	}
	more = more || cut.More
	all := cells(part)
	if lo+cut.Points == 0 && !more && width(all) <= room {
		return newView(all, 0, "", "")
	}
	from, to = min(from-lo, len(all)), min(max(to-lo, 0), len(all))
	lo += cut.Points
	start := 0
	if lo > 0 || width(all[:max(from, to)]) > room-1 {
		start = back(all, from, room/3)
	}
	return window(all, start, room, lo, more)
}

// window shows as many cells from start on as there is room for; at the end of
// the line, as many before as well. Before the cells there are lo code points
// that are not among them.
func window(all []cell, start, room, lo int, more bool) view {
	left, right := "", ""
	if lo+start > 0 {
		left = ellipsis
	}
	end := forward(all, start, room-1-displaywidth.String(left))
	if end == len(all) && !more {
		start = back(all, end, room-1)
	}
	if end < len(all) || more {
		right = ellipsis
	}
	return newView(all[start:end], lo+start, left, right)
}

func newView(all []cell, first int, left, right string) view {
	v := view{first: first, columns: make([]int, 0, len(all)+1)}
	var b strings.Builder
	b.WriteString(left)
	column := displaywidth.String(left)
	for _, c := range all {
		if c.text == "" && len(v.columns) > 0 { // part of the character before
			v.columns = append(v.columns, v.columns[len(v.columns)-1])
			continue
		}
		v.columns = append(v.columns, column)
		b.WriteString(c.text)
		column += c.width
	}
	v.columns = append(v.columns, column)
	b.WriteString(right)
	v.text = b.String()
	return v
}

// span gives the display column at which the code points from to to begin, and
// how many columns they take: at least one, so that an empty place is seen.
func (v view) span(from, to int) (column, width int) {
	at := func(point int) int { return v.columns[min(max(point-v.first, 0), len(v.columns)-1)] }
	return at(from), max(at(to)-at(from), 1)
}

// points gives the code points of s from lo to hi, and whether more follow.
func points(s string, lo, hi int) (part string, more bool) {
	start, n := len(s), 0
	for i := range s {
		if n == lo {
			start = i
		}
		if n == hi {
			return s[start:i], true
		}
		n++
	}
	return s[start:], false
}

// back goes back from index i as far as the room allows.
func back(all []cell, i, room int) int {
	for i > 0 && all[i-1].width <= room {
		i--
		room -= all[i].width
	}
	return i
}

// forward goes on from index i as far as the room allows.
func forward(all []cell, i, room int) int {
	for i < len(all) && all[i].width <= room {
		room -= all[i].width
		i++
	}
	return i
}

func width(all []cell) int {
	n := 0
	for _, c := range all {
		n += c.width
	}
	return n
}
