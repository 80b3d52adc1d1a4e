package rules_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// A control that no framework has would serve no item, and nobody would know.
func TestControlsAreThoseOfTheFrameworksThatAreShipped(t *testing.T) {
	t.Parallel()
	known := map[string][]string{}
	for _, framework := range shippedFrameworks(t) {
		for _, control := range framework.Controls {
			known[framework.ID] = append(known[framework.ID], control.ID)
		}
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

func shippedFrameworks(t testing.TB) []policies.Framework {
	t.Helper()
	list, err := policies.Frameworks(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// A page is made without the policies, which know its words too.
func TestAPageNamesAFrameworkAsItsPolicyDoes(t *testing.T) {
	t.Parallel()
	for _, framework := range shippedFrameworks(t) {
		rule := rules.Rule{ID: "OUR001", Own: true, Controls: map[string][]string{framework.ID: {"X 1"}}}
		page, err := rules.RenderPage(fstest.MapFS{}, rule, rules.PolicySummary{})
		if err != nil {
			t.Fatal(err)
		}
		if want := "\n- " + framework.Title + ": X 1\n"; !strings.Contains(page, want) {
			t.Errorf("the page does not have the line %q", want)
		}
	}
}

// Where GW012 says it all, rules that ask for what a gateway has are silent: an item that
// they serve and GW012 does not would pass by the other endpoints of a run.
func TestAMissingGatewayFailsWhatItSilences(t *testing.T) {
	t.Parallel()
	silenced := strings.Fields("GW101 GW102 GW301 GW302 GW303 GW401 GW402 GW403 GW404")
	list := load(t)
	missing := list[slices.IndexFunc(list, func(rule rules.Rule) bool { return rule.ID == "GW012" })]
	for _, rule := range list {
		if !slices.Contains(silenced, rule.ID) {
			continue
		}
		for _, framework := range slices.Sorted(maps.Keys(rule.Controls)) {
			for _, id := range rule.Controls[framework] {
				if !slices.Contains(missing.Controls[framework], id) {
					t.Errorf("%s serves %s of %s and GW012 does not", rule.ID, id, framework)
				}
			}
		}
	}
}

// The table that usage tracking writes keeps 90 days, too few for a duty to keep logs
// for six months; an inference table keeps them, and without a gateway there is none.
func TestUsageTrackingServesNoDutyToKeepLogs(t *testing.T) {
	t.Parallel()
	kept := []string{"Art 19", "Art 26(6)"}
	for _, rule := range load(t) {
		serves := slices.ContainsFunc(rule.Controls["eu-ai-act"], func(id string) bool { return slices.Contains(kept, id) })
		table := slices.ContainsFunc(rule.Requires, func(facet string) bool { return strings.HasPrefix(facet, "inference_table.") })
		if serves && !table && rule.ID != "GW012" {
			t.Errorf("%s serves a duty to keep logs and does not look at the inference table", rule.ID)
		}
	}
}
