package cli_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
)

// A report knows no workspace, and has the same words for what came of a request.
func TestReportsHaveTheWordsOfOutcomes(t *testing.T) {
	t.Parallel()
	want := []string{report.UnreadUnasked, report.UnreadAbsent, report.UnreadDenied, report.UnreadFailed}
	var got []string
	for _, outcome := range []workspace.Outcome{workspace.Unasked, workspace.Absent, workspace.Denied, workspace.Failed} {
		got = append(got, outcome.Word())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
