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
	// A finding is large, so their places are sorted, and each moves once.
	order := make([]*Finding, len(findings))
	for i := range findings {
		order[i] = &findings[i]
	}
	if slices.IsSortedFunc(order, compare) {
		return
	}
	slices.SortStableFunc(order, compare)
	sorted := make([]Finding, len(findings))
	for i, f := range order {
		sorted[i] = *f
	}
	copy(findings, sorted)
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
