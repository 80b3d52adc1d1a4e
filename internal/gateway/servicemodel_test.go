package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

const chatService = `{name: model-services/main.ai.chat, etag: x, supported_api_types: [openai/v1/chat/completions], config: {
 inference_table: {parent: schemas/Main.AI, table_name_prefix: chat, is_deleted: true},
 rate_limits: [{key: RATE_LIMIT_KEY_USER_DEFAULT, renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE, requests: "100", tokens: 10000}],
 routing: {
  destinations: [
   {name: a, destination_type: DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL, traffic_percentage: 60, external_model_config: {model_provider_service: model-provider-services/main.ai.openai, target: {model: gpt-5}}},
   {name: b, destination_type: DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL, traffic_percentage: "40", is_deleted: true, pay_per_token_config: {model: models/system.ai.claude}}],
  fallback: {destinations: [{name: c, destination_type: DESTINATION_TYPE_PROVISIONED_THROUGHPUT_FOUNDATION_MODEL, is_deleted: true, provisioned_throughput_config: {model_serving_endpoint: serving-endpoints/pt, model: system.ai.llama}}]}}}}`

func TestAModelServiceHasTheModelOfAGateway(t *testing.T) {
	t.Parallel()
	s := only(t, chatService)
	type part struct {
		Hosting, Task          string
		Provided, Declared, On bool
		Table                  gateway.InferenceTable
		Limits                 []gateway.RateLimit
		Destinations           []gateway.Destination
		Traffic                gateway.Traffic
		Fallback               bool
		Sections               gateway.Sections
	}
	want := part{
		Hosting: "unknown", Task: "llm/v1/chat", Declared: true, On: true,
		Table: gateway.InferenceTable{
			Enabled: true, Catalog: "Main", Schema: "AI", Prefix: "chat", Written: "chat", Table: "main.ai.chat_payload", Deleted: true, Named: true, Prefixed: true,
		},
		Limits: []gateway.RateLimit{{Scope: "user", Calls: 100, Tokens: 10000, Period: "minute"}},
		Destinations: []gateway.Destination{
			{Name: "a", Entity: "gpt-5", Provider: "main.ai.openai", Share: 60},
			{Name: "b", Entity: "system.ai.claude", Share: 40, Deleted: true},
			{Name: "c", Entity: "pt", Share: -1, Standby: true, Deleted: true},
		},
		Traffic:  gateway.Traffic{Destinations: 2, Fallbacks: 1, Shares: []int64{60, 40}},
		Fallback: true,
		Sections: gateway.Sections{UsageTracking: true, InferenceTable: true, RateLimits: true, Fallback: true},
	}
	got := part{s.Hosting, s.Task, s.Provided, s.Declared, s.UsageTracking.Enabled, s.InferenceTable, s.RateLimits, s.Destinations, s.Traffic, s.Fallback.Enabled, s.Sections}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, invalid := range s.Text.InvalidValues {
		t.Errorf("%s must be %s", invalid.Key, invalid.Expected)
	}
}

func TestTheHostingOfAServiceIsThatOfItsDestinations(t *testing.T) {
	t.Parallel()
	const of = `{destination_type: DESTINATION_TYPE_`
	for name, test := range map[string]struct{ in, want string }{
		"models of a provider":         {of + `EXTERNAL_FOUNDATION_MODEL}`, "external"},
		"models paid by token":         {of + `PAY_PER_TOKEN_FOUNDATION_MODEL}`, "foundation"},
		"throughput bought in advance": {of + `PROVISIONED_THROUGHPUT_FOUNDATION_MODEL}`, "provisioned"},
		"several":                      {of + `EXTERNAL_FOUNDATION_MODEL}, ` + of + `PAY_PER_TOKEN_FOUNDATION_MODEL}`, "unknown"},
		"a type that is yet to come":   {of + `AGENT}`, "unknown"},
		"a model without its type":     {`{pay_per_token_config: {model: m}}`, "foundation"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := only(t, `{config: {routing: {destinations: [`+test.in+`]}}}`).Hosting; got != test.want {
				t.Errorf("hosting %q, want %q", got, test.want)
			}
		})
	}
}

func TestAnExternalDestinationIsKnownForOne(t *testing.T) {
	t.Parallel()
	s := only(t, `{config: {routing: {destinations: [{destination_type: DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL, external_model_config: {target: {model: gpt-5}}}]}}}`)
	want := []gateway.Destination{{Entity: "gpt-5", Provider: "external", Share: 100}}
	if diff := cmp.Diff(want, s.Destinations); diff != "" {
		t.Error(diff)
	}
}

