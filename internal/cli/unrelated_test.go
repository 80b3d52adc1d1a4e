package cli

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/report"
)

// TestUnrelatedFilesPassInSilence holds gwlint to what a hook over a whole
// repository needs: of more than a hundred files of other systems, many of which use
// words of ours, none is a gateway and none is an error.
func TestUnrelatedFilesPassInSilence(t *testing.T) {
	t.Parallel()
	ran := runIn(t, root(t), "check", "-f", "json", "fixtures/unrelated")
	var r report.Report
	if err := json.Unmarshal([]byte(ran.out), &r); err != nil {
		t.Fatal(err)
	}
	for _, s := range r.Subjects {
		t.Errorf("%s is read as a gateway in form %s", s.File, s.Form)
	}
	for _, e := range r.Errors {
		t.Errorf("%s: %s", e.File, e.Message)
	}
	want := report.Summary{Skipped: 105, Complete: true}
	if diff := cmp.Diff(want, r.Summary); diff != "" || ran.code != 0 || ran.err != "" {
		t.Errorf("exit code %d, %s\n%s", ran.code, ran.err, diff)
	}
}
