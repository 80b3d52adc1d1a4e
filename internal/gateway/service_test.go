package gateway_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

// routed is the config of a model service with one destination, and what else is
// written there.
func routed(more string) string {
	return `{routing: {destinations: [{name: a, pay_per_token_config: {model: models/system.ai.m}}]}` + more + `}`
}

func TestServicesAreRecognisedByContent(t *testing.T) {
	t.Parallel()
	type gist struct{ Kind, Form, Name string }
	for name, test := range map[string]struct {
		in   string
		want []gist
	}{
		"an answer of GET":                      {`{name: model-services/a.b.c, etag: x, config: ` + routed("") + `}`, []gist{{"model_service", "get", "a.b.c"}}},
		"a create body":                         {`{config: ` + routed("") + `}`, []gist{{"model_service", "create", ""}}},
		"a create body beside its parts":        {`{parent: schemas/a.b, model_service_id: c, config: ` + routed("") + `}`, []gist{{"model_service", "create", "a.b.c"}}},
		"a create body with a name":             {`{name: model-services/a.b.c, config: ` + routed("") + `}`, []gist{{"model_service", "create", "a.b.c"}}},
		"a create body with a templated config": {`{name: "model-services/${var.c}", config: "${var.x}"}`, []gist{{"model_service", "create", "${var.c}"}}},
		"an update of limits alone":             {`{config: {rate_limits: [{key: RATE_LIMIT_KEY_SERVICE}]}}`, []gist{{"model_service", "update", ""}}},
		"an update of a table alone":            {`{config: {inference_table: {parent: schemas/a.b}}}`, []gist{{"model_service", "update", ""}}},
		"a create body that misplaces":          {`{config: {destinations: [{destination_type: DESTINATION_TYPE_X}]}}`, []gist{{"model_service", "create", ""}}},
		"a list answer":                         {`{model_services: [{name: model-services/a.b.c, config: ` + routed("") + `}], next_page_token: t}`, []gist{{"model_service", "list", "a.b.c"}}},
		"a list answer with view=BASIC":         {`{model_services: [{name: model-services/a.b.c}, {name: model-services/a.b.d, config: {}}]}`, []gist{{"model_service", "list", "a.b.c"}, {"model_service", "list", "a.b.d"}}},
		"an item of such a list on its own":     {`{name: model-services/a.b.c, config: {rate_limits: []}}`, []gist{{"model_service", "list", "a.b.c"}}},
		"lists of two kinds":                    {`{mcp_services: [{name: mcp-services/a.b.c}], model_services: [{name: model-services/a.b.d}]}`, []gist{{"mcp_service", "list", "a.b.c"}, {"model_service", "list", "a.b.d"}}},
		"a list of create bodies":               {`{model_services: [{config: ` + routed("") + `}]}`, []gist{{"model_service", "create", ""}}},
		"a bare array":                          {`[{name: model-services/a.b.c, etag: x, config: ` + routed("") + `}, {name: mcp-services/a.b.d, etag: x}]`, []gist{{"model_service", "list", "a.b.c"}, {"mcp_service", "list", "a.b.d"}}},
		"a bare array with an endpoint":         {`[{config: ` + routed("") + `}, {name: e, ai_gateway: {}}]`, []gist{{"model_service", "create", ""}, {"endpoint", "create", "e"}}},
		"an empty page":                         {`{model_services: [], next_page_token: t}`, nil},
		"an empty page without its list":        {`{next_page_token: t}`, nil},
		"services and endpoints in one":         {`{model_services: [{name: model-services/a.b.c}], endpoints: [{name: e, ai_gateway: {}, state: {ready: READY, config_update: NOT_UPDATING}}]}`, []gist{{"model_service", "list", "a.b.c"}, {"endpoint", "list", "e"}}},
		"a config that is left out of":          {`{parent: schemas/a.b, model_service_id: c, routing: {destinations: [{pay_per_token_config: {model: m}}]}}`, []gist{{"model_service", "create", "a.b.c"}}},
		"limits without their config":           {`{rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: 1, renewal_period: RATE_LIMIT_RENEWAL_PERIOD_HOUR}]}`, []gist{{"model_service", "create", ""}}},
		"a named service without a config":      {`{name: model-services/a.b.c, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE}]}`, []gist{{"model_service", "create", "a.b.c"}}},
		"an MCP service without a config":       {`{source_connection: {name: connections/c}}`, []gist{{"mcp_service", "create", ""}}},
		"a provider service without a config":   {`{provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI}`, []gist{{"provider_service", "create", ""}}},
		"a named MCP service without a config":  {`{name: mcp-services/a.b.c, rate_limits: []}`, []gist{{"mcp_service", "create", "a.b.c"}}},
		"limits of a service in a put body":     {`{usage_tracking_config: {enabled: true}, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: 1, renewal_period: minute}]}`, []gist{{"endpoint", "put", ""}}},
		"an MCP service":                        {`{name: mcp-services/a.b.c, etag: x, config: {source_connection: {name: connections/c}}}`, []gist{{"mcp_service", "get", "a.b.c"}}},
		"an MCP service to create":              {`{config: {source_connection: {name: connections/c}}}`, []gist{{"mcp_service", "create", ""}}},
		"an MCP service of an earlier version":  {`{config: {connection: {name: connections/c}, include_tool_selectors: []}}`, []gist{{"mcp_service", "create", ""}}},
		"an MCP service without its connection": {`{name: mcp-services/a.b.c, etag: x, config: {include_tool_selectors: []}}`, []gist{{"mcp_service", "list", "a.b.c"}}},
		"a provider service":                    {`{name: model-provider-services/a.b.c, etag: x, config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI}}`, []gist{{"provider_service", "get", "a.b.c"}}},
		"a provider service to create":          {`{config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI}}`, []gist{{"provider_service", "create", ""}}},
		"a provider service with a wrong type":  {`{config: {provider_type: openai, openai: {direct: {api_key: {plaintext: x}}}}}`, []gist{{"provider_service", "create", ""}}},
		"a provider service in a list":          {`{model_provider_services: [{name: model-provider-services/a.b.c}]}`, []gist{{"provider_service", "list", "a.b.c"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []gist
			for _, s := range read(t, "gw.yaml", test.in) {
				got = append(got, gist{s.Kind, s.Form, s.Name})
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestEveryLineIsAPageOfItsOwn(t *testing.T) {
	t.Parallel()
	pages := `{"model_services": [{"name": "model-services/a.b.c"}], "next_page_token": "t2"}
{"next_page_token": "t3"}
{"model_services": [{"name": "model-services/a.b.d"}]}
`
	var got []string
	for _, s := range read(t, "gw.jsonl", pages) {
		got = append(got, s.ID)
	}
	if diff := cmp.Diff([]string{"gw.jsonl#0/model_services/0", "gw.jsonl#2/model_services/0"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestOtherSystemsHaveServicesToo(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"a catalogue of services":         `{model_services: [{name: search, url: "https://example.com", config: {}}]}`,
		"a folder of a repository":        `{name: model-services/chat, version: 1.0.0, config: {port: 80}}`,
		"a list of folders":               `{mcp_services: [{name: mcp-services/github}]}`,
		"destinations of a message queue": `{config: {routing: {destinations: [{destination_type: queue}]}}}`,
		"a connection of another system":  `{config: {source_connection: {name: postgres}}}`,
		"a provider of another system":    `{config: {provider_type: openai, allow_all_targets: true, openai: {direct: true}}}`,
		"limits of another system":        `{config: {rate_limits: [{key: user, limit: 5}]}}`,
		"a table of another system":       `{config: {inference_table: {parent: warehouse}}}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, doc := range documents(t, "x.yaml", in) {
				subjects, err := gateway.Normalise(doc, gateway.Auto)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range subjects {
					t.Errorf("read as a %s in form %s", s.Kind, s.Form)
				}
				if fault := gateway.Unsupported(doc, nil); fault != nil {
					t.Error(fault)
				}
			}
		})
	}
}

func TestAnyObjectIsAServiceWhereTheKindSaysSo(t *testing.T) {
	t.Parallel()
	for kind, want := range map[gateway.Kind]string{
		gateway.ModelService: "model_service", gateway.MCPService: "mcp_service", gateway.ProviderService: "provider_service",
	} {
		for _, in := range []string{`{}`, `[{}]`, `{config: ` + routed("") + `}`} {
			subjects, err := gateway.Normalise(documents(t, "x.yaml", in)[0], kind)
			if err != nil || len(subjects) != 1 || subjects[0].Kind != want {
				t.Errorf("%s read as %s: %d subjects, %v", in, kind, len(subjects), err)
			}
		}
	}
}

func TestAnEmptyPageIsNoGatewayWhateverTheKind(t *testing.T) {
	t.Parallel()
	for _, in := range []string{`{model_services: [], next_page_token: t}`, `{endpoints: []}`, `{mcp_services: null}`, `{next_page_token: t}`} {
		for _, kind := range gateway.Kinds() {
			subjects, err := gateway.Normalise(documents(t, "x.yaml", in)[0], gateway.Kind(kind))
			if err != nil || len(subjects) > 0 {
				t.Errorf("%s read as %s: %d subjects, %v", in, kind, len(subjects), err)
			}
		}
	}
}

func TestServicesThatAreNotReadAreNamed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"in a bundle":               {`{resources: {model_services: {chat: {parent: schemas/a.b}}}}`, "holds gateways of a bundle"},
		"in an answer of a tool":    {`{result: {mcp_services: [{name: mcp-services/a.b.c}]}}`, "holds `mcp_services` where it is not read"},
		"in a map of a tool":        {`{services: {chat: {parent: schemas/a.b, config: ` + routed("") + `}}}`, "holds `config` where it is not read"},
		"in a request":              {`{model_service: {config: ` + routed("") + `}, parent: schemas/a.b}`, "holds `config` where it is not read"},
		"in a plan":                 {`{planned_values: {root_module: {resources: [{type: databricks_ai_gateway_model_service}]}}}`, "holds gateways of Terraform where they are not read"},
		"in a plan of other things": {`{planned_values: {root_module: {resources: [{type: databricks_job}]}}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if fault := gateway.Unsupported(documents(t, "x.yaml", test.in)[0], nil); fault != nil {
				got = fault.Error()
			}
			if !strings.Contains(got, test.want) || got != "" && test.want == "" {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
}

func TestAServiceIsWorthParsing(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"a model service":    `{"config": {"routing": {"destinations": [{"pay_per_token_config": {"model": "m"}}]}}}`,
		"an MCP service":     `{"config": {"source_connection": {"name": "connections/c"}}}`,
		"a provider service": `{"config": {"targets": [{"native_api_types": ["x"]}], "openai": {"direct": {"api_key": {}}}}}`,
		"a page":             `{"mcp_services": []}`,
	} {
		if !gateway.MayHoldGateway([]byte(text)) {
			t.Errorf("%s is passed over", name)
		}
	}
}

func TestAServiceThatIsCutOffIsNotPassedOver(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"a destination":             {`{"config": {"routing": {"destinations": [{"destination_type": "DESTINATION_TYPE_EXTERNAL`, true},
		"a model of a provider":     {`{"config": {"routing": {"destinations": [{"external_model_config": {`, true},
		"a limit":                   {`{"model_services": [{"config": {"rate_limits": [{"key": "RATE_LIMIT_KEY_USER"`, true},
		"a provider service":        {`{"name": "model-provider-services/a.b.c", "config": {`, true},
		"a list of them":            {`{"model_provider_services": [{`, true},
		"a name":                    {`{"name": "mcp-services/a.b.c", "config": {`, true},
		"a name in YAML":            {"name: model-services/main.ai.chat\n\tconfig:", true},
		"a template of other names": {"name: mcp-services/{{ .Values.name }}\n{{- if .x }}", false},
		"a folder of a repository":  {`{"path": "model-services/a.b.c`, false},
	} {
		if got := gateway.LooksLikeGateway("x.json", []byte(test.text)); got != test.want {
			t.Errorf("%s: %v, want %v", name, got, test.want)
		}
	}
}

// facetsSeen lists which of some facets can be seen.
func facetsSeen(s *gateway.Subject, facets ...string) []string {
	return slices.DeleteFunc(facets, func(facet string) bool {
		_, unseen := s.Unseen(facet)
		return unseen
	})
}

func TestLimitsOfServices(t *testing.T) {
	t.Parallel()
	const period = `renewal_period: RATE_LIMIT_RENEWAL_PERIOD_HOUR`
	for name, test := range map[string]struct {
		in      string
		want    gateway.RateLimit
		invalid []gateway.InvalidValue
	}{
		"for the service": {
			in:   `{key: RATE_LIMIT_KEY_SERVICE, requests: 5, ` + period + `}`,
			want: gateway.RateLimit{Scope: "endpoint", Calls: 5, Tokens: -1, Period: "hour"},
		},
		"for each user": {
			in:   `{key: RATE_LIMIT_KEY_USER_DEFAULT, tokens: "9007199254740993", principal: "", renewal_period: RATE_LIMIT_RENEWAL_PERIOD_MINUTE}`,
			want: gateway.RateLimit{Scope: "user", Calls: -1, Tokens: 9007199254740993, Period: "minute"},
		},
		"for one user": {
			in:   `{key: RATE_LIMIT_KEY_USER, principal: a@b.c, requests: "0", ` + period + `}`,
			want: gateway.RateLimit{Scope: "user", Principal: "a@b.c", Calls: 0, Tokens: -1, Period: "hour"},
		},
		"for a group": {
			in:   `{key: RATE_LIMIT_KEY_USER_GROUP, principal: g, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "user_group", Principal: "g", Calls: 1, Tokens: -1, Period: "hour"},
		},
		"for a service principal that is missing": {
			in:   `{key: RATE_LIMIT_KEY_SERVICE_PRINCIPAL, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "service_principal", Calls: 1, Tokens: -1, Period: "hour"},
		},
		"for a tag": {
			in:   `{key: RATE_LIMIT_KEY_REQUEST_TAG, request_tag_key: team, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: 1, Tokens: -1, Period: "hour"},
		},
		"without a key": {
			in:   `{requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Implicit: true, Calls: 1, Tokens: -1, Period: "hour"},
		},
		"with the words of an endpoint": {
			in:   `{key: user, requests: many, renewal_period: minute}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: -1, Tokens: -1},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].key", Written: "user", Expected: "RATE_LIMIT_KEY_SERVICE, RATE_LIMIT_KEY_USER_DEFAULT, RATE_LIMIT_KEY_USER, RATE_LIMIT_KEY_USER_GROUP or RATE_LIMIT_KEY_SERVICE_PRINCIPAL", Nearest: "RATE_LIMIT_KEY_USER_DEFAULT"},
				{Key: "config.rate_limits[0].renewal_period", Written: "minute", Expected: "RATE_LIMIT_RENEWAL_PERIOD_MINUTE or RATE_LIMIT_RENEWAL_PERIOD_HOUR", Nearest: "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"},
				{Key: "config.rate_limits[0].requests", Written: "many", Expected: "a whole number, 0 or more"},
			},
		},
		"for one user who is not named": {
			in:   `{key: RATE_LIMIT_KEY_USER, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: 1, Tokens: -1, Period: "hour"},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].key", Written: "RATE_LIMIT_KEY_USER", Expected: "RATE_LIMIT_KEY_USER_DEFAULT, or have a principal beside it"},
			},
		},
		"for one user whose name is empty": {
			in:   `{key: RATE_LIMIT_KEY_USER, principal: "", requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "invalid", Calls: 1, Tokens: -1, Period: "hour"},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].key", Written: "RATE_LIMIT_KEY_USER", Expected: "RATE_LIMIT_KEY_USER_DEFAULT, or have a principal beside it"},
			},
		},
		"for each user, who is named": {
			in:   `{key: RATE_LIMIT_KEY_USER_DEFAULT, principal: a@b.c, requests: 1, ` + period + `}`,
			want: gateway.RateLimit{Scope: "user", Calls: 1, Tokens: -1, Period: "hour"},
			invalid: []gateway.InvalidValue{
				{Key: "config.rate_limits[0].principal", Expected: "left out beside RATE_LIMIT_KEY_USER_DEFAULT"},
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{config: `+routed(`, rate_limits: [`+test.in+`]`)+`}`)
			test.want.Sizes = sizes(test.want)
			if diff := cmp.Diff([]gateway.RateLimit{test.want}, s.RateLimits); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(append([]gateway.InvalidValue{}, test.invalid...), s.Text.InvalidValues); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// sizes are those of the amounts of a limit.
func sizes(limit gateway.RateLimit) gateway.Sizes {
	words := []string{"unset", "zero", "positive"}
	return gateway.Sizes{Calls: words[min(limit.Calls, 1)+1], Tokens: words[min(limit.Tokens, 1)+1]}
}

func TestAUserWhoIsYetToBeNamedIsNoFault(t *testing.T) {
	t.Parallel()
	s := only(t, `{config: `+routed(`, rate_limits: [{key: RATE_LIMIT_KEY_USER, principal: "${var.who}", requests: 1}]`)+`}`)
	if s.RateLimits[0].Scope != "user" || len(s.Text.InvalidValues) > 0 {
		t.Errorf("%+v %+v", s.RateLimits[0], s.Text.InvalidValues)
	}
	if seen := facetsSeen(s, "rate_limits.principal", "rate_limits.scope"); !cmp.Equal(seen, []string{"rate_limits.scope"}) {
		t.Errorf("seen are %v", seen)
	}
}

func TestTypesOfALaterPlatformAreJudgedInCreateBodies(t *testing.T) {
	t.Parallel()
	const config = `config: {routing: {destinations: [{name: a, destination_type: DESTINATION_TYPE_LATER}]}}`
	created, answered := only(t, `{`+config+`}`), only(t, `{name: model-services/a.b.c, etag: x, `+config+`}`)
	if len(created.Text.InvalidValues) != 1 || len(answered.Text.InvalidValues) > 0 {
		t.Errorf("created %v, answered %v", created.Text.InvalidValues, answered.Text.InvalidValues)
	}
}

func TestKeysThatOnlyPersonsWriteAreJudgedInCreateBodies(t *testing.T) {
	t.Parallel()
	const config = `config: {routing: {destinations: [{name: a, pay_per_token_config: {model: m, version: 1}}]}, guardrails: {}}`
	created, answered := only(t, `{`+config+`}`), only(t, `{name: model-services/a.b.c, etag: x, new_key: 1, `+config+`}`)
	want := []gateway.UnknownKey{
		{Key: "guardrails", Parent: "config"},
		{Key: "version", Parent: "config.routing.destinations[0].pay_per_token_config"},
	}
	if diff := cmp.Diff(want, created.Text.UnknownKeys); diff != "" {
		t.Error(diff)
	}
	if len(answered.Text.UnknownKeys) > 0 {
		t.Errorf("an answer has unknown keys: %v", answered.Text.UnknownKeys)
	}
}

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
			Enabled: true, Catalog: "Main", Schema: "AI", CatalogParts: []string{"Main"}, SchemaParts: []string{"AI"}, Prefix: "chat", Written: "chat", Table: "main.ai.chat_payload", Deleted: true, Named: true, Prefixed: true,
			PrefixLooks: gateway.Looks{Written: true},
		},
		Limits: []gateway.RateLimit{{Scope: "user", Calls: 100, Tokens: 10000, Period: "minute", Sizes: gateway.Sizes{Calls: "positive", Tokens: "positive"}}},
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
		"one of two has none":             {a + `, traffic_percentage: 100}, ` + b + `}`, gateway.Traffic{Destinations: 2, Shares: []int64{100, -1}, Unshared: 1}},
		"a share that is no whole number": {a + `, traffic_percentage: half}, ` + b + `}`, gateway.Traffic{Destinations: 2, Shares: []int64{-1, -1}, Unshared: 2}},
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

// partsOf are those of a name that is known.
func partsOf(name string) []string {
	if name == "" {
		return []string{}
	}
	return []string{name}
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
		"one with a prefix":             {`{parent: schemas/m.s, table_name_prefix: P}`, gateway.InferenceTable{Enabled: true, Catalog: "m", Schema: "s", Prefix: "P", Written: "P", PrefixLooks: gateway.Looks{Written: true}, Table: "m.s.p_payload"}},
		"one that the platform names":   {`{parent: schemas/m.s, table: tables/m.s.Other}`, gateway.InferenceTable{Enabled: true, Catalog: "m", Schema: "s", Table: "m.s.other"}},
		"one with nothing but its name": {`{table: tables/m.s.t}`, gateway.InferenceTable{Enabled: true, Catalog: "m", Schema: "s", Table: "m.s.t"}},
		"a parent without a schema":     {`{parent: schemas/m}`, gateway.InferenceTable{Enabled: true, Catalog: "m"}},
		"one of a wrong type":           {`[on]`, gateway.InferenceTable{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: model-services/a.b.chat, config: `+routed(`, inference_table: `+test.in)+`}`)
			test.want.CatalogParts, test.want.SchemaParts = partsOf(test.want.Catalog), partsOf(test.want.Schema)
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
	want := gateway.Provider{AllowAllTargets: true, ForwardHeaders: true, ForwardQuery: true, ForwardUnmanaged: true, Targets: 2, InlineKeys: []string{}}
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

func TestWhatAServiceDoesNotShowIsUnseen(t *testing.T) {
	t.Parallel()
	basic := func(list, config string) string {
		return `{` + list + `: [{name: ` + prefixes[list] + `a.b.c` + config + `}]}`
	}
	facets := []string{"inference_table.enabled", "inference_table.schema", "destinations.entity", "traffic.shares", "traffic.fallbacks", "fallback.enabled", "rate_limits.scope", "rate_limits.principal", "mcp.selectors", "mcp.deleted", "provider.allow_all_targets"}
	const every = "inference_table.enabled inference_table.schema destinations.entity traffic.shares traffic.fallbacks fallback.enabled rate_limits.scope rate_limits.principal mcp.selectors mcp.deleted provider.allow_all_targets"
	for name, test := range map[string]struct{ in, want string }{
		"an answer of GET":                         {chatService, every},
		"a create body":                            {`{config: ` + routed("") + `}`, every},
		"a service in a list with view=FULL":       {basic("model_services", `, config: `+routed("")), every},
		"a service in a list with view=BASIC":      {basic("model_services", `, config: {rate_limits: []}`), "rate_limits.scope rate_limits.principal mcp.selectors mcp.deleted provider.allow_all_targets"},
		"one that hides a principal":               {basic("model_services", `, config: {rate_limits: [{key: RATE_LIMIT_KEY_USER}]}`), "rate_limits.scope mcp.selectors mcp.deleted provider.allow_all_targets"},
		"one that has no principal to hide":        {basic("model_services", `, config: {rate_limits: [{key: RATE_LIMIT_KEY_USER_DEFAULT}, {key: RATE_LIMIT_KEY_SERVICE}]}`), "rate_limits.scope rate_limits.principal mcp.selectors mcp.deleted provider.allow_all_targets"},
		"one that hides where its table is":        {basic("model_services", `, config: {inference_table: {}}`), "inference_table.enabled rate_limits.scope rate_limits.principal mcp.selectors mcp.deleted provider.allow_all_targets"},
		"one without a config":                     {basic("model_services", ""), ""},
		"an MCP service in a list with view=BASIC": {basic("mcp_services", `, config: {include_tool_selectors: [a]}`), "destinations.entity traffic.shares traffic.fallbacks fallback.enabled rate_limits.scope rate_limits.principal mcp.selectors provider.allow_all_targets"},
		"a provider service in such a list":        {basic("model_provider_services", `, config: {allow_all_targets: true}`), "destinations.entity traffic.shares traffic.fallbacks fallback.enabled rate_limits.scope rate_limits.principal mcp.selectors mcp.deleted provider.allow_all_targets"},
		"a provider service that shows its table":  {basic("model_provider_services", `, config: {inference_table: {parent: schemas/a.b}}`), every},
		"a config that is yet to come":             {`{name: model-services/a.b.c, config: "${var.c}"}`, ""},
		"a table that is yet to come":              {`{config: ` + routed(`, inference_table: "${var.t}"`) + `}`, strings.TrimPrefix(every, "inference_table.enabled inference_table.schema ")},
		"a schema that is yet to come":             {`{config: ` + routed(`, inference_table: {parent: "schemas/${var.c}.s"}`) + `}`, strings.Replace(every, "inference_table.schema ", "", 1)},
		"a routing that is yet to come":            {`{config: {routing: "${var.r}", rate_limits: [{key: RATE_LIMIT_KEY_SERVICE}]}}`, "inference_table.enabled inference_table.schema rate_limits.scope rate_limits.principal mcp.selectors mcp.deleted provider.allow_all_targets"},
		"a fallback that is yet to come":           {`{config: {routing: {destinations: [{name: a, pay_per_token_config: {model: m}}], fallback: "${var.f}"}}}`, "inference_table.enabled inference_table.schema traffic.shares rate_limits.scope rate_limits.principal mcp.selectors mcp.deleted provider.allow_all_targets"},
		"a share that is yet to come":              {`{config: {routing: {destinations: [{name: a, pay_per_token_config: {model: m}, traffic_percentage: "${var.s}"}, {name: b}]}}}`, strings.Replace(every, "traffic.shares ", "", 1)},
		"an MCP limit that may be in tokens alone": {`{config: {source_connection: {name: connections/c}, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: "${var.n}", tokens: 5}]}}`, strings.Replace(every, "rate_limits.scope ", "", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := facetsSeen(only(t, test.in), append([]string{}, facets...)...)
			if diff := cmp.Diff(strings.Fields(test.want), got, cmp.Transformer("empty", func(l []string) string { return strings.Join(l, " ") })); diff != "" {
				t.Error(diff)
			}
		})
	}
}

var prefixes = map[string]string{
	"model_services": "model-services/", "mcp_services": "mcp-services/", "model_provider_services": "model-provider-services/",
}

func TestPlacesInAService(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"inference_table deleted":  "/config/inference_table/is_deleted",
		"inference_table schema":   "/config/inference_table/parent",
		"inference_table enabled":  "/config/inference_table/disabled",
		"rate_limits 0 calls":      "/config/rate_limits/0/requests",
		"destinations 1 deleted":   "/config/routing/destinations/1/is_deleted",
		"destinations 2":           "/config/routing/fallback/destinations/0",
		"destinations 2 deleted":   "/config/routing/fallback/destinations/0/is_deleted",
		"routes":                   "/config/routing/destinations",
		"fallback enabled":         "/config/routing/fallback/destinations",
		"policies":                 "/config",
		"destinations 7 something": "/config/routing/fallback/destinations/5",
	} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			if got := only(t, chatService).Place(strings.Fields(path)).Pointer; got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

func TestCredentialsOfAProviderServiceAreFoundAndMasked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ provider, key string }{
		"an API key":              {`openai: {direct: {api_key: {plaintext: hunter2-hunter2}}}`, "config.openai.direct.api_key.plaintext"},
		"a key in a header":       {`custom: {direct: {header_auth: {api_key_value: {plaintext: hunter2-hunter2}}}}`, "config.custom.direct.header_auth.api_key_value.plaintext"},
		"a secret of Entra":       {`azure_openai: {direct: {entra_service_principal: {client_secret: {plaintext: hunter2-hunter2}}}}`, "config.azure_openai.direct.entra_service_principal.client_secret.plaintext"},
		"a key of AWS":            {`amazon_bedrock: {direct: {aws_access_key: {access_key_id: id, secret_access_key: {plaintext: hunter2-hunter2}}}}`, "config.amazon_bedrock.direct.aws_access_key.secret_access_key.plaintext"},
		"a key of a provider":     {`openai: {api_key: hunter2-hunter2}`, "config.openai.api_key"},
		"a key without its block": {`openai: {direct: {api_key: hunter2-hunter2}}`, "config.openai.direct.api_key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI, `+test.provider+`}}`)
			if diff := cmp.Diff([]gateway.Credential{{Key: test.key, Form: "plaintext"}}, s.Text.Credentials); diff != "" {
				t.Error(diff)
			}
			if shown := strings.Join(s.Source().Excerpt(1, 1), ""); strings.Contains(shown, "hunter2") {
				t.Errorf("%s is shown", shown)
			}
		})
	}
}

func TestWhatIsNoCredentialOfAProviderService(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in     string
		unseen bool
	}{
		"a variable in a create body":     {`{config: {provider_type: X, openai: {direct: {api_key: {plaintext: "${var.key}"}}}}}`, false},
		"a service credential":            {`{config: {provider_type: X, amazon_bedrock: {direct: {service_credential: {name: credentials/c}}}}}`, false},
		"a key that an answer keeps back": {`{name: model-provider-services/a.b.c, etag: x, config: {provider_type: X, openai: {direct: {api_key: {}}}}}`, true},
		"a service credential in one":     {`{name: model-provider-services/a.b.c, etag: x, config: {provider_type: X, amazon_bedrock: {direct: {service_credential: {name: credentials/c}}}}}`, false},
		"a token that is passed on":       {`{name: model-provider-services/a.b.c, etag: x, config: {provider_type: X, anthropic: {relayed: {}}}}`, false},
		"a model service":                 {chatService, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, test.in)
			if len(s.Text.Credentials) > 0 {
				t.Errorf("found %v", s.Text.Credentials)
			}
			if mark, unseen := s.Unseen("text.credentials"); unseen != test.unseen {
				t.Errorf("unseen %v (%s)", unseen, mark.Reason)
			}
		})
	}
}

func TestAKeyOfBetaThatMaySwitchATableOffLeavesItOpen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in     string
		unseen bool
	}{
		"it says off":           {`{parent: schemas/a.b, enabled: false}`, true},
		"it says off with more": {`{parent: schemas/a.b, table_name_prefix: x, enabled: false}`, true},
		"it says on":            {`{parent: schemas/a.b, enabled: true}`, false},
		"it is null":            {`{parent: schemas/a.b, enabled: null}`, false},
		"it is no boolean":      {`{parent: schemas/a.b, enabled: 0}`, false},
		"it is not there":       {`{parent: schemas/a.b}`, false},
		"it stands elsewhere":   {`{parent: schemas/a.b}, enabled: false`, false},
		"there is no table":     {`null`, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: model-services/a.b.c, etag: x, config: `+routed(", inference_table: "+test.in)+`}`)
			if _, unseen := s.Unseen("inference_table.enabled"); unseen != test.unseen {
				t.Errorf("unseen: %v", unseen)
			}
		})
	}
}
