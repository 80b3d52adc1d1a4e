package rules_test

import (
	"fmt"
	"io/fs"
	"maps"
	"regexp"
	"slices"
	"testing"

	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// A control that no framework has would serve no item, and nobody would know.
func TestControlsAreThoseOfTheFrameworksThatAreShipped(t *testing.T) {
	t.Parallel()
	known := map[string][]string{
		"owasp-llm-2025": shippedControls(t, "owasp_llm_2025/owasp_llm_2025.rego", `"control": "(LLM\d\d)"`, 10),
		"nist-ai-rmf":    shippedControls(t, "nist_ai_rmf/subcategories.rego", `\["((?:GOVERN|MAP|MEASURE|MANAGE) \d\.\d+)", "`, 72),
	}
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range list {
		for _, fault := range unknownControls(rule, known) {
			t.Error(fault)
		}
	}
}

func TestAControlThatNoFrameworkHasIsFound(t *testing.T) {
	t.Parallel()
	known := map[string][]string{"nist-ai-rmf": {"MEASURE 2.4"}}
	rule := rules.Rule{ID: "GW899", Controls: map[string][]string{
		"nist-ai-rmf": {"MEASURE 2.4", "MEASURE 2.14"},
		"owasp-llm":   {"LLM10"},
	}}
	want := []string{"GW899: nist-ai-rmf has no MEASURE 2.14", "GW899: there is no policy for owasp-llm"}
	if got := unknownControls(rule, known); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// unknownControls says what a rule serves that no framework has.
func unknownControls(rule rules.Rule, known map[string][]string) []string {
	var faults []string
	for _, framework := range slices.Sorted(maps.Keys(rule.Controls)) {
		ids, ok := known[framework]
		if !ok {
			faults = append(faults, fmt.Sprintf("%s: there is no policy for %s", rule.ID, framework))
			continue
		}
		for _, id := range rule.Controls[framework] {
			if !slices.Contains(ids, id) {
				faults = append(faults, fmt.Sprintf("%s: %s has no %s", rule.ID, framework, id))
			}
		}
	}
	return faults
}

// shippedControls reads from a policy by which names METADATA may call its items.
func shippedControls(t testing.TB, file, form string, count int) []string {
	t.Helper()
	text, err := fs.ReadFile(policies.Embedded, file)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, match := range regexp.MustCompile(form).FindAllStringSubmatch(string(text), -1) {
		ids = append(ids, match[1])
	}
	if len(ids) != count {
		t.Fatalf("%s has %d items, want %d", file, len(ids), count)
	}
	return ids
}
