package report

import (
	"cmp"
	"slices"

	"github.com/gwlint/gwlint/internal/finding"
)

// New completes a report: it sorts what has an order, puts empty lists where
// there are none, counts, and settles the exit code. Of the Summary given, it
// keeps Files, Skipped, Baselined and Denied. Fingerprints are left as they
// are, since they were given before the baseline left findings out.
func New(r Report, failOn FailOn) Report {
	r.Version = Version
	if r.Findings == nil || !finding.IsSorted(r.Findings) { // else there is nothing to change
		r.Findings = append([]finding.Finding{}, r.Findings...)
		finding.Sort(r.Findings)
	}
	r.Checklist = append([]Item{}, r.Checklist...)
	r.Subjects = append([]Subject{}, r.Subjects...)
	r.Errors = append([]Problem{}, r.Errors...)
	for i := range r.Checklist {
		r.Checklist[i].Rules = append([]string{}, r.Checklist[i].Rules...)
	}
	r.Workspace = r.Workspace.settled()
	r.Rules = slices.Clone(r.Rules)
	slices.SortStableFunc(r.Subjects, compareSubjects)
	slices.SortStableFunc(r.Errors, compareProblems)
	slices.SortStableFunc(r.Rules, func(a, b RuleInfo) int { return cmp.Compare(a.ID, b.ID) })
	r.Prompts = r.prompts()
	r.Summary = r.count(failOn)
	return r
}

// prompts are the messages of what halts, in order and each once.
func (r Report) prompts() []string {
	halts := map[string]bool{}
	for _, rule := range r.Rules {
		halts[rule.ID] = rule.Halts
	}
	prompts := slices.Clone(r.Prompts)
	for _, f := range r.Findings {
		if f.Outcome == finding.Fail && f.Level == finding.Error && halts[f.Rule] {
			prompts = append(prompts, f.Message)
		}
	}
	slices.Sort(prompts)
	return slices.Compact(prompts)
}

func (r Report) count(failOn FailOn) Summary {
	s := Summary{
		Files:     r.Summary.Files,
		Skipped:   r.Summary.Skipped,
		Baselined: r.Summary.Baselined,
		Denied:    r.Summary.Denied,
		Subjects:  len(r.Subjects),
		Errors:    len(r.Errors),
		Complete:  len(r.Errors) == 0,
		ExitCode:  ExitCode(r, failOn),
	}
	for _, f := range r.Findings {
		s.add(f)
	}
	return s
}

func (s *Summary) add(f finding.Finding) {
	switch {
	case f.Outcome == finding.Waived:
		s.Waived++
	case f.Outcome == finding.Unknown:
		s.Unknown++
	case f.Outcome != finding.Fail:
	case f.Level == finding.Error:
		s.Error++
	case f.Level == finding.Warning:
		s.Warning++
	case f.Level == finding.Note:
		s.Note++
	}
}

func compareSubjects(a, b Subject) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Kind, b.Kind),
		cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.Form, b.Form),
		cmp.Compare(a.Hosting, b.Hosting),
	)
}

func compareProblems(a, b Problem) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		place(a).Compare(place(b)),
		cmp.Compare(a.Message, b.Message),
	)
}

func place(p Problem) finding.Location {
	if p.Location == nil {
		return finding.Location{}
	}
	return *p.Location
}
