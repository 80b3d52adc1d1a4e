package engine_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// decidedBy are the shipped rules under a policy of which only the body is given.
func decidedBy(t testing.TB, body string) engine.Options {
	t.Helper()
	module, err := ast.ParseModuleWithOpts("ours.rego", "package policies.ours\n\n"+body, ast.ParserOptions{ProcessAnnotation: true})
	if err != nil {
		t.Fatal(err)
	}
	o := shipped(t)
	o.PolicyModules = maps.Clone(o.PolicyModules)
	o.PolicyModules["ours.rego"] = module
	o.Policy = "policies.ours"
	return o
}

func TestAPolicyThatCannotDecideIsRefusedBeforeAnythingIsRead(t *testing.T) {
	t.Parallel()
	const level, checklist = "level := \"note\"\n\n", "checklist := []\n"
	item := func(text string) string { return level + "checklist := [" + text + "]\n" }
	for name, test := range map[string]struct {
		body, want string // a part of the error
	}{
		"it knows failures only": {
			"level := \"error\" if input.finding.outcome == \"fail\"\n\n" + checklist,
			"with the outcome unknown: its level: the policy does not say",
		},
		"it forgets what configuration says": {
			"level := \"error\" if input.configured == \"\"\n\n" + checklist,
			"with the outcome fail: its level: the policy does not say",
		},
		"it has another word": {
			"level := \"fatal\"\n\n" + checklist,
			`with the outcome fail: the policy gives it the level "fatal"; want error, warning, note or off`,
		},
		"its checklist is a word":       {level + "checklist := \"all\"\n", "checklist: it is no list of items with id, title, status, rules, findings and reason: "},
		"its checklist is undefined":    {level + "checklist := [] if input.tally != []\n", "checklist: the policy does not say"},
		"an item has no title":          {item(`{"id": "X-1", "status": "pass"}`), "checklist: item 1 has no id or no title"},
		"an item has no status":         {item(`{"id": "X-1", "title": "X"}`), `checklist: item X-1 has the status ""; want fail, unknown, waived, pass, not_applicable, manual`},
		"an item has another status":    {item(`{"id": "X-1", "title": "X", "status": "ok"}`), `checklist: item X-1 has the status "ok"; want fail,`},
		"an item has a misspelt field":  {item(`{"id": "X-1", "title": "X", "status": "pass", "reasn": "x"}`), `unknown field "reasn"`},
		"two items are called the same": {item(`{"id": "X-1", "title": "X", "status": "pass"}, {"id": "X-1", "title": "Y", "status": "fail"}`), "checklist: two items have the id X-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := compiledRule(t, decidedBy(t, test.body)).DryRun(t.Context())
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestARehearsalSaysWhatFindingsMean(t *testing.T) {
	t.Parallel()
	o := decidedBy(t, `level := input.configured if input.configured != ""

level := "error" if {
	input.configured == ""
	input.finding.outcome == "fail"
}

level := "warning" if {
	input.configured == ""
	input.finding.outcome != "fail"
}

checklist := [{"id": "X-1", "title": "Somebody looks", "status": "manual", "reason": "no rule can"}]
`)
	o.Rules = o.Rules[:1]
	meanings, items, err := compiledRule(t, o).DryRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]engine.RuleLevels{{Rule: o.Rules[0], Fail: finding.Error, Unknown: finding.Warning}}, meanings); diff != "" {
		t.Error(diff)
	}
	want := []engine.Item{{ID: "X-1", Title: "Somebody looks", Status: "manual", Rules: []string{}, Reason: "no rule can"}}
	if diff := cmp.Diff(want, items); diff != "" {
		t.Error(diff)
	}
}

func TestAFrameworksItemsHaveTheRulesWhoseControlsNameThem(t *testing.T) {
	t.Parallel()
	o := shipped(t)
	o.Policy = "policies.owasp_llm_2025"
	o.Rules = []rules.Rule{named(t, o.Rules, "GW103"), named(t, o.Rules, "GW301")}
	items, err := compiledRule(t, o).Checklist(t.Context(), engine.Tally{
		{Rule: "GW103", Kind: "endpoint", Hosting: "foundation", Outcome: finding.Fail}: 1,
		{Rule: "GW301", Kind: "endpoint", Hosting: "foundation", Outcome: finding.Pass}: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	want := engine.Item{
		ID: "LLM10:2025", Title: "Unbounded Consumption", Status: "pass", Rules: []string{"GW301"},
		Reason: "as far as GW301 sees; the rest is for a person",
	}
	if diff := cmp.Diff(want, items[9]); diff != "" {
		t.Error(diff)
	}
}

// named is the rule of that ID.
func named(t testing.TB, list []rules.Rule, id string) rules.Rule {
	t.Helper()
	for _, rule := range list {
		if rule.ID == id {
			return rule
		}
	}
	t.Fatalf("there is no rule %s", id)
	return rules.Rule{}
}
