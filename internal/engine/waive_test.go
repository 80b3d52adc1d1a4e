package engine_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
)

// twoDoubles has two failures of one rule: the key `calls` stands twice in two limits.
const twoDoubles = `{"name": "chat", "ai_gateway": {
  "inference_table_config": {"enabled": true, "table_name_prefix": "a_"},
  "rate_limits": [
    {"key": "user", "calls": 1, "calls": 2, "renewal_period": "minute"},
    {"key": "endpoint", "calls": 1, "calls": 2, "renewal_period": "minute"}
  ]}}`

func TestAFailureThatIsWaivedCountsAsWaived(t *testing.T) {
	t.Parallel()
	e := compiledRule(t, shipped(t))
	for name, test := range map[string]struct {
		rule string
		most int // how many of its failures are waived
		// wanted are how many fail and are waived, and the statuses of the item for the run
		// and for the subject.
		fail, waived       int
		item, run, subject string
	}{
		"one of one": {"GW103", 9, 0, 1, "F4-04", "waived", "waived"},
		"one of two": {"GW004", 1, 1, 1, "F4-13", "fail", "fail"},
		"all of two": {"GW004", 9, 0, 2, "F4-13", "waived", "waived"},
		"none":       {"GW103", 0, 1, 0, "F4-04", "fail", "fail"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := subjects(t, "a.json", []byte(twoDoubles))
			who := all[0].Identity()
			result := judge(t, e, all)
			left := test.most
			engine.Waive(e, &result, func(f *finding.Finding) *finding.Waiver {
				if f.Rule != test.rule || left == 0 {
					return nil
				}
				left--
				return &finding.Waiver{Reason: "a", Owner: "b", Expires: "2027-01-31"}
			})
			count := func(outcome finding.Outcome) int {
				return result.Tally[engine.Count{Rule: test.rule, Kind: who.Kind, Hosting: who.Hosting, Outcome: outcome}]
			}
			if count(finding.Fail) != test.fail || count(finding.Waived) != test.waived {
				t.Errorf("%d fail and %d are waived, want %d and %d", count(finding.Fail), count(finding.Waived), test.fail, test.waived)
			}
			items, err := e.Checklist(t.Context(), result.Tally)
			if err != nil {
				t.Fatal(err)
			}
			for _, item := range items {
				if item.ID == test.item && item.Status != test.run {
					t.Errorf("%s is %s, want %s", item.ID, item.Status, test.run)
				}
			}
			of, err := e.SubjectItems(t.Context(), result.Subjects)
			if err != nil {
				t.Fatal(err)
			}
			one := of(who.ID)
			got := map[string]bool{"fail": slices.Contains(one.Fail, test.item), "waived": slices.Contains(one.Waived, test.item)}
			if diff := cmp.Diff(map[string]bool{"fail": test.subject == "fail", "waived": test.subject == "waived"}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPolicyAddsToWhatNoWaiverCovers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rego string
		want map[string]string // some of it
		err  string
	}{
		"it says nothing":    {"", map[string]string{"GW007": "revoke the credential, and write a reference to a secret"}, ""},
		"it adds one":        {"unwaivable := {\"GW302\": \"write a limit\"}", map[string]string{"GW302": "write a limit"}, ""},
		"it takes none away": {"unwaivable := {\"GW007\": \"\"}", map[string]string{"GW007": "revoke the credential, and write a reference to a secret"}, ""},
		"it is no object":    {"unwaivable := [\"GW302\"]", nil, "unwaivable must be an object of texts by rule"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := shipped(t)
			o.Policy = "policies.ours"
			parsed, err := ast.ParseModuleWithOpts("ours.rego", "package policies.ours\n\nlevel := \"error\"\n\nchecklist := []\n\n"+test.rego, ast.ParserOptions{})
			if err != nil {
				t.Fatal(err)
			}
			o.PolicyModules["ours.rego"] = parsed
			got, err := compiledRule(t, o).Unwaivable(t.Context())
			if test.err != "" {
				if err == nil || !strings.Contains(err.Error(), test.err) {
					t.Errorf("the error is %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			for rule, want := range test.want {
				if got[rule] != want {
					t.Errorf("of %s it says %q, want %q", rule, got[rule], want)
				}
			}
		})
	}
}
