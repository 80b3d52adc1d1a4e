package gateway_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

// trace is what a path of the model of the only gateway of a document is known again by.
func trace(t *testing.T, kind gateway.Kind, text, path string) gateway.Trace {
	t.Helper()
	found, err := gateway.Normalise(document(t, text), kind)
	if err != nil || len(found) != 1 {
		t.Fatalf("%d gateways, %v", len(found), err)
	}
	segments := strings.Split(path, "/")
	return found[0].Trace(segments, found[0].Place(segments))
}

func TestAPlaceIsKnownAgainByWhatItIs(t *testing.T) {
	t.Parallel()
	limits := func(list string) string {
		return `{"name": "a", "ai_gateway": {"rate_limits": [` + list + `]}, "config": {"served_entities": [{"entity_name": "databricks-x"}]}}`
	}
	entities := func(list string) string { return `{"name": "a", "config": {"served_entities": [` + list + `]}}` }
	for name, test := range map[string]struct {
		in, path string
		want     gateway.Trace
	}{
		"a setting": {
			`{"name": "a", "ai_gateway": {"inference_table_config": {"table_name_prefix": "gw_"}}}`,
			"inference_table/prefix",
			gateway.Trace{Pointer: "/ai_gateway/inference_table_config/table_name_prefix", Value: "string:gw_"},
		},
		"one that is not written": {
			`{"name": "a", "ai_gateway": {"inference_table_config": {}}}`,
			"inference_table/prefix",
			gateway.Trace{Pointer: "/ai_gateway/inference_table_config/table_name_prefix"},
		},
		"one that is null": {
			`{"name": "a", "ai_gateway": {"inference_table_config": {"table_name_prefix": null}}}`,
			"inference_table/prefix",
			gateway.Trace{Pointer: "/ai_gateway/inference_table_config/table_name_prefix"},
		},
		"a gateway of a list answer": {
			`{"endpoints": [{"name": "a", "ai_gateway": {"inference_table_config": {"table_name_prefix": "gw_"}}}]}`,
			"inference_table/prefix",
			gateway.Trace{Pointer: "/ai_gateway/inference_table_config/table_name_prefix", Value: "string:gw_"},
		},
		"the gateway itself":          {limits(``), "declared", gateway.Trace{Pointer: "/ai_gateway"}},
		"a list":                      {limits(`{"key": "user"}`), "rate_limits", gateway.Trace{Pointer: "/ai_gateway/rate_limits"}},
		"a limit for each user":       {limits(`{"key": "user", "calls": 5}`), "rate_limits/0/calls", gateway.Trace{Pointer: "/ai_gateway/rate_limits/=user/calls", Value: "number:5"}},
		"the same behind another":     {limits(`{"key": "endpoint"}, {"key": "user", "calls": 5}`), "rate_limits/1/calls", gateway.Trace{Pointer: "/ai_gateway/rate_limits/=user/calls", Value: "number:5"}},
		"an amount in quotes":         {limits(`{"key": "user", "calls": "5"}`), "rate_limits/0/calls", gateway.Trace{Pointer: "/ai_gateway/rate_limits/=user/calls", Value: "string:5"}},
		"a limit of a group":          {limits(`{"key": "user_group", "principal": "a/b"}`), "rate_limits/0", gateway.Trace{Pointer: "/ai_gateway/rate_limits/=user_group=a~1b"}},
		"a limit without a key":       {limits(`{"calls": 5}`), "rate_limits/0", gateway.Trace{Pointer: "/ai_gateway/rate_limits/=endpoint"}},
		"an entity by its name":       {entities(`{"name": "n", "entity_name": "main.ml.m"}`), "destinations/0/entity", gateway.Trace{Pointer: "/config/served_entities/=n/entity_name", Value: "string:main.ml.m"}},
		"an entity without a name":    {entities(`{"entity_name": "main.ml.m", "entity_version": "3"}`), "destinations/0", gateway.Trace{Pointer: "/config/served_entities/=main.ml.m"}},
		"an external model":           {entities(`{"external_model": {"name": "gpt-4o", "provider": "openai"}}`), "destinations/0", gateway.Trace{Pointer: "/config/served_entities/=gpt-4o"}},
		"an element that has no name": {entities(`{}`), "destinations/0", gateway.Trace{Pointer: "/config/served_entities/*"}},
		"a name that is a credential": {entities(`{"name": "dapi` + strings.Repeat("0a", 16) + `"}`), "destinations/0", gateway.Trace{Pointer: "/config/served_entities/*"}},
		"the table, which is put together": {
			`{"name": "a", "ai_gateway": {"inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw", "table_name_prefix": "p"}}}`,
			"inference_table/table",
			gateway.Trace{Pointer: "/ai_gateway/inference_table_config", Value: "main.gw.p_payload"},
		},
		"a value that is invalid": {
			`{"name": "a", "ai_gateway": {"guardrails": {"input": {"safety": "yes"}}}}`,
			"text/invalid_values/0",
			gateway.Trace{Pointer: "/ai_gateway/guardrails/input/safety", Value: "string:yes"},
		},
		"a key that is not known": {
			`{"name": "a", "ai_gateway": {"guardrail": true}}`,
			"text/unknown_keys/0",
			gateway.Trace{Pointer: "/ai_gateway/guardrail"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, trace(t, gateway.Auto, test.in, test.path)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestKeysInAnotherSpellingAreTheSamePlace(t *testing.T) {
	t.Parallel()
	snake := `{"name": "model-services/main.ai.a", "config": {"rate_limits": [{"key": "RATE_LIMIT_KEY_SERVICE", "requests": 5, "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"}]}}`
	camel := strings.NewReplacer("rate_limits", "rateLimits", "renewal_period", "renewalPeriod").Replace(snake)
	want := trace(t, gateway.ModelService, snake, "rate_limits/0/calls")
	if diff := cmp.Diff(want, trace(t, gateway.ModelService, camel, "rate_limits/0/calls")); diff != "" {
		t.Error(diff)
	}
	if want.Pointer != "/config/rate_limits/=RATE_LIMIT_KEY_SERVICE/requests" {
		t.Errorf("%+v", want)
	}
}

func TestNoTraceIsMadeOfASecret(t *testing.T) {
	t.Parallel()
	token := "dapi" + strings.Repeat("0a", 16)
	model := func(config string) string {
		return `{"name": "a", "config": {"served_entities": [{"name": "e", "external_model": {"name": "m", "provider": "openai", "openai_config": ` + config + `}}]}}`
	}
	for name, in := range map[string]string{
		"a plaintext key":             model(`{"openai_api_key_plaintext": "hunter2hunter2"}`),
		"a short one":                 model(`{"openai_api_key_plaintext": "x1"}`),
		"a token anywhere":            `{"name": "a", "description": "` + token + `"}`,
		"a variable":                  `{"name": "a", "config": {"served_entities": [{"name": "e", "entity_name": "main.ml.m", "environment_vars": {"PASSWORD": "hunter2"}}]}}`,
		"a key that is a credential":  model(`{"` + token + `": "x"}`),
		"a value of an unknown key":   `{"name": "a", "ai_gateway": {"pasword": "hunter2"}}`,
		"a credential in a tag":       `{"name": "a", "tags": [{"key": "token", "value": "` + token + `"}]}`,
		"a name that is a credential": `{"name": "a", "ai_gateway": {"rate_limits": [{"key": "user_group", "principal": "` + token + `", "calls": 5}]}, "config": {"served_entities": [{"entity_name": "databricks-x"}]}}`,
		"a value that may be one":     `{"name": "a", "ai_gateway": {"guardrails": {"input": {"safety": "Tr0ub4dor&3"}}}}`,
		"a redacted value":            model(`{"openai_api_key_plaintext": "[redacted]"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found, err := gateway.Normalise(document(t, in), gateway.Endpoint)
			if err != nil || len(found) != 1 {
				t.Fatalf("%d gateways, %v", len(found), err)
			}
			s := found[0]
			paths := [][]string{{"rate_limits", "0", "principal"}, {"rate_limits", "0", "calls"}}
			for _, list := range []string{"credentials", "unknown_keys", "invalid_values", "placeholders", "duplicate_keys"} {
				for i := range 3 {
					paths = append(paths, []string{"text", list, strconv.Itoa(i)})
				}
			}
			for _, path := range paths {
				got := s.Trace(path, s.Place(path))
				for _, secret := range []string{token, "hunter2", "x1", "Tr0ub4dor&3", "[redacted]"} {
					if strings.Contains(got.Pointer+got.Value, secret) {
						t.Errorf("%v: %+v", path, got)
					}
				}
				if path[1] == "credentials" && got.Value != "" {
					t.Errorf("%v has a value: %+v", path, got)
				}
			}
		})
	}
}
