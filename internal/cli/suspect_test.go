package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/corpus"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
	"github.com/gwlint/gwlint/policies"
)

// sameUnsuspected compares the reports of rules that are asked what they find where they
// suspect something, and of rules that are always asked. It returns the first.
func sameUnsuspected(t *testing.T, run func(check.Request) (report.Report, error)) report.Report {
	t.Helper()
	request, _ := bothWays(t, policies.Default)
	always := request
	always.Rules.Rules = slices.Clone(request.Rules.Rules)
	for i := range always.Rules.Rules {
		always.Rules.Rules[i].HasSuspect = false
	}
	got, err := run(request)
	if err != nil {
		t.Fatal(err)
	}
	want, err := run(always)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reportText(t, want), reportText(t, got)); diff != "" {
		t.Errorf("(-always asked +where something is suspected) %s", diff)
	}
	return got
}

func TestEveryFixtureAndExampleIsJudgedAsWithoutSuspects(t *testing.T) {
	t.Parallel()
	r := sameUnsuspected(t, checkOf(t, "fixtures", "rules", "internal/engine/testdata/mutants"))
	request, _ := bothWays(t, policies.Default)
	for _, rule := range request.Rules.Rules {
		found := func(f finding.Finding) bool { return f.Rule == rule.ID }
		if rule.HasSuspect && !slices.ContainsFunc(r.Findings, found) {
			t.Errorf("%s finds nothing anywhere", rule.ID)
		}
	}
}

func TestGeneratedEndpointsAreJudgedAsWithoutSuspects(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	if err := corpus.WriteBundle(filepath.Join(folder, "bundle"), 100, 2, 3); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(folder, "files"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := corpus.Write(filepath.Join(folder, "files"), 300, 3); err != nil {
		t.Fatal(err)
	}
	if r := sameUnsuspected(t, checkOf(t, folder)); len(r.Findings) < 50 {
		t.Errorf("only %d findings", len(r.Findings))
	}
}

func TestAWorkspaceIsJudgedAsWithoutSuspects(t *testing.T) {
	f := newFleet(t)
	dir := t.TempDir()
	kept := filepath.Join(dir, "kept")
	f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{}).run(t, dir, "scan", "-o", kept, "-f", "json")
	r := sameUnsuspected(t, func(r check.Request) (report.Report, error) {
		return check.RunSnapshot(t.Context(), r, kept)
	})
	if len(r.Findings) == 0 {
		t.Error("nothing was found")
	}
}
