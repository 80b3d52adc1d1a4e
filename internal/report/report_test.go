package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
)

func TestAReportCountsWhatItHolds(t *testing.T) {
	t.Parallel()
	want := report.Summary{
		Subjects: 2, Files: 3, Error: 4, Warning: 1, Note: 1, Unknown: 6, Waived: 1,
		Baselined: 2, Denied: 1, Skipped: 4, Errors: 2, Complete: false, ExitCode: report.ExitIncomplete,
	}
	if diff := cmp.Diff(want, full(t).Summary); diff != "" {
		t.Error(diff)
	}
}

func TestAReportDoesNotDependOnTheOrderInWhichWorkWasDone(t *testing.T) {
	t.Parallel()
	r := full(t)
	r.Workspace = live(t).Workspace
	for _, format := range report.Formats() {
		want := written(t, format, r, report.Options{Verbose: true})
		turned := r
		turned.Findings, turned.Subjects, turned.Errors, turned.Rules = reversed(r.Findings), reversed(r.Subjects), reversed(r.Errors), reversed(r.Rules)
		workspace := *r.Workspace
		workspace.Unread = reversed(workspace.Unread)
		turned.Workspace = &workspace
		got := written(t, format, report.New(turned, report.FailOnError), report.Options{Verbose: true})
		if diff := cmp.Diff(string(want), string(got)); diff != "" {
			t.Errorf("%s: %s", format, diff)
		}
	}
}

// A plan and a state of one module have their subjects in the same file, and are read at the
// same time.
func TestSubjectsThatSeveralTargetsHaveInOneFileAreInTheOrderOfTheirTargets(t *testing.T) {
	t.Parallel()
	var r report.Report
	for _, target := range []string{"fleet/state.json", "fleet", "fleet/plan.json"} {
		r.Subjects = append(r.Subjects, report.Subject{Name: "chat", File: "main.tf", Address: "databricks_model_serving.chat", Target: target})
	}
	var got []string
	for _, s := range report.New(r, report.FailOnError).Subjects {
		got = append(got, s.Target)
	}
	if diff := cmp.Diff([]string{"fleet", "fleet/plan.json", "fleet/state.json"}, got); diff != "" {
		t.Error(diff)
	}
}

func reversed[T any](all []T) []T {
	var out []T
	for i := range all {
		out = append(out, all[len(all)-1-i])
	}
	return out
}

// A run with fixes makes several reports of one.
func TestTheReportThatNewIsGivenStaysAsItIs(t *testing.T) {
	t.Parallel()
	given := func() report.Report {
		items := &report.SubjectItems{Fail: []string{"F4-01"}}
		return report.Report{
			Subjects: []report.Subject{{ID: "b", Name: "b", File: "b.json", Items: items}, {ID: "a", Name: "a", File: "a.json", Items: items}, {ID: "c", Name: "c", File: "a.json"}},
			Errors:   []report.Problem{{File: "z.json", Message: "x"}, {File: "y.json", Message: "x"}},
			Findings: []finding.Finding{
				{Rule: "GW101", Outcome: finding.Fail, Level: finding.Error, SubjectID: "b", Location: finding.Location{File: "b.json", StartLine: 1}},
				{Rule: "GW101", Outcome: finding.Fail, Level: finding.Error, SubjectID: "a", Location: finding.Location{File: "a.json", StartLine: 1}},
			},
		}
	}
	r := given()
	made := report.New(r, report.FailOnError)
	if diff := cmp.Diff(given(), r); diff != "" {
		t.Error(diff)
	}
	if made.Subjects[0].Items == r.Subjects[1].Items || made.Subjects[2].Items != made.Subjects[0].Items {
		t.Error("subjects do not share the items that they shared, or share those of the report that was given")
	}
}
