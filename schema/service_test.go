package schema_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/schema"
)

func TestServicesAreHeldToTheirSchemas(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		schema schema.Name
		in     string
		want   []schema.Violation
	}{
		"a model service in full": {schema.ModelService, `{"parent": "schemas/a.b", "model_service_id": "c", "comment": null, "config": {
			"inference_table": {"parent": "schemas/a.b", "table_name_prefix": "c"},
			"rate_limits": [{"key": "RATE_LIMIT_KEY_SERVICE", "requests": 1, "tokens": 2, "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_HOUR"}],
			"routing": {"destinations": [{"name": "a", "destination_type": "DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL", "pay_per_token_config": {"model": "m"}, "traffic_percentage": 100}], "fallback": {"destinations": []}}}}`, nil},
		"what earlier versions take": {schema.ModelService, `{"owner": "a", "config": {"inference_table": {"disabled": true},
			"rate_limits": [{"key": "RATE_LIMIT_KEY_REQUEST_TAG", "request_tag_key": "a", "request_tag_value": "b"}],
			"routing": {"first_token_timeout": "5s", "traffic_splitting": {}}}}`, nil},
		"an MCP service in full": {schema.MCPService, `{"name": "mcp-services/a.b.c", "config": {"source_connection": {"name": "connections/c", "options": {"client_id": "x"}}, "include_tool_selectors": ["a"], "rate_limits": []}}`, nil},
		"a provider service in full": {schema.ProviderService, `{"model_provider_service_id": "c", "config": {"provider_type": "EXTERNAL_MODEL_PROVIDER_TYPE_CUSTOM", "custom": {"direct": {"base_url": "u", "header_auth": {"api_key_name": "n", "api_key_value": {"plaintext": "p"}}}},
			"targets": [{"model": "m", "native_api_types": ["t"]}], "allow_all_targets": false, "inference_table": {"parent": "schemas/a.b"}}}`, nil},
		"the words of an endpoint": {schema.ModelService, `{"config": {"inference_table_config": {}, "rate_limits": [{"calls": 1, "scope": "user"}]}}`, []schema.Violation{
			unknown("config/inference_table_config", "inference_table"),
			unknown("config/rate_limits/0/calls", "requests"),
			unknown("config/rate_limits/0/scope", "key"),
		}},
		"settings in the wrong place": {schema.ModelService, `{"rate_limits": [], "config": {"destinations": [], "inference_table": {"catalog_name": "a"}}}`, []schema.Violation{
			misplaced("config/destinations", "config.routing.destinations"),
			misplaced("config/inference_table/catalog_name", "config.inference_table.parent"),
			misplaced("rate_limits", "config.rate_limits"),
		}},
		"the connection of an earlier version": {schema.MCPService, `{"config": {"connection": {}, "tools": []}}`, []schema.Violation{
			unknown("config/connection", "source_connection"),
			unknown("config/tools", "include_tool_selectors"),
		}},
		"a provider in lower case": {schema.ProviderService, `{"config": {"provider_type": "external_model_provider_type_openai", "openai": {"direct": {"api_key": "k"}}}}`, []schema.Violation{
			invalid("config/openai/direct/api_key", "an object"),
			otherCase("config/provider_type", "EXTERNAL_MODEL_PROVIDER_TYPE_AMAZON_BEDROCK, EXTERNAL_MODEL_PROVIDER_TYPE_ANTHROPIC, EXTERNAL_MODEL_PROVIDER_TYPE_AZURE_OPENAI, EXTERNAL_MODEL_PROVIDER_TYPE_CUSTOM, EXTERNAL_MODEL_PROVIDER_TYPE_GEMINI_ENTERPRISE, EXTERNAL_MODEL_PROVIDER_TYPE_MICROSOFT_FOUNDRY or EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI"),
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, validate(t, test.schema, test.in)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
