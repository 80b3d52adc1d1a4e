package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/rules"
)

// Waive has failures count as waived for which a function returns what lets them stand. A
// rule that has another failure on a subject still fails there.
func (e *Engine) Waive(r *Result, by func(f *finding.Finding) *finding.Waiver) {
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
		for _, id := range subjectIDs(f) {
			if m := r.Subjects.met[id]; m != nil && number >= 0 {
				r.Tally.waive(Count{Rule: f.Rule, Kind: m.kind, Hosting: m.hosting}, f.Count())
				m.byRule[number] |= 1 << countedWaived
				waived[failing{id, number}] = true
			}
		}
	}
	for i := range r.Findings {
		if f := &r.Findings[i]; len(waived) > 0 && f.Outcome == finding.Fail {
			for _, id := range subjectIDs(f) {
				delete(waived, failing{id, e.numberOf(f.Rule)})
			}
		}
	}
	for of := range waived {
		r.Subjects.met[of.id].byRule[of.number] &^= 1 << countedFail
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

// subjectIDs are the IDs of the subjects that a finding is about: of one that is the same
// in several targets, one for each.
func subjectIDs(f *finding.Finding) []string {
	if len(f.Deployments) == 0 {
		return []string{f.SubjectID}
	}
	ids := make([]string, 0, len(f.Deployments))
	for _, d := range f.Deployments {
		ids = append(ids, d.SubjectID)
	}
	return ids
}

// numberOf is the number of a rule, less than 0 for one that the engine does not have.
func (e *Engine) numberOf(id string) int {
	return slices.IndexFunc(e.loaded, func(r rules.Rule) bool { return r.ID == id })
}

// sharedUnwaivable is what no policy lets anybody waive.
const sharedUnwaivable = "policies.lib.waiving.unwaivable"

// Unwaivable asks the policy which rules no waiver covers, and what to do instead: those
// that hold under any policy, and those that it adds.
func (e *Engine) Unwaivable(ctx context.Context) (map[string]string, error) {
	w, err := e.NewWorker(ctx)
	if err != nil {
		return nil, err
	}
	all := map[string]string{}
	for _, query := range e.policy.unwaivable {
		answer, err := w.session.Evaluate(ctx, query, map[string]any{}, "")
		if errors.Is(err, rego.ErrUndefined) {
			err = errSilent
		}
		var list map[string]string
		if err == nil {
			err = convert(answer, &list)
		}
		if err != nil {
			return nil, &PolicyError{"unwaivable", fmt.Errorf("unwaivable must be an object of texts by rule: %w", err)}
		}
		for rule, instead := range list {
			if all[rule] == "" {
				all[rule] = instead
			}
		}
	}
	return all, nil
}
