package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// terraformFaults are what the text of a subject gives away, by the rule that says so.
func terraformFaults(s *gateway.Subject) []string {
	var list []string
	for _, k := range s.Text.UnknownKeys {
		list = append(list, "GW002 "+k.Parent+" "+k.Key+" "+k.Nearest)
	}
	for _, v := range s.Text.InvalidValues {
		list = append(list, "GW003 "+v.Key+" must be "+v.Expected+", write "+v.Nearest)
	}
	for _, d := range s.Text.DuplicateKeys {
		list = append(list, "GW004 "+d.Parent+" "+d.Key)
	}
	for _, m := range s.Text.Misplaced {
		list = append(list, "GW005 "+m.Key+" belongs in "+m.Belongs)
	}
	return list
}

func TestWhatTerraformRefusesInAResourceIsFound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		values string
		want   []string
	}{
		"an argument that there is not": {"{name: a, names: b}", []string{"GW002  names name"}},
		"one that only the API has":     {"{name: a, usage_policy_id: p}", []string{"GW002  usage_policy_id budget_policy_id"}},
		"one that only bundles have":    {"{name: a, permissions: []}", []string{"GW002  permissions "}},
		"one of the provider":           {"{name: a, provider_config: {workspace_id: '1'}}", nil},
		"what a state shows":            {"{name: a, id: a, serving_endpoint_id: 1f, endpoint_url: https://x}", nil},
		"a block where it does nothing": {"{name: a, config: {ai_gateway: {}}}", []string{"GW005 config.ai_gateway belongs in ai_gateway"}},
		"an amount of a legacy limit":   {"{name: a, rate_limits: [{key: user, calls: 1, tokens: 5, renewal_period: minute}]}", []string{"GW002 rate_limits[0] tokens "}},
		"a word that is none": {
			"{name: a, ai_gateway: {guardrails: {input: {pii: {behavior: block}}}}}",
			[]string{"GW003 ai_gateway.guardrails.input.pii.behavior must be BLOCK, MASK or NONE, write BLOCK"},
		},
		"a word for a block": {
			"{name: a, ai_gateway: {guardrails: {input: {pii: BLOCK}}}}",
			[]string{`GW003 ai_gateway.guardrails.input.pii must be a block, write { behavior = "BLOCK" }`},
		},
		"an argument twice": {"{name: a, ai_gateway: {fallback_config: {enabled: true, enabled: false}}}", []string{"GW004 ai_gateway.fallback_config enabled"}},
		"what a limit needs": {
			"{name: a, ai_gateway: {rate_limits: [{key: user, calls: 1, renewal_period: minute}, {key: endpoint, calls: 1}]}}",
			[]string{"GW003 ai_gateway.rate_limits[1].renewal_period must be written: Terraform requires it, write "},
		},
		"which may be misspelt": {
			"{name: a, ai_gateway: {rate_limits: [{key: user, calls: 1, renewal_perod: minute}]}}",
			[]string{"GW002 ai_gateway.rate_limits[0] renewal_perod renewal_period"},
		},
		"or not known":   {"{name: a, ai_gateway: {rate_limits: '?why?${var.l}', fallback_config: {enabled: '?why?${var.f}'}}}", nil},
		"what null is":   {"{name: a, ai_gateway: {fallback_config: {enabled: null}}}", []string{"GW003 ai_gateway.fallback_config.enabled must be written: Terraform requires it, write "}},
		"no name at all": {"{}", []string{"GW003 name must be written: Terraform requires it, write "}},
		"what routes and external models need": {
			"{name: a, config: {served_entities: [{name: e, external_model: {provider: openai}}], traffic_config: {routes: [{served_entity_name: e}]}}}",
			[]string{
				"GW003 config.served_entities[0].external_model.name must be written: Terraform requires it, write ",
				"GW003 config.traffic_config.routes[0].traffic_percentage must be written: Terraform requires it, write ",
				"GW003 config.served_entities[0].external_model.task must be written: `llm/v1/chat`, `llm/v1/completions` or `llm/v1/embeddings`, write ",
			},
		},
		"a name that Databricks keeps": {
			"{name: databricks-a, config: {served_entities: [{entity_name: main.a.b}]}}",
			[]string{"GW003 name must be a name that does not begin with `databricks-`, which is reserved for the endpoints that Databricks provides, write "},
		},
		"but not of an endpoint that Databricks made": {"{name: databricks-a, ai_gateway: {usage_tracking_config: {enabled: true}}}", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := theTerraformSubject(t, terraformEndpoint(t, test.values))
			got := terraformFaults(s)
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatOtherResourcesOfTerraformTake(t *testing.T) {
	t.Parallel()
	const limit = "key: RATE_LIMIT_KEY_SERVICE, requests: 5, renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE"
	for name, test := range map[string]struct {
		resource, values string
		want             []string
	}{
		"provisioned throughput": {
			"databricks_model_serving_provisioned_throughput",
			"{name: a, description: b, config: {served_entities: [{entity_name: system.ai.llama, entity_version: '1', scale_to_zero_enabled: true}]}}",
			[]string{
				"GW002 config.served_entities[0] scale_to_zero_enabled ", "GW002  description ",
				"GW003 config.served_entities[0].provisioned_model_units must be written: Terraform requires it, write ",
			},
		},
		"a model service": {
			"databricks_ai_gateway_model_service",
			"{parent: schemas/a.b, model_service_id: c, config: {rate_limits: [{" + limit + ", request_tag_key: t}], routing: {destinations: [{name: d, destination_type: DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL, pay_per_token_config: {model: models/system.ai.x}}], first_token_timeout: 1s}, service_policies: []}}",
			[]string{"GW002 config service_policies "},
		},
		"a destination that says too little": {
			"databricks_ai_gateway_model_service",
			"{parent: schemas/a.b, model_service_id: c, config: {routing: {destinations: [{name: d, external_model_config: {target: {model: m}}}]}}}",
			[]string{
				"GW003 config.routing.destinations[0].destination_type must be written: Terraform requires it, write ",
				"GW003 config.routing.destinations[0].external_model_config.model_provider_service must be written: Terraform requires it, write ",
			},
		},
		"an MCP service": {
			"databricks_ai_gateway_mcp_service",
			"{parent: schemas/a.b, config: {source_connection: {}, rate_limits: [{" + limit + "}], tools: []}}",
			[]string{
				"GW002 config tools include_tool_selectors",
				"GW003 mcp_service_id must be written: Terraform requires it, write ",
				"GW003 config.source_connection.name must be written: Terraform requires it, write ",
			},
		},
		"a provider service": {
			"databricks_ai_gateway_model_provider_service",
			"{parent: schemas/a.b, model_provider_service_id: c, config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI, custom: {direct: {header_auth: {}}}, targets: [{native_api_types: []}]}}",
			[]string{
				"GW002 config.custom.direct header_auth ",
				"GW003 config.targets[0].model must be written: Terraform requires it, write ",
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := theTerraformSubject(t, terraformDocument(t, "  - {address: "+test.resource+".x, type: "+test.resource+", name: x, values: "+test.values+"}\n"))
			if diff := cmp.Diff(test.want, terraformFaults(s)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// unfit marks what a path leads to as of a shape that its place does not take.
func unfit(tb testing.TB, n *source.Node, path ...string) {
	tb.Helper()
	for _, key := range path {
		n = n.Get(key)
	}
	if n == nil {
		tb.Fatalf("nothing at %v", path)
	}
	n.Origin.Unfit = true
}

func TestAShapeThatTerraformRefusesIsFoundAtItsKeyAndJudged(t *testing.T) {
	t.Parallel()
	const block = ", without `=`, write "
	for name, test := range map[string]struct {
		resource, values string
		path             []string
		want             []string
	}{
		"a block as an argument": {
			"databricks_model_serving", "{name: a, ai_gateway: {usage_tracking_config: {enabled: true}}}",
			[]string{"ai_gateway"},
			[]string{"GW003 ai_gateway must be a block: write `ai_gateway {`" + block},
		},
		"blocks as a list": {
			"databricks_model_serving", "{name: a, ai_gateway: {usage_tracking_config: {enabled: true}, rate_limits: [{key: user, calls: 1, renewal_period: minute}]}}",
			[]string{"ai_gateway", "rate_limits"},
			[]string{"GW003 ai_gateway.rate_limits must be a block: write `rate_limits {`" + block},
		},
		"an argument as a block": {
			"databricks_ai_gateway_model_service", "{parent: schemas/a.b, model_service_id: a, config: {routing: {destinations: []}}}",
			[]string{"config"},
			[]string{"GW003 config must be an argument: write `config =` before its braces, write "},
		},
		"a name of no argument": {
			"databricks_model_serving", "{name: a, gateways: {}, ai_gateway: {usage_tracking_config: {enabled: true}}}",
			[]string{"gateways"},
			[]string{"GW002  gateways ai_gateway"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := terraformDocument(t, "  - {address: "+test.resource+".x, type: "+test.resource+", name: x, values: "+test.values+"}\n")
			unfit(t, doc.Root.Get("resources").Items()[0].Get("values"), test.path...)
			s := theTerraformSubject(t, doc)
			if diff := cmp.Diff(test.want, terraformFaults(s)); diff != "" {
				t.Error(diff)
			}
			if !s.Declared || !s.UsageTracking.Enabled {
				t.Error("what it says is not judged")
			}
			for i := range s.Text.InvalidValues {
				at := s.Place([]string{"text", "invalid_values", string(rune('0' + i))})
				if got := string(doc.Text.Bytes[at.Range.Start:at.Range.End]); got != test.path[len(test.path)-1] {
					t.Errorf("it is shown at %q", got)
				}
			}
		})
	}
}
