package report_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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

func reversed[T any](all []T) []T {
	var out []T
	for i := range all {
		out = append(out, all[len(all)-1-i])
	}
	return out
}
