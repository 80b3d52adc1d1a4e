package finding

import (
	"cmp"
	"slices"
)

// Sort puts findings in the order in which every report shows them: by file,
// line and column, then rule, subject and pointer. Two findings that differ in
// nothing a report shows keep their order, so the result never depends on how
// the work was scheduled.
func Sort(findings []Finding) {
	slices.SortStableFunc(findings, compare)
}

func compare(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Location.File, b.Location.File),
		cmp.Compare(a.Location.StartLine, b.Location.StartLine),
		cmp.Compare(a.Location.StartColumn, b.Location.StartColumn),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(a.Subject.Name, b.Subject.Name),
		cmp.Compare(a.Subject.Kind, b.Subject.Kind),
		cmp.Compare(a.Pointer, b.Pointer),
		a.Location.Compare(b.Location),
		cmp.Compare(a.Outcome, b.Outcome),
		cmp.Compare(a.Message, b.Message),
		cmp.Compare(a.Reason, b.Reason),
	)
}
