package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
)

// htmlSnippet is what the page shows of one file.
type htmlSnippet struct {
	// File is where the lines stand, "" for the file of the finding itself.
	File  string
	Lines []htmlLine
}

// htmlLine is a line of a file in pieces; Gap says that lines before it are left out.
type htmlLine struct {
	Number string
	Gap    bool
	Pieces []htmlPiece
	Labels []string
}

// htmlPiece is a piece of a line: Mark is "own" for what the finding is about, "other"
// for a place related to it, and "" for the rest.
type htmlPiece struct{ Text, Mark string }

func htmlSnippets(f finding.Finding, label string) []htmlSnippet {
	var all []htmlSnippet
	own := color.New()
	for i, s := range snippets(f, label, own) {
		if len(s.lines) == 0 {
			continue
		}
		one := htmlSnippet{Lines: htmlLines(s)}
		if i > 0 {
			one.File = htmlName(textPlace(s.at))
		}
		all = append(all, one)
	}
	return all
}

func htmlLines(s snippet) []htmlLine {
	var lines []htmlLine
	numbers := slices.Sorted(maps.Keys(s.lines))
	gutter := len(strconv.Itoa(numbers[len(numbers)-1]))
	for i, n := range numbers {
		marks := slices.DeleteFunc(slices.Clone(s.marks), func(m mark) bool { return m.line != n })
		line := htmlLine{
			Number: fmt.Sprintf("%*d", gutter, n), Gap: i > 0 && n > numbers[i-1]+1,
			Pieces: htmlPieces(s.lines[n], s.cuts[n], marks),
		}
		for _, m := range marks {
			if m.label != "" {
				line.Labels = append(line.Labels, Visible(m.label))
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// htmlPieces cuts a line at its marks. Of a long line, what is far from the first mark
// is left out.
func htmlPieces(text string, cut finding.Cut, marks []mark) []htmlPiece {
	const before, after, long = 60, 140, 240
	points := htmlPoints(text)
	lo, hi := 0, len(points)
	if len(points) > long && len(marks) > 0 {
		lo = min(max(marks[0].from-cut.Points-before, 0), len(points))
		hi = min(max(marks[0].from-cut.Points, 0)+after, len(points))
	} else if len(points) > long {
		hi = long
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return cmp.Compare(a.from, b.from) })
	var pieces []htmlPiece
	add := func(from, to int, mark string) {
		if from < to {
			pieces = append(pieces, htmlPiece{htmlSource(strings.Join(points[from:to], "")), mark})
		}
	}
	if lo > 0 || cut.Points > 0 {
		pieces = append(pieces, htmlPiece{Text: ellipsis})
	}
	at := lo
	for _, m := range marks {
		from := min(max(m.from-cut.Points, at), hi)
		to := min(max(m.to-cut.Points, from), hi)
		add(at, from, "")
		add(from, to, markKind(m))
		if m.from-cut.Points == to { // an empty place is seen too
			pieces = append(pieces, htmlPiece{" ", markKind(m)})
		}
		at = to
	}
	add(at, hi, "")
	if hi < len(points) || cut.More {
		pieces = append(pieces, htmlPiece{Text: ellipsis})
	}
	return pieces
}

func markKind(m mark) string {
	if m.ink != nil {
		return "own"
	}
	return "other"
}

// htmlPoints splits a line into code points, and bytes where it is not UTF-8, as columns
// are counted.
func htmlPoints(s string) []string {
	var points []string
	start := 0
	for i := range s {
		if i > start {
			points = append(points, s[start:i])
			start = i
		}
	}
	if start < len(s) {
		points = append(points, s[start:])
	}
	return points
}

// htmlSource is a piece of a file's text: its tabs are blanks.
func htmlSource(s string) string { return Visible(strings.ReplaceAll(s, "\t", tabShown)) }
