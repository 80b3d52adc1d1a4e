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
		"a create body with limits alone":       {`{config: {rate_limits: [{key: RATE_LIMIT_KEY_SERVICE}]}}`, []gist{{"model_service", "create", ""}}},
		"a create body with a table alone":      {`{config: {inference_table: {parent: schemas/a.b}}}`, []gist{{"model_service", "create", ""}}},
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
		"services and endpoints in one":         {`{model_services: [{name: model-services/a.b.c}], endpoints: [{name: e, ai_gateway: {}, state: {}}]}`, []gist{{"model_service", "list", "a.b.c"}, {"endpoint", "list", "e"}}},
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
				if fault := gateway.Unread(doc); fault != nil {
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
		"in an answer of a tool":    {`{result: {mcp_services: [{name: mcp-services/a.b.c}]}}`, "holds 'mcp_services' where it is not read"},
		"in a map of a tool":        {`{services: {chat: {parent: schemas/a.b, config: ` + routed("") + `}}}`, "holds 'config' where it is not read"},
		"in a request":              {`{model_service: {config: ` + routed("") + `}, parent: schemas/a.b}`, "holds 'config' where it is not read"},
		"in a plan":                 {`{planned_values: {root_module: {resources: [{type: databricks_ai_gateway_model_service}]}}}`, "is Terraform's JSON"},
		"in a plan of other things": {`{planned_values: {root_module: {resources: [{type: databricks_job}]}}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := ""
			if fault := gateway.Unread(documents(t, "x.yaml", test.in)[0]); fault != nil {
				got = fault.Error()
			}
			if !strings.Contains(got, test.want) || got != "" && test.want == "" {
				t.Errorf("%q, want %q", got, test.want)
			}
		})
	}
	if reason := gateway.UnreadText("x.tf", []byte(`resource "databricks_ai_gateway_mcp_service" "a" {}`)); reason == "" {
		t.Error("a service in Terraform's language is passed over")
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
		if !gateway.Relevant([]byte(text)) {
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
		if got := gateway.Speaks("x.json", []byte(test.text)); got != test.want {
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
