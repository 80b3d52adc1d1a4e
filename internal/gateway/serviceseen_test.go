package gateway_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

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

func TestGuardrailsOfAServiceAreNeverSeen(t *testing.T) {
	t.Parallel()
	for _, in := range []string{chatService, `{config: ` + routed("") + `}`, `{model_services: [{name: model-services/a.b.c}]}`} {
		mark, unseen := only(t, in).Unseen("guardrails.input.pii")
		if !unseen || !strings.Contains(mark.Reason, "service policies") {
			t.Errorf("%s: unseen %v (%s)", in, unseen, mark.Reason)
		}
	}
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
		"guardrails input pii":     "/config",
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
