package cli

import (
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// TestARuleFindsAloneWhatItFindsAmongAll runs each rule by itself on its own examples: asked
// together with others, it is shown what they require too, and must not depend on that.
func TestARuleFindsAloneWhatItFindsAmongAll(t *testing.T) {
	t.Parallel()
	request, _ := bothWays(t, policies.Default)
	among := findingsOf(t, request, "rules")
	if len(among) < 500 {
		t.Errorf("only %d findings", len(among))
	}
	for _, rule := range request.Rules.Rules {
		if rule.Scope == "workspace" { // it compares examples of other rules, too
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			folder := path.Join("rules", rule.Area, rule.Name)
			var want []saidAt
			for _, one := range among {
				if one.Rule == rule.ID && strings.HasPrefix(one.At.File, folder+"/") {
					want = append(want, one)
				}
			}
			alone := request
			alone.Rules.Rules = []rules.Rule{rule}
			if diff := cmp.Diff(want, findingsOf(t, alone, folder)); diff != "" {
				t.Errorf("(-among all +alone) %s", diff)
			}
		})
	}
}

// saidAt is what a rule says, and where.
type saidAt struct {
	Rule            string
	At              finding.Location
	Outcome         finding.Outcome
	Message, Reason string
}

// findingsOf are those of a check of a path, in order.
func findingsOf(t testing.TB, r check.Request, path string) []saidAt {
	t.Helper()
	result, err := checkOf(t, path)(r)
	if err != nil {
		t.Fatal(err)
	}
	var all []saidAt
	for _, f := range result.Findings {
		all = append(all, saidAt{f.Rule, f.Location, f.Outcome, f.Message, f.Reason})
	}
	slices.SortStableFunc(all, func(a, b saidAt) int { return a.At.Compare(b.At) })
	return all
}
