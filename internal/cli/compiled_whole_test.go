//go:build !race

// What runs at once here runs at once in the tests of compiled_test.go too, and the race detector
// makes these take minutes.

package cli

import (
	"path/filepath"
	"testing"

	"github.com/gwlint/gwlint/policies"
)

// The fixtures are those in which every rule finds something, or leaves something unknown, at
// the least expense: rules/document, which has most examples, is of few rules.
func TestEveryPolicyDecidesAsFromSource(t *testing.T) {
	t.Parallel()
	paths := []string{"fixtures/mixed", "fixtures/quickstart", "fixtures/real-world", "fixtures/service-policies", "fixtures/services"}
	for _, policy := range policies.Names() {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			if n := sameReport(t, policy, checkOf(t, paths...)); n < 300 {
				t.Errorf("only %d findings", n)
			}
		})
	}
}

// A state file, of which a run has one, says what rules read beside the gateways.
func TestWhatIsBesideAStateFileIsJudgedAsFromSource(t *testing.T) {
	t.Parallel()
	folders := map[string]bool{}
	for _, place := range []string{"fixtures/*/state.yaml", "rules/*/*/*/state.yaml", "rules/*/*/*/.vibecoding-state.md"} {
		files, err := filepath.Glob(filepath.Join(root(t), filepath.FromSlash(place)))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %v, %d files", place, err, len(files))
		}
		for _, file := range files {
			folders[filepath.Dir(file)] = true
		}
	}
	for folder := range folders {
		t.Run(filepath.ToSlash(folder[len(root(t))+1:]), func(t *testing.T) {
			t.Parallel()
			sameReport(t, policies.Default, checkOf(t, folder))
		})
	}
}
