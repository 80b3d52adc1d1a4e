package terraform

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheTableOfFieldsIsParsed(t *testing.T) {
	t.Parallel()
	top := parseFields("# a comment\none block\n  a string required\n  b blocks\n    c number computed\n  d map(string) sensitive\n  e object read-only\ntwo block\n")
	one := top["one"].fields
	got := map[string]string{}
	for name, f := range map[string]*field{
		"one": top["one"], "a": one["a"], "b": one["b"], "c": one["b"].fields["c"], "d": one["d"], "d.x": one["d"].at("x"), "e": one["e"], "two": top["two"],
	} {
		got[name] = fmt.Sprint(f.kind, f.required, f.computed, f.readOnly, f.sensitive)
		if f.kind == plainField {
			got[name] += " " + f.typ.FriendlyName()
		}
	}
	want := map[string]string{
		"one": "3 false false false false", "a": "0 true false false false string", "b": "4 false false false false",
		"c": "0 false true false false number", "d": "0 false false false true map of string", "d.x": "0 false false false true string",
		"e": "1 false false true false", "two": "3 false false false false",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestTheTableHasTheResourcesThatAreRead(t *testing.T) {
	t.Parallel()
	for _, typ := range []string{
		"databricks_ai_gateway_mcp_service", "databricks_ai_gateway_model_provider_service", "databricks_ai_gateway_model_service",
		"databricks_alert_v2", "databricks_app", "databricks_catalog", "databricks_grant", "databricks_grants", "databricks_model_serving",
		"databricks_model_serving_provisioned_throughput", "databricks_permissions", "databricks_schema",
	} {
		if len(resourceFields(typ)) == 0 {
			t.Errorf("%s has no fields", typ)
		}
	}
	if resourceFields("aws_instance") != nil {
		t.Error("a resource of another provider has fields")
	}
}

// What a plan refuses without them. Source: version 1.128.0 of the provider.
func TestTheTableSaysWhatMustBeWritten(t *testing.T) {
	t.Parallel()
	for typ, want := range map[string][]string{
		"databricks_model_serving": {
			"ai_gateway.fallback_config.enabled", "ai_gateway.rate_limits.renewal_period", "config.traffic_config.routes.traffic_percentage", "name",
		},
		"databricks_grant": {"principal", "privileges"},
	} {
		found := map[string]bool{}
		var walk func(f fields, path string)
		walk = func(f fields, path string) {
			for name, at := range f {
				found[path+name] = at.required
				walk(at.fields, path+name+".")
			}
		}
		walk(resourceFields(typ), "")
		for _, path := range want {
			if !found[path] {
				t.Errorf("%s of %s is not required", path, typ)
			}
		}
	}
}
