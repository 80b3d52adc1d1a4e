package source

import (
	"cmp"
	"slices"
	"sort"
	"strings"
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

// stars is a line, which begins at the byte offset start, with a star for each
// character of its secrets; spaces stay, so that words keep their width.
func stars(line string, start int, secrets []Range) string {
	var b strings.Builder
	for i, r := range line {
		for len(secrets) > 0 && secrets[0].End <= start+i {
			secrets = secrets[1:]
		}
		if r != ' ' && len(secrets) > 0 && secrets[0].Start <= start+i {
			r = '*'
		}
		b.WriteRune(r)
	}
	return b.String()
}
