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
	slices.SortStableFunc(findings, func(a, b Finding) int { return compare(&a, &b) })
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
		strings.Compare(a.Subject.Address, b.Subject.Address),
		slices.Compare(a.Targets, b.Targets),
	)
}
