package workspace_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// routed is a list with a model service that has destinations.
func routed(destinations string) string {
	return `{"model_services": [{"name": "model-services/main.ai.s", "config": {"routing": {"destinations": [` + destinations + `]}}}]}`
}

const (
	toProvider = `{"name": "a", "external_model_config": {"model_provider_service": "model-provider-services/main.ai.p"}}`
	toModel    = `{"name": "b", "pay_per_token_config": {"model": "models/system.ai.m"}}`
	toEndpoint = `{"name": "c", "provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/chat", "model": "models/a.b.c"}}`
	providerP  = `{"model_provider_services": [{"name": "model-provider-services/main.ai.p", "effective_owner": "ana@example.com"}]}`
)

// TestRightsAreReadOfWhatAServiceDependsOn says what is asked for beside the lists and the grants
// of the service itself.
func TestRightsAreReadOfWhatAServiceDependsOn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		list, body string
		asked      []string
	}{
		"a provider service": {"model-services", routed(toProvider), []string{"grants model_provider_service/main.ai.p"}},
		"a model":            {"model-services", routed(toModel), []string{"grants function/system.ai.m"}},
		"one model twice":    {"model-services", routed(toModel + "," + toModel), []string{"grants function/system.ai.m"}},
		"an endpoint, whose permissions are read once": {"model-services", routed(toEndpoint), nil},
		"an endpoint that is not listed":               {"model-services", routed(strings.ReplaceAll(toEndpoint, "chat", "other")), nil},
		"a destination that is gone":                   {"model-services", routed(strings.Replace(toModel, "{", `{"is_deleted": true, `, 1)), nil},
		"a destination of a kind that is not known":    {"model-services", routed(`{"name": "d", "new_config": {}}`), nil},
		"destinations that are no list":                {"model-services", strings.ReplaceAll(routed("1"), "[1]", `"x"`), nil},
		"a service of Databricks":                      {"model-services", strings.ReplaceAll(routed(toModel), "main.ai.s", "system.ai.s"), nil},
		"a fallback": {"model-services", strings.NewReplacer(`"routing": {`, `"routing": {"fallback": {`, `]}}}]}`, `]}}}}]}`).Replace(routed(toModel)), []string{
			"grants function/system.ai.m",
		}},
		"a connection": {"mcp-services", `{"mcp_services": [{"name": "mcp-services/main.ai.s", "config": {"source_connection": {"name": "connections/main.ai.t"}}}]}`, []string{
			"grants connection/main.ai.t",
		}},
		"a connection that is gone": {"mcp-services", `{"mcp_services": [{"name": "mcp-services/main.ai.s", "config": {"source_connection": {"name": "connections/main.ai.t", "is_deleted": true}}}]}`, nil},
		"a service credential": {
			"model-provider-services", `{"model_provider_services": [{"name": "model-provider-services/main.ai.s", "config": {"provider_type": "X", "amazon_bedrock": {"direct": {"service_credential": {"name": "credentials/aws"}}}}}]}`,
			[]string{"grants credential/aws"},
		},
		"a provider with a key of its own": {
			"model-provider-services", `{"model_provider_services": [{"name": "model-provider-services/main.ai.s", "config": {"openai": {"direct": {"api_key": {}}}}}]}`, nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			pages[test.list] = test.body
			before := collect(t, workspace.Options{}, plainWorkspace()).asked
			var more []string
			for _, asked := range collect(t, workspace.Options{}, pages).asked {
				own := strings.HasSuffix(asked, "main.ai.s") || strings.HasSuffix(asked, "system.ai.s")
				if !own && !slices.Contains(before, asked) {
					more = append(more, asked)
				}
			}
			if diff := cmp.Diff(test.asked, more); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhoMayUseADependencyIsKnownOrHasAReason(t *testing.T) {
	t.Parallel()
	const grants = "grants model_provider_service/main.ai.p"
	for name, test := range map[string]struct {
		pages   map[string]string
		outcome workspace.Outcome
		fails   bool
		reason  string
	}{
		"read":               {map[string]string{grants: `{"privilege_assignments": [{"principal": "a", "privileges": [{"privilege": "EXECUTE"}]}]}`}, workspace.Read, false, ""},
		"nothing is granted": {map[string]string{grants: `{}`}, workspace.Read, false, ""},
		"denied":             {map[string]string{grants: "403"}, workspace.Denied, false, "403"},
		"failed":             {map[string]string{grants: "500"}, workspace.Failed, true, "500"},
		"not there":          {nil, workspace.Absent, false, "404"},
		"nobody's":           {map[string]string{grants: `{"privilege_assignments": [{"privileges": [{"privilege": "EXECUTE"}]}]}`}, workspace.Failed, true, "there is no principal"},
		"of a principal that is a number": {
			map[string]string{grants: `{"privilege_assignments": [{"principal": 1, "privileges": []}]}`}, workspace.Failed, true, "there is no principal",
		},
		"privileges that are no list":   {map[string]string{grants: `{"privilege_assignments": [{"principal": "a", "privileges": "EXECUTE"}]}`}, workspace.Failed, true, "its privileges are no list"},
		"a privilege without a name":    {map[string]string{grants: `{"privilege_assignments": [{"principal": "a", "privileges": ["EXECUTE"]}]}`}, workspace.Failed, true, "there is no privilege"},
		"an error in place of the list": {map[string]string{grants: `{"error_code": "BUSY"}`}, workspace.Failed, true, "cannot be used"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			pages["model-services"], pages["model-provider-services"] = routed(toProvider), providerP
			maps.Copy(pages, test.pages)
			got := collect(t, workspace.Options{}, pages).subjects["main.ai.s"].Dependencies
			if len(got) != 1 || got[0].Owner != "ana@example.com" {
				t.Fatalf("%+v", got)
			}
			if a := got[0].Access; a.Outcome != test.outcome || a.Fails() != test.fails || !strings.Contains(a.Reason(), test.reason) {
				t.Errorf("%s, fails %v: %q", a.Outcome.Word(), a.Fails(), a.Reason())
			}
		})
	}
}

// TestServicesThatShareADependencyAskForItOnce counts the requests of many services.
func TestServicesThatShareADependencyAskForItOnce(t *testing.T) {
	t.Parallel()
	var list []string
	for i := range 200 {
		list = append(list, fmt.Sprintf(`{"name": "model-services/main.ai.s%d", "config": {"routing": {"destinations": [%s, %s, %s]}}}`, i,
			strings.ReplaceAll(toProvider, "ai.p", fmt.Sprintf("ai.p%d", i%10)), strings.ReplaceAll(toModel, "ai.m", fmt.Sprintf("ai.m%d", i%5)), toEndpoint))
	}
	pages := plainWorkspace()
	pages["model-services"] = `{"model_services": [` + strings.Join(list, ",") + `]}`
	got := len(collect(t, workspace.Options{}, pages).asked)
	pages["model-services"] = strings.ReplaceAll(pages["model-services"], "routing", "other")
	if before := len(collect(t, workspace.Options{}, pages).asked); got != before+15 {
		t.Errorf("%d requests, and %d without dependencies", got, before)
	}
}
