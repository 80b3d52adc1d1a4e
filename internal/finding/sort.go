package finding

import (
	"cmp"
	"slices"
	"strings"
)

// Sort puts findings in the order in which every report shows them: by file,
// line and column, then rule, subject and pointer. Two findings that differ in
// nothing a report shows keep their order, so the result never depends on how
// the work was scheduled.
func Sort(findings []Finding) {
	if IsSorted(findings) {
		return
	}
	// A finding is large: their places are sorted, and each moves once.
	from := make([]int32, len(findings))
	for i := range from {
		from[i] = int32(i)
	}
	slices.SortFunc(from, func(a, b int32) int {
		if c := compare(&findings[a], &findings[b]); c != 0 {
			return c
		}
		return cmp.Compare(a, b)
	})
	for i := range from {
		if from[i] >= 0 {
			rotate(findings, from, i)
		}
	}
}

// rotate moves the findings of one ring of places, each to where the next one
// comes from, and marks those places as done.
func rotate(findings []Finding, from []int32, start int) {
	first := findings[start]
	at := start
	for {
		next := int(from[at])
		from[at] = -1
		if next == start {
			findings[at] = first
			return
		}
		findings[at] = findings[next]
		at = next
	}
}

// IsSorted says whether findings are in the order of Sort.
func IsSorted(findings []Finding) bool {
	for i := 1; i < len(findings); i++ {
		if compare(&findings[i-1], &findings[i]) > 0 {
			return false
		}
	}
	return true
}

func compare(a, b *Finding) int {
	if c := strings.Compare(a.Location.File, b.Location.File); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Location.StartLine, b.Location.StartLine); c != 0 {
		return c
	}
	if c := cmp.Compare(a.Location.StartColumn, b.Location.StartColumn); c != 0 {
		return c
	}
	if c := strings.Compare(a.Rule, b.Rule); c != 0 {
		return c
	}
	return cmp.Or(
		strings.Compare(a.Subject.Name, b.Subject.Name),
		strings.Compare(a.Subject.Kind, b.Subject.Kind),
		strings.Compare(a.Pointer, b.Pointer),
		a.Location.Compare(b.Location),
		cmp.Compare(a.Outcome, b.Outcome),
		strings.Compare(a.Message, b.Message),
		strings.Compare(a.Reason, b.Reason),
	)
}
