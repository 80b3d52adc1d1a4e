package cli

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/shipped"
	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// compiledRules and sourceRules are the shipped rules as they were compiled when gwlint was
// built, and as they are parsed; a run changes neither.
var (
	compiledRules = sync.OnceValue(shipped.Rules)
	sourceRules   = sync.OnceValues(rules.Shipped.Load)
)

// bothWays are requests that differ in where the rules and the policy come from: what
// was compiled when gwlint was built, and their source.
func bothWays(t testing.TB, policy string) (compiled, source check.Request) {
	t.Helper()
	settings := config.Default()
	r := check.Request{Dir: root(t), Settings: settings, FailOn: report.FailOnError, AsOf: now, LineHashes: true}
	compiled, source = r, r
	compiled.Rules.Set = compiledRules()
	var err error
	if compiled.Policy, err = shipped.Policy(policy); err != nil {
		t.Fatal(err)
	}
	if source.Rules.Set, err = sourceRules(); err != nil {
		t.Fatal(err)
	}
	if source.Policy, err = policies.Open(policies.Embedded, policy); err != nil {
		t.Fatal(err)
	}
	return compiled, source
}

// sameReport compares the reports of both ways, and returns how many findings there are.
func sameReport(t *testing.T, policy string, run func(check.Request) (report.Report, error)) int {
	t.Helper()
	compiled, source := bothWays(t, policy)
	got, err := run(compiled)
	if err != nil {
		t.Fatal(err)
	}
	want, err := run(source)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(reportText(t, want), reportText(t, got)); diff != "" {
		t.Errorf("(-source +compiled) %s", diff)
	}
	return len(got.Findings)
}

func reportText(t testing.TB, value any) string {
	t.Helper()
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(value); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// checkOf runs a check of paths from the root of the repository.
func checkOf(t testing.TB, paths ...string) func(check.Request) (report.Report, error) {
	t.Helper()
	return func(r check.Request) (report.Report, error) {
		return check.Run(t.Context(), r, &check.Files{Paths: paths, Kind: gateway.Auto})
	}
}

func TestEveryFixtureAndExampleIsJudgedAsFromSource(t *testing.T) {
	t.Parallel()
	if n := sameReport(t, policies.Default, checkOf(t, "fixtures", "rules")); n < 500 {
		t.Errorf("only %d findings", n)
	}
}

func TestAWorkspaceIsJudgedAsFromSource(t *testing.T) {
	f := newFleet(t)
	dir := t.TempDir()
	kept := filepath.Join(dir, "kept")
	f.start(t, fakeworkspace.Demo(), fakeworkspace.Options{}).run(t, dir, "scan", "-o", kept, "-f", "json")
	n := sameReport(t, policies.Default, func(r check.Request) (report.Report, error) {
		return check.RunSnapshot(t.Context(), r, kept)
	})
	if n == 0 {
		t.Error("nothing was found")
	}
}

func TestTheShippedRulesAndPoliciesAreDescribedAsFromSource(t *testing.T) {
	t.Parallel()
	for _, name := range policies.Names() {
		compiled, source := bothWays(t, name)
		if diff := cmp.Diff(source.Rules.Rules, compiled.Rules.Rules); diff != "" {
			t.Error(diff)
		}
		compiled.Policy.Compiled, source.Policy.Modules = nil, nil
		if diff := cmp.Diff(source.Policy, compiled.Policy); diff != "" {
			t.Error(diff)
		}
	}
	if _, err := shipped.Policy("nowhere"); err == nil || slices.Contains(policies.Names(), "nowhere") {
		t.Errorf("got %v", err)
	}
}
