package check

import (
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

// shown leaves out of a draft what stands in no passed file of a bundle that was read for
// others, and counts it. The checklist is of all that was found of the subjects: an item
// that fails elsewhere does not read as passed.
func (f *Files) shown(_ Request, draft *report.Report) {
	if len(f.partly) == 0 {
		return
	}
	draft.Findings = slices.DeleteFunc(slices.Clone(draft.Findings), func(one finding.Finding) bool {
		u := f.partly[one.SubjectID]
		if u == nil || u.shows(one) {
			return false
		}
		if one.Outcome == finding.Fail && one.Level.Rank() > 0 {
			draft.Summary.Elsewhere += one.Count()
		}
		return true
	})
}

// shows says whether a finding, or a place that helps to understand it, stands in a passed
// file.
func (u *bundleUnit) shows(f finding.Finding) bool {
	return u.covers(f.Location.File) ||
		slices.ContainsFunc(f.Related, func(other finding.Related) bool { return u.covers(other.Location.File) })
}
