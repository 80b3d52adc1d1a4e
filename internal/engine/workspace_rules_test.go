package engine_test

import (
	"os"
	"runtime"
	"strings"
	"testing"
	"weak"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// endpointAndService are an endpoint, which a rule of the author's own is shown, and a model
// service, which it is not and GW110 is.
func endpointAndService(t *testing.T) (all []*gateway.Subject, service string) {
	t.Helper()
	content, err := os.ReadFile("../../fixtures/services/chat.json")
	if err != nil {
		t.Fatal(err)
	}
	all = append(subjects(t, "a.json", []byte(endpoint)), subjects(t, "chat.json", content)...)
	last := all[len(all)-1].Identity()
	if last.Kind != "model_service" {
		t.Fatalf("it is of kind %s", last.Kind)
	}
	return all, last.ID
}

func TestAWorkspaceRuleThatNamesASubjectThatItWasNotShownIsAnError(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]string{"none is called so": "nobody", "another rule was shown it": ""} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all, service := endpointAndService(t)
			if id == "" {
				id = service
			}
			o := written(t, rules.Rule{Scope: "workspace"}, `findings contains report.among("`+id+`", ["name"], "x", []) if count(input.subjects) > 0`)
			result := judged(t, compiledRule(t, o), all)
			if len(result.Errors) != 1 || !strings.Contains(result.Errors[0].Error(), "rule GW899 cannot be evaluated: it names a subject that is not there") {
				t.Errorf("got %v", result.Errors)
			}
		})
	}
}

func TestAFindingShowsNoOtherSubjectThatItsRuleWasNotShown(t *testing.T) {
	t.Parallel()
	all, service := endpointAndService(t)
	o := written(t, rules.Rule{Scope: "workspace"}, `findings contains report.among(s.id, ["name"], "x", ["`+service+`"]) if some s in input.subjects`)
	result := judge(t, compiledRule(t, o), all)
	var related []int
	for _, f := range result.Findings {
		if f.Rule == "GW899" {
			related = append(related, len(f.Related))
		}
	}
	if diff := cmp.Diff([]int{0}, related); diff != "" {
		t.Error(diff)
	}
}

func TestASubjectThatCannotBeComparedIsUnknownAndNeverAPass(t *testing.T) {
	t.Parallel()
	table := func(name, catalog string) []byte {
		return []byte(`{"name": "` + name + `", "config": {"served_entities": [{"entity_name": "databricks-claude-sonnet-4"}]}, ` +
			`"ai_gateway": {"inference_table_config": {"enabled": true, "catalog_name": "` + catalog + `", "schema_name": "ops", "table_name_prefix": "gw"}}}`)
	}
	all := append(subjects(t, "a.json", table("a", "main")), subjects(t, "b.json", table("b", "<your_catalog>"))...)
	result := judge(t, compiledRule(t, shipped(t)), all)
	got := map[string]int{}
	for count, n := range result.Tally {
		if count.Rule == "GW110" {
			got[string(count.Outcome)] += n
		}
	}
	if diff := cmp.Diff(map[string]int{"pass": 1, "unknown": 1}, got); diff != "" {
		t.Error(diff)
	}
}

func TestAJudgedSubjectIsLetGoOf(t *testing.T) {
	t.Parallel()
	w, err := compiledRule(t, shipped(t)).NewWorker(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name, judge := range map[string]func(s *gateway.Subject){
		"judged":   func(s *gateway.Subject) { w.Judge(t.Context(), s) },
		"compared": func(s *gateway.Subject) { w.Keep(t.Context(), s) },
	} {
		s := subjects(t, name+".json", []byte(endpoint))[0]
		held := weak.Make(s)
		judge(s)
		runtime.GC()
		if held.Value() != nil {
			t.Errorf("the worker keeps a subject that was %s, and with it all of its document", name)
		}
	}
	runtime.KeepAlive(w)
}
