package terraform_test

import (
	"encoding/json"
	"testing"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// FuzzShown asks of any text that is taken for a plan or a state that each resource that it
// deploys is read, or something said of it, and that each value has its place.
func FuzzShown(f *testing.F) {
	f.Add(planFile(f, "fleet/state.json"))
	f.Add(aPlan(`{"actions":["update"],"after":{"name":"n","ai_gateway":[{"rate_limits":[{"calls":0}]}]},"after_unknown":{"name":true},"after_sensitive":true}`))
	f.Add(aPlan(`{"actions":["create"],"after":{"name":"${x}","tags":[{"key":""}]},"after_unknown":{"ai_gateway":[true,{"guardrails":[[]]}]},"after_sensitive":[{}]}`))
	f.Add(`{"format_version":"1.2","configuration":{"root_module":{"module_calls":{"a":{"expressions":{"v":{"references":["var.w"]}},"module":{"resources":` +
		`[{"mode":"managed","type":"databricks_model_serving","name":"x","expressions":{"description":{"references":["var.v"]},"config":[{"served_models":[{}]}]}}]}}}}},` +
		`"variables":{"w":{"value":""}},"resource_changes":[{"address":"module.a[\"]\"].x","module_address":"module.a[\"]\"]","mode":"managed",` +
		`"type":"databricks_model_serving","name":"x","index":1e99,"change":{"actions":["no-op"],"after":{"description":"","config":[{"served_models":[{"workload_size":""}]}]}}}]}`)
	f.Add(`{"format_version":"1.0","values":{"root_module":{"child_modules":[{"child_modules":[{"resources":[{"address":"a","type":"databricks_model_serving","values":{}}]}]}]}}}`)
	f.Add(`{"version":4,"serial":1,"resources":[{"type":"databricks_model_serving"}]}`)
	for _, content := range secretPlans {
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content string) {
		text, err := source.NewText("plan.json", []byte(content))
		if err != nil {
			return
		}
		documents, err := terraform.Parse(text, source.Limits{})
		if err != nil || len(documents) != 1 || !terraform.IsShown(documents[0]) {
			return
		}
		doc, faults := terraform.OfShown(documents[0], nil, ofPlanTests)
		got := 0
		if doc != nil {
			got = len(doc.Root.Get("resources").Items())
			checkPlaces(t, doc.Root)
		}
		var plain map[string]any
		if json.Unmarshal([]byte(content), &plain) != nil || len(faults) > 0 {
			return // comments and commas that JSON does not have
		}
		if want := deployedBy(plain); got != want {
			t.Errorf("%d resources of %d, and no fault", got, want)
		}
		_ = text.Excerpt(1, text.Lines())
	})
}

// checkPlaces asks that a value stands in a text of the document.
func checkPlaces(t *testing.T, n *source.Node) {
	t.Helper()
	if n.Origin == nil || n.Origin.Text == nil || n.Range().Start > n.Range().End || n.Range().End > len(n.Origin.Text.Bytes) {
		t.Fatalf("no place of %v %q: %v", n.Kind, n.Text, n.Range())
	}
	if n.Origin.Unresolved != "" && n.Kind != source.String {
		t.Fatalf("%v is not known", n.Kind)
	}
	for _, item := range n.Items() {
		checkPlaces(t, item)
	}
	for _, e := range n.Entries() {
		checkPlaces(t, e.Value)
	}
}

// deployedBy counts the resources of ours that a plan deploys or a state holds, as
// encoding/json reads it.
func deployedBy(plain map[string]any) (n int) {
	for _, item := range listIn(plain, "resource_changes") {
		n += countDeployed(mapOf(item))
	}
	for _, item := range listIn(plain, "deferred_changes") {
		n += countDeployed(mapOf(mapOf(item)["resource_change"]))
	}
	return n + deployedIn(mapOf(mapOf(plain["values"])["root_module"]))
}

func deployedIn(module map[string]any) (n int) {
	for _, item := range listIn(module, "resources") {
		n += countDeployed(mapOf(item))
	}
	for _, item := range listIn(module, "child_modules") {
		n += deployedIn(mapOf(item))
	}
	return n
}

func countDeployed(item map[string]any) int {
	typ, _ := item["type"].(string)
	if !ofPlanTests(typ) || item["mode"] == "data" || item["deposed"] != nil || item["deposed_key"] != nil {
		return 0
	}
	if change, ok := item["change"]; ok {
		for _, action := range listIn(mapOf(change), "actions") {
			if action != "delete" && action != "forget" && action != "read" {
				return 1
			}
		}
		return 0
	}
	return 1
}

func mapOf(value any) map[string]any {
	m, _ := value.(map[string]any)
	return m
}

func listIn(m map[string]any, key string) []any {
	list, _ := m[key].([]any)
	return list
}
