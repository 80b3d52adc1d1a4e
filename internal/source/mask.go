package source

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// masks is the set of the ranges of a text that are secret.
type masks struct {
	ranges []Range
	sorted bool // by start, none touching the next
}

// within gives the ranges that have a byte in r, in their order.
func (m *masks) within(r Range) []Range {
	if !m.sorted {
		m.sort()
	}
	first := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].End > r.Start })
	last := sort.Search(len(m.ranges), func(i int) bool { return m.ranges[i].Start >= r.End })
	return m.ranges[first:max(first, last)]
}

// sort orders the ranges and joins those that touch.
func (m *masks) sort() {
	slices.SortFunc(m.ranges, func(a, b Range) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	joined := m.ranges[:0]
	for _, r := range m.ranges {
		if n := len(joined); n > 0 && r.Start <= joined[n-1].End {
			joined[n-1].End = max(joined[n-1].End, r.End)
			continue
		}
		joined = append(joined, r)
	}
	m.ranges, m.sorted = joined, true
}

// Masked stands in a line in place of a secret: as wide for a short one as for a
// long one.
const Masked = "********"

// Mask is a secret in a line that is shown, in which Masked stands for it.
type Mask struct {
	// At is the code point of the shown text at which Masked begins, counted from 0.
	At int
	// Points and Units are how many code points and UTF-16 code units it stands for.
	Points, Units int
}

// mask is a line, which begins at the byte offset start, with Masked in place of
// each of its secrets; the space that a line begins with stays.
func mask(line string, start int, secrets []Range) (string, []Mask) {
	var b strings.Builder
	var masks []Mask
	done, points := 0, 0
	indent := len(line) - len(strings.TrimLeft(line, " \t"))
	for _, secret := range secrets {
		from, to := max(secret.Start-start, done, indent), min(secret.End-start, len(line))
		if from >= to {
			continue
		}
		b.WriteString(line[done:from])
		b.WriteString(Masked)
		points += utf8.RuneCountInString(line[done:from])
		hidden := utf8.RuneCountInString(line[from:to])
		masks = append(masks, Mask{At: points, Points: hidden, Units: hidden + countAstral([]byte(line[from:to]))})
		points += len(Masked)
		done = to
	}
	return b.String() + line[done:], masks
}