func TestSharesOfPrimaryDestinations(t *testing.T) {
	t.Parallel()
	const a, b = `{name: a, pay_per_token_config: {model: m}`, `{name: b, pay_per_token_config: {model: m}`
	for name, test := range map[string]struct {
		in   string
		want gateway.Traffic
	}{
		"one gets all":                    {a + `}`, gateway.Traffic{Destinations: 1, Shares: []int64{100}}},
		"one gets all, whatever it says":  {a + `, traffic_percentage: 5}`, gateway.Traffic{Destinations: 1, Shares: []int64{100}}},
		"two have theirs":                 {a + `, traffic_percentage: 90}, ` + b + `, traffic_percentage: 10}`, gateway.Traffic{Destinations: 2, Shares: []int64{90, 10}}},
		"one of two has none":             {a + `, traffic_percentage: 100}, ` + b + `}`, gateway.Traffic{Destinations: 2, Shares: []int64{100, -1}}},
		"a share that is no whole number": {a + `, traffic_percentage: half}, ` + b + `}`, gateway.Traffic{Destinations: 2, Shares: []int64{-1, -1}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{config: {routing: {destinations: [`+test.in+`]}}}`)
			if diff := cmp.Diff(test.want, s.Traffic); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestTheTableOfAService(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want gateway.InferenceTable
	}{
		"none is off":                   {`null`, gateway.InferenceTable{}},
		"one is on":                     {`{parent: schemas/m.s}`, gateway.InferenceTable{Enabled: true, Catalog: "m", Schema: "s", Table: "m.s.chat_payload"}},
		"one that is empty is on":       {`{}`, gateway.InferenceTable{Enabled: true}},
		"one that is disabled is off":   {`{parent: schemas/m.s, disabled: true}`, gateway.InferenceTable{Catalog: "m", Schema: "s"}},
		"one with a prefix":             {`{parent: schemas/m.s, table_name_prefix: P}`, gateway.InferenceTable{Enabled: true, Catalog: "m", Schema: "s", Prefix: "P", Written: "P", Table: "m.s.p_payload"}},
		"one that the platform names":   {`{parent: schemas/m.s, table: tables/m.s.Other}`, gateway.InferenceTable{Enabled: true, Catalog: "m", Schema: "s", Table: "m.s.other"}},
		"one with nothing but its name": {`{table: tables/m.s.t}`, gateway.InferenceTable{Enabled: true, Catalog: "m", Schema: "s", Table: "m.s.t"}},
		"a parent without a schema":     {`{parent: schemas/m}`, gateway.InferenceTable{Enabled: true, Catalog: "m"}},
		"one of a wrong type":           {`[on]`, gateway.InferenceTable{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: model-services/a.b.chat, config: `+routed(`, inference_table: `+test.in)+`}`)
			test.want.Named, test.want.Prefixed = test.want.Table != "", test.want.Prefix != ""
			if diff := cmp.Diff(test.want, s.InferenceTable); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatAnMCPServiceExposes(t *testing.T) {
	t.Parallel()
	s := only(t, `{name: mcp-services/a.b.c, etag: x, config: {source_connection: {name: connections/a.b.conn, is_deleted: true}, include_tool_selectors: [read_*, list]}}`)
	want := gateway.MCP{Selectors: []string{"read_*", "list"}, Connection: "a.b.conn", Deleted: true}
	if diff := cmp.Diff(want, s.MCP); diff != "" {
		t.Error(diff)
	}
}

func TestWhatAProviderServiceLetsThrough(t *testing.T) {
	t.Parallel()
	s := only(t, `{config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI, allow_all_targets: true, forward_headers: true, forward_query_parameters: true, forward_unmanaged_paths: true, targets: [{model: a}, {model: b}]}}`)
	want := gateway.Provider{AllowAllTargets: true, ForwardHeaders: true, ForwardQuery: true, ForwardUnmanaged: true, Targets: 2}
	if diff := cmp.Diff(want, s.Provider); diff != "" || s.Hosting != "external" {
		t.Errorf("hosting %s\n%s", s.Hosting, diff)
	}
}

func TestAServiceOfTheSystemIsProvided(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]bool{
		`{name: model-services/system.ai.c, etag: x, config: ` + routed("") + `}`: true,
		`{name: model-services/main.ai.c, etag: x, config: ` + routed("") + `}`:   false,
		`{name: model-services/system.ai.c, config: ` + routed("") + `}`:          false,
	} {
		if got := only(t, in).Provided; got != want {
			t.Errorf("%s: provided %v", in, got)
		}
	}
}
