package schema_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gwlint/gwlint/schema"
)

// unexplained leaves out what a violation says beside its words: see
// TestAViolationSaysWhatWouldBeValid.
var unexplained = cmpopts.IgnoreFields(schema.Violation{}, "Values", "Types")

func parse(t testing.TB, text string) any {
	t.Helper()
	decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		t.Fatal(err)
	}
	return value
}

func validate(t testing.TB, name schema.Name, text string) []schema.Violation {
	t.Helper()
	found, err := schema.Validate(name, parse(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func path(dotted string) []string { return strings.Split(dotted, "/") }

func last(dotted string) string {
	steps := path(dotted)
	return steps[len(steps)-1]
}

func unknown(at, nearest string) schema.Violation {
	return schema.Violation{Kind: schema.UnknownKey, Pointer: path(at), Key: last(at), Nearest: nearest}
}

func invalid(at, expected string) schema.Violation {
	return schema.Violation{Kind: schema.InvalidValue, Pointer: path(at), Key: last(at), Expected: expected}
}

func otherCase(at, expected string) schema.Violation {
	found := invalid(at, expected)
	found.CaseOnly = true
	return found
}

func misplaced(at, belongs string) schema.Violation {
	return schema.Violation{Kind: schema.Misplaced, Pointer: path(at), Key: last(at), Belongs: belongs}
}

func TestDocumentsThatTheAPITakesOrGivesAreClean(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/clean/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("no clean documents", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			name := schema.Endpoint
			if filepath.Base(file) == "put.json" {
				name = schema.PutAIGateway
			}
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]schema.Violation(nil), validate(t, name, string(text)), unexplained); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const (
	pii     = "BLOCK, MASK or NONE"
	keys    = "endpoint, user, user_group or service_principal"
	boolean = "true or false"
	whole   = "a whole number, 0 or more"
	object  = "an object"
	list    = "a list"
)

func TestDeparturesFromAnEndpointAreExplained(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want []schema.Violation
	}{
		"a section under an invented name": {
			`{"ai_gateway": {"rate_limit_config": [], "usage_tracking": {"enabled": true}, "inference_table": {}, "guardrail": {}, "fallbacks": {}}}`,
			[]schema.Violation{
				unknown("ai_gateway/fallbacks", "fallback_config"), unknown("ai_gateway/guardrail", "guardrails"),
				unknown("ai_gateway/inference_table", "inference_table_config"), unknown("ai_gateway/rate_limit_config", "rate_limits"),
				unknown("ai_gateway/usage_tracking", "usage_tracking_config"),
			},
		},
		"a section in another spelling": {
			`{"aiGateway": {}, "ai_gateway": {"rateLimits": [], "usage-tracking-config": {}, "gaurdrails": {}}}`,
			[]schema.Violation{
				unknown("aiGateway", "ai_gateway"), unknown("ai_gateway/gaurdrails", "guardrails"),
				unknown("ai_gateway/rateLimits", "rate_limits"), unknown("ai_gateway/usage-tracking-config", "usage_tracking_config"),
			},
		},
		"personal data switched by a flag": {
			`{"ai_gateway": {"guardrails": {"input": {"pii": {"enabled": true}}, "output": {"pii": {"action": "BLOCK"}}}}}`,
			[]schema.Violation{
				unknown("ai_gateway/guardrails/input/pii/enabled", "behavior"), unknown("ai_gateway/guardrails/output/pii/action", "behavior"),
			},
		},
		"a behavior that does not exist": {
			`{"ai_gateway": {"guardrails": {"input": {"pii": {"behavior": "WARN"}}, "output": {"pii": {"behavior": "REDACT"}}}}}`,
			[]schema.Violation{
				invalid("ai_gateway/guardrails/input/pii/behavior", pii), invalid("ai_gateway/guardrails/output/pii/behavior", pii),
			},
		},
		"a behavior in lower case": {
			`{"ai_gateway": {"guardrails": {"input": {"pii": {"behavior": "block"}}}}}`,
			[]schema.Violation{otherCase("ai_gateway/guardrails/input/pii/behavior", pii)},
		},
		"guardrails in an invented shape": {
			`{"ai_gateway": {"guardrails": {"pii": {"behavior": "BLOCK"}, "input_guardrails": [], "input": {"behavior": "BLOCK", "pii": "BLOCK", "safety": {"enabled": true}, "pii_detection": true}}}}`,
			[]schema.Violation{
				misplaced("ai_gateway/guardrails/input/behavior", "ai_gateway.guardrails.input.pii.behavior"),
				invalid("ai_gateway/guardrails/input/pii", object),
				unknown("ai_gateway/guardrails/input/pii_detection", "pii"),
				invalid("ai_gateway/guardrails/input/safety", boolean),
				unknown("ai_gateway/guardrails/input_guardrails", "input"),
				misplaced("ai_gateway/guardrails/pii", "ai_gateway.guardrails.input.pii"),
			},
		},
		"a list where an object belongs": {
			`{"ai_gateway": {"guardrails": [], "usage_tracking_config": [{"enabled": true}], "rate_limits": {"key": "user"}}}`,
			[]schema.Violation{
				invalid("ai_gateway/guardrails", object), invalid("ai_gateway/rate_limits", list), invalid("ai_gateway/usage_tracking_config", object),
			},
		},
		"a limit that says nothing valid": {
			`{"ai_gateway": {"rate_limits": [{"key": "users", "calls": "100", "renewal_period": "MINUTE"}, {"key": "user_id", "tokens": 1.5, "renewal_period": "hour"}, "user", null]}}`,
			[]schema.Violation{
				invalid("ai_gateway/rate_limits/0/calls", whole), invalid("ai_gateway/rate_limits/0/key", keys),
				otherCase("ai_gateway/rate_limits/0/renewal_period", "minute"),
				invalid("ai_gateway/rate_limits/1/key", keys), invalid("ai_gateway/rate_limits/1/renewal_period", "minute"),
				invalid("ai_gateway/rate_limits/1/tokens", whole),
				invalid("ai_gateway/rate_limits/2", object), invalid("ai_gateway/rate_limits/3", object),
			},
		},
		"a limit in other words": {
			`{"ai_gateway": {"rate_limits": [{"scope": "user", "requests": 5, "period": "minute", "unit": "s"}]}}`,
			[]schema.Violation{
				unknown("ai_gateway/rate_limits/0/period", "renewal_period"), unknown("ai_gateway/rate_limits/0/requests", "calls"),
				unknown("ai_gateway/rate_limits/0/scope", "key"), unknown("ai_gateway/rate_limits/0/unit", "renewal_period"),
			},
		},
		"a table in other words": {
			`{"ai_gateway": {"inference_table_config": {"catalog": "a", "schema": "b", "table_prefix": "c", "enabled": "true"}}}`,
			[]schema.Violation{
				unknown("ai_gateway/inference_table_config/catalog", "catalog_name"),
				invalid("ai_gateway/inference_table_config/enabled", boolean),
				unknown("ai_gateway/inference_table_config/schema", "schema_name"),
				unknown("ai_gateway/inference_table_config/table_prefix", "table_name_prefix"),
			},
		},
		"a gateway under config": {
			`{"config": {"ai_gateway": {"rate_limits": "not looked into"}, "rate_limits": [], "guardrails": {}, "usage_tracking": {}}}`,
			[]schema.Violation{
				misplaced("config/ai_gateway", "ai_gateway"), misplaced("config/guardrails", "ai_gateway.guardrails"),
				misplaced("config/rate_limits", "ai_gateway.rate_limits"), unknown("config/usage_tracking", "ai_gateway.usage_tracking_config"),
			},
		},
		"sections beside the name": {
			`{"name": "x", "guardrails": {}, "usage_tracking_config": {}, "inference_table_config": {}, "fallback_config": {}, "served_entities": [], "traffic_config": {}}`,
			[]schema.Violation{
				misplaced("fallback_config", "ai_gateway.fallback_config"), misplaced("guardrails", "ai_gateway.guardrails"),
				misplaced("inference_table_config", "ai_gateway.inference_table_config"), misplaced("served_entities", "config.served_entities"),
				misplaced("traffic_config", "config.traffic_config"), misplaced("usage_tracking_config", "ai_gateway.usage_tracking_config"),
			},
		},
		"a share on the entity itself": {
			`{"config": {"served_entities": [{"name": "a", "traffic_percentage": 100}], "traffic_config": {"routes": [{"name": "a", "weight": 5, "traffic_percentage": "100"}]}}}`,
			[]schema.Violation{
				misplaced("config/served_entities/0/traffic_percentage", "config.traffic_config.routes"),
				unknown("config/traffic_config/routes/0/name", "served_entity_name"),
				invalid("config/traffic_config/routes/0/traffic_percentage", whole),
				unknown("config/traffic_config/routes/0/weight", "traffic_percentage"),
			},
		},
		"a provider's settings on the model": {
			`{"config": {"served_entities": [{"provider": "openai", "external_model": {"openai_api_key": "x"}}]}}`,
			[]schema.Violation{
				misplaced("config/served_entities/0/external_model/openai_api_key", "config.served_entities.external_model.openai_config.openai_api_key"),
				misplaced("config/served_entities/0/provider", "config.served_entities.external_model.provider"),
			},
		},
		"served entities inside the gateway": {
			`{"ai_gateway": {"served_entities": [], "pii": {}, "catalog_name": "main"}}`,
			[]schema.Violation{
				misplaced("ai_gateway/catalog_name", "ai_gateway.inference_table_config.catalog_name"),
				misplaced("ai_gateway/pii", "ai_gateway.guardrails.input.pii"), misplaced("ai_gateway/served_entities", "config.served_entities"),
			},
		},
		"a key with dots in it":      {`{"ai_gateway": {"a.b/c": 1}}`, []schema.Violation{{Kind: schema.UnknownKey, Pointer: []string{"ai_gateway", "a.b/c"}, Key: "a.b/c"}}},
		"a key that nothing is near": {`{"zzz": 1}`, []schema.Violation{unknown("zzz", "")}},
		"a number that nobody means": {
			`{"ai_gateway": {"rate_limits": [{"calls": 1e999999}, {"calls": 100.0}, {"tokens": -1}]}}`,
			[]schema.Violation{invalid("ai_gateway/rate_limits/0/calls", whole), invalid("ai_gateway/rate_limits/2/tokens", whole)},
		},
		"not an object at all": {`["x"]`, []schema.Violation{{Pointer: []string{}, Expected: object}}},
		"ten limits are ordered as numbers": {
			`{"ai_gateway": {"rate_limits": [{},{},{"key":"x"},{},{},{},{},{},{},{},{"key":"x"}]}}`,
			[]schema.Violation{invalid("ai_gateway/rate_limits/2/key", keys), invalid("ai_gateway/rate_limits/10/key", keys)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, validate(t, schema.Endpoint, test.in), unexplained); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDeparturesFromAPutBodyAreToldInItsOwnPaths(t *testing.T) {
	t.Parallel()
	got := validate(t, schema.PutAIGateway, `{"ai_gateway": {}, "guardrails": {"pii": {}}, "rate_limit_config": [], "config": {}, "usage_tracking_config": {"enabled": 1}}`)
	want := []schema.Violation{
		misplaced("ai_gateway", "the top level of the body"),
		misplaced("config", "config of the endpoint"),
		misplaced("guardrails/pii", "guardrails.input.pii"),
		unknown("rate_limit_config", "rate_limits"),
		invalid("usage_tracking_config/enabled", boolean),
	}
	if diff := cmp.Diff(want, got, unexplained); diff != "" {
		t.Error(diff)
	}
}

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
			unknown("config/destinations", "config.routing.destinations"),
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
			if diff := cmp.Diff(test.want, validate(t, test.schema, test.in), unexplained); diff != "" {
				t.Error(diff)
			}
		})
	}
}
