package engine_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// byLine is a policy with the items of another, which it gives the lines of the tally alone, and
// which does not say what they lack: the engine finds that out by asking again.
const byLine = `package policies.by_line

import data.policies.%[1]s

level := %[1]s.level

checklist := items if {
	items := %[1]s.checklist with input as object.remove(input, ["total", "groups", "awaits"])
}
`

// What is decided by rule, for each policy that gwlint ships, is what the lines of the tally say.
func TestAChecklistIsTheSameByRuleAndByLine(t *testing.T) {
	t.Parallel()
	for _, policy := range []string{"f4_checklist", "strict", "owasp_llm_2025"} {
		t.Run(policy, func(t *testing.T) {
			t.Parallel()
			o := shipped(t)
			o.Rules = o.Rules[:len(o.Rules)-10] // so that items have rules that are missing
			o.Policy = "policies." + policy
			byRule := compiledRule(t, o)
			o.PolicyModules["by_line.rego"] = ast.MustParseModule(fmt.Sprintf(byLine, policy))
			o.Policy = "policies.by_line"
			lines := compiledRule(t, o)
			random := rand.New(rand.NewPCG(1, 2))
			for range 40 {
				tally := randomTally(random, o)
				want, err := lines.Checklist(t.Context(), tally)
				if err != nil {
					t.Fatal(err)
				}
				got, err := byRule.Checklist(t.Context(), tally)
				if err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Fatalf("of %v\n%s", tally, diff)
				}
			}
		})
	}
}

// randomTally is what may come of the rules on subjects of some kinds and hostings.
func randomTally(random *rand.Rand, o engine.Options) engine.Tally {
	kinds := []string{"endpoint", "model_service", "mcp_service", "app", "call"}
	hostings := []string{"external", "custom", "agent", "unknown"}
	outcomes := []engine.Count{
		{Outcome: finding.Pass},
		{Outcome: finding.NotApplicable},
		{Outcome: finding.Unknown, Needs: gateway.NeedsWorkspace},
		{Outcome: finding.Unknown, Needs: gateway.NeedsState},
		{Outcome: finding.Unknown},
		{Outcome: finding.Waived},
		{Outcome: finding.Fail},
		{Outcome: "off"},
		{Outcome: "unlisted"},
	}
	usual := 2 + random.IntN(len(outcomes)-1) // some tallies have rare outcomes, and some have not
	tally := engine.Tally{}
	for range random.IntN(4) {
		kind, hosting := kinds[random.IntN(len(kinds))], hostings[random.IntN(len(hostings))]
		for _, rule := range o.Rules {
			for range 1 + random.IntN(2) {
				count := outcomes[random.IntN(usual)]
				count.Rule, count.Kind, count.Hosting = rule.ID, kind, hosting
				tally[count] += 1 + random.IntN(3)
			}
		}
	}
	return tally
}

func TestAPolicyNamesItsOwnItemsAsLacking(t *testing.T) {
	t.Parallel()
	for lacking, want := range map[string]string{
		`{"X-2"}`: "checklist: lacking names X-2, which is no item of the checklist",
		`{1}`:     "checklist: lacking must be a set of ids of items: json: cannot unmarshal number into Go value of type string",
		`{"X-1"}`: "",
	} {
		o := shipped(t)
		o.PolicyModules["ours.rego"] = ast.MustParseModule("package policies.ours\n\nlevel := \"error\"\n\nlacking := " + lacking + `

checklist := [{"id": "X-1", "title": "One", "status": "unknown", "rules": [], "findings": 0, "reason": ""}]
`)
		o.Policy = "policies.ours"
		items, err := compiledRule(t, o).Checklist(t.Context(), engine.Tally{})
		switch {
		case err != nil && err.Error() != want:
			t.Errorf("%s: %v, want %s", lacking, err, want)
		case err == nil && (want != "" || !items[0].Lacking):
			t.Errorf("%s: no error, and the item is lacking: %v", lacking, items[0].Lacking)
		}
	}
}
