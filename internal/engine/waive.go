package engine

import "github.com/gwlint/gwlint/internal/finding"

// Waive has failures count as waived for which a function returns what lets them stand. A
// rule that has another failure on a subject still fails there.
func Waive(e *Engine, r *Result, by func(f *finding.Finding) *finding.Waiver) {
	type failing struct {
		id     string
		number int
	}
	waived := map[failing]bool{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Outcome != finding.Fail {
			continue
		}
		f.Waiver = by(f)
		if f.Waiver == nil {
			continue
		}
		f.Outcome = finding.Waived
		number := e.numberOf(f.Rule)
		for _, id := range f.SubjectIDs() {
			if m := r.Subjects.met[id]; m != nil && number >= 0 {
				r.Tally.waive(Count{Rule: f.Rule, Kind: m.kind, Hosting: m.hosting}, f.Count())
				r.Subjects.change(id, number, func(bits uint16) uint16 { return bits | 1<<countedWaived })
				waived[failing{id, number}] = true
			}
		}
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; len(waived) > 0 && f.Outcome == finding.Fail {
			for _, id := range f.SubjectIDs() {
				delete(waived, failing{id, e.numberOf(f.Rule)})
			}
		}
	}
	for of := range waived {
		r.Subjects.change(of.id, of.number, func(bits uint16) uint16 { return bits &^ (1 << countedFail) })
	}
}

// waive counts failures as waived.
func (t Tally) waive(of Count, n int) {
	failed, waived := of, of
	failed.Outcome, waived.Outcome = finding.Fail, finding.Waived
	t[waived] += n
	if t[failed] -= n; t[failed] <= 0 {
		delete(t, failed)
	}
}

// sharedUnwaivable is what no policy lets anybody waive.
const sharedUnwaivable = "policies.lib.waiving.unwaivable"
