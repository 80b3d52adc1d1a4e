package policies_test

import (
	"os"
	"regexp"
	"testing"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// The table of levels is tested in Rego on the severities that it lists; here, on
// those that the rules have.
func TestEveryRuleHasTheSeverityAndLevelOfTheTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("f4_checklist/levels_test.rego")
	if err != nil {
		t.Fatal(err)
	}
	table := map[string]string{}
	for _, row := range regexp.MustCompile(`"(GW\d{3})": \["(\w+)", "(\w+)"\]`).FindAllStringSubmatch(string(text), -1) {
		table[row[1]] = row[2] + " " + row[3]
	}
	policy, err := policies.Open(policies.Embedded, policies.Default)
	if err != nil {
		t.Fatal(err)
	}
	meanings, _, err := compiled(t, policy).DryRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range meanings {
		if got := string(m.Rule.Severity) + " " + string(m.Fail); got != table[m.Rule.ID] {
			t.Errorf("%s is %s, want %q: METADATA and levels_test.rego must agree", m.Rule.ID, got, table[m.Rule.ID])
		}
		if m.Unknown != "note" {
			t.Errorf("%s is %s where it is unknown, want note", m.Rule.ID, m.Unknown)
		}
	}
}

// compiled is an engine of the shipped rules under a policy.
func compiled(t testing.TB, policy policies.Policy) *engine.Engine {
	t.Helper()
	list, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(t.Context(), engine.Options{
		Rules: list, RuleModules: modules, PolicyModules: policy.Modules, Policy: policy.Package,
		Schemas: schema.Rego(),
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
