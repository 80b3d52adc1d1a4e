package check

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/rules"
)

// harmOf says what fixes do wrong, by the reports of what there was before and after: they
// break a file, a gateway is not known as one any more, what they should mend is still
// there or cannot be decided any more, or something else is found. "" is nothing.
func harmOf(before, after report.Report, mends []mend) string {
	if p := newProblem(before.Errors, after.Errors); p != nil {
		return fmt.Sprintf("`%s` could not be checked then: %s", p.File, p.Message)
	}
	if name := lostSubject(before.Subjects, after.Subjects); name != "" {
		return fmt.Sprintf("`%s` would not be seen as the same gateway then", name)
	}
	was, is := countFound(before.Findings), countFound(after.Findings)
	return cmp.Or(notMended(was, is, mends), newFinding(was, is, after.Findings))
}

// notMended says why fixes do not mend what they should, "" where all do.
func notMended(was, is map[foundKey]int, mends []mend) string {
	mended := map[foundKey]int{}
	for _, m := range mends {
		for _, key := range foundKeys(m.finding) {
			mended[key]++
		}
	}
	for key, n := range mended {
		if key.outcome == finding.Fail && is[key] > was[key]-n {
			return "it would still be found then"
		}
		undecided := foundKey{key.rule, key.subject, finding.Unknown}
		if is[undecided] > was[undecided] {
			return "it could not be decided then"
		}
	}
	return ""
}

// newFinding says which of the findings was not there, "" where all were.
func newFinding(was, is map[foundKey]int, findings []finding.Finding) string {
	for i := range findings {
		f := &findings[i]
		for _, key := range foundKeys(f) {
			if key.outcome == finding.Fail && is[key] > was[key] && !followsFix(f.Rule) {
				return fmt.Sprintf("`%s` would be found then: %s", f.Rule, f.Message)
			}
		}
	}
	return ""
}

// followsFix says whether what a rule finds is no harm: where nothing is left to waive or of
// what the baseline has, that is what a fix is for.
func followsFix(rule string) bool { return rule == rules.WaiverUnused || rule == rules.BaselineStale }

// newProblem is a problem that was not there, nil where there is none.
func newProblem(before, after []report.Problem) *report.Problem {
	was := map[[2]string]int{}
	for _, p := range before {
		was[[2]string{p.File, p.Message}]++
	}
	for i, p := range after {
		key := [2]string{p.File, p.Message}
		if was[key]--; was[key] < 0 {
			return &after[i]
		}
	}
	return nil
}

// lostSubject is what a subject is called that is not there any more, "" where all are.
func lostSubject(before, after []report.Subject) string {
	is := map[string]int{}
	for _, s := range after {
		is[subjectKey(s)]++
	}
	for _, s := range before {
		key := subjectKey(s)
		if is[key]--; is[key] < 0 {
			return finding.Subject{Kind: s.Kind, Name: s.Name, Address: s.Address}.Called()
		}
	}
	return ""
}

func subjectKey(s report.Subject) string {
	return strings.Join([]string{s.ID, s.Kind, s.Name, s.Form}, "\x00")
}

// foundKey is what findings have in common that are counted: a place would not do, since a
// fix moves what stands behind it, and names elements of lists anew.
type foundKey struct {
	rule, subject string
	outcome       finding.Outcome
}

func foundKeys(f *finding.Finding) []foundKey {
	if f.Level.Rank() == 0 {
		return nil
	}
	if rules.IsHousekeeping(f.Rule) { // its subject is a line, which moves
		return []foundKey{{f.Rule, f.Subject.Kind + " " + f.Subject.Name, f.Outcome}}
	}
	if len(f.Deployments) == 0 {
		return []foundKey{{f.Rule, f.SubjectID, f.Outcome}}
	}
	keys := make([]foundKey, 0, len(f.Deployments))
	for _, d := range f.Deployments {
		keys = append(keys, foundKey{f.Rule, d.SubjectID, f.Outcome})
	}
	return slices.Compact(keys)
}

func countFound(findings []finding.Finding) map[foundKey]int {
	counts := map[foundKey]int{}
	for i := range findings {
		for _, key := range foundKeys(&findings[i]) {
			counts[key] += findings[i].Count()
		}
	}
	return counts
}
