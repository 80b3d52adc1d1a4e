package terraform_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/terraform"
)

// besidePlan reads a plan with the configuration of testdata/shown/fleet beside it.
func besidePlan(t testing.TB, content string) map[string]string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join("testdata", "shown", "fleet"))
	if err != nil {
		t.Fatal(err)
	}
	_, doc := planText(t, content)
	beside := terraform.Load(folder, terraform.Options{Dir: folder, Root: folder})
	got, faults := terraform.OfShown(doc, beside, ofPlanTests)
	if len(faults) > 0 {
		t.Error(faults)
	}
	places := map[string]string{}
	for _, resource := range got.Root.Get("resources").Items() {
		placesOf(places, resource.Get("address").Text, resource.Get("values"))
	}
	return places
}

// placesOf has a value, and where it is written, used and taken from, by the path to it.
func placesOf(places map[string]string, path string, n *source.Node) {
	at := func(spot source.Spot) string {
		return fmt.Sprintf("%s:%d", filepath.Base(spot.Text.File), spot.Text.Position(spot.Range.Start).Line)
	}
	place := n.Text
	if n.Origin.Unresolved != "" {
		place += "? " + n.Origin.Unresolved
	}
	place += " at " + at(source.Spot{Text: n.Origin.Text, Range: n.Range()})
	if n.Origin.Via != nil {
		place += " via " + at(*n.Origin.Via)
	}
	if n.Origin.From != nil {
		place += " from " + at(*n.Origin.From)
	}
	places[path] = place
	for i, item := range n.Items() {
		placesOf(places, fmt.Sprintf("%s/%d", path, i), item)
	}
	for _, e := range n.Entries() {
		placesOf(places, path+"/"+e.Key, e.Value)
	}
}

func TestAPlanIsPlacedInTheConfigurationBesideIt(t *testing.T) {
	t.Parallel()
	places := besidePlan(t, planFile(t, "fleet/plan.json"))
	const zeros, limited = "databricks_model_serving.zeros/ai_gateway/rate_limits", `module.limited["eu"].databricks_model_serving.this/ai_gateway/rate_limits`
	for path, want := range map[string]string{
		"databricks_model_serving.zeros":      " at main.tf:25",
		"databricks_model_serving.zeros/name": "zeros at main.tf:26",
		zeros + "/0/calls":                    "0 at main.tf:30",
		zeros + "/1/calls":                    "0 at main.tf:21 via main.tf:35",
		zeros + "/1/tokens":                   "",
		zeros + "/2/calls":                    "0 at main.tf:43",
		limited + "/0/calls":                  "0 at main.tf:184 via main.tf:22",
		limited + "/0/tokens":                 "",
		limited + "/1/calls":                  "0 at main.tf:182 via main.tf:28",
		"databricks_model_serving.dynamic/ai_gateway/rate_limits/0/calls":                                             "5 at main.tf:69 via main.tf:72",
		"databricks_model_serving.dynamic/ai_gateway/rate_limits/0/tokens":                                            "",
		"databricks_model_serving.new/ai_gateway/inference_table_config/table_name_prefix":                            "${terraform_data.suffix.id}_? `terraform_data.suffix.id` is known after apply at main.tf:143",
		"databricks_model_serving.steady/ai_gateway/usage_tracking_config/enabled":                                    "true at main.tf:59",
		"databricks_permissions.new/serving_endpoint_id":                                                              "${databricks_model_serving.new.serving_endpoint_id}? `databricks_model_serving.new.serving_endpoint_id` is known after apply at main.tf:157",
		"databricks_model_serving.new/config/served_entities/0/external_model/openai_config/openai_api_key_plaintext": "sk-plain-1f2e3d4c5b6a at terraform.tfvars:1 via main.tf:119",
		"databricks_model_serving.steady/serving_endpoint_id":                                                         "id-steady at plan.json:1",
	} {
		if diff := cmp.Diff(want, places[path]); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
}

func TestAValueThatIsNotThatOfTheConfigurationStaysInThePlan(t *testing.T) {
	t.Parallel()
	plan := planFile(t, "fleet/plan.json")
	for name, test := range map[string]struct{ was, is, path, want string }{
		"another value":              {`"name":"successor"`, `"name":"x"`, "databricks_model_serving.replaced/name", "x at plan.json:1"},
		"another kind":               {`"name":"successor"`, `"name":7`, "databricks_model_serving.replaced/name", "7 at plan.json:1"},
		"a number written otherwise": {`"calls":5,"key":"user"`, `"calls":5.0,"key":"user"`, "databricks_model_serving.dynamic/ai_gateway/rate_limits/0/calls", "5 at main.tf:69 via main.tf:72"},
		"a value of an expression that only the plan knows": {`"pii":[{}],"safety":true`, `"pii":[{"behavior":"NONE"}],"safety":true`, "databricks_model_serving.new/ai_gateway/guardrails/input/pii/behavior", "NONE at main.tf:135 from plan.json:1"},
		"a resource of another name":                        {`"databricks_model_serving.moved"`, `"databricks_model_serving.gone_too"`, "databricks_model_serving.gone_too/name", "moved at plan.json:1"},
		"an instance that is not there":                     {`"module.limited[\"us\"].databricks_model_serving.this","mod`, `"module.limited[\"ap\"].databricks_model_serving.this","mod`, `module.limited["ap"].databricks_model_serving.this/name`, "limited-us at plan.json:1"},
	} {
		changed := strings.ReplaceAll(plan, test.was, test.is)
		if changed == plan {
			t.Errorf("%s: the plan does not have %s", name, test.was)
		}
		if name == "a value of an expression that only the plan knows" {
			changed = strings.ReplaceAll(changed, `"pii":[{"behavior":true}]`, `"pii":[{}]`)
		}
		if diff := cmp.Diff(test.want, besidePlan(t, changed)[test.path]); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
