package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWhatASourceCannotShowIsUnseen(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in     string
		facet  string
		unseen bool
	}{
		"a list leaves out the gateway":           {`{endpoints: [{name: a, state: {ready: READY, config_update: NOT_UPDATING}, config: {served_entities: []}}]}`, "guardrails.input.pii", true},
		"a list leaves out a section":             {`{endpoints: [{name: a, state: {ready: READY, config_update: NOT_UPDATING}, ai_gateway: {usage_tracking_config: {enabled: true}}}]}`, "rate_limits.scope", true},
		"a list shows a section":                  {`{endpoints: [{name: a, state: {ready: READY, config_update: NOT_UPDATING}, ai_gateway: {usage_tracking_config: {enabled: true}}}]}`, "usage_tracking.enabled", false},
		"a list leaves out routes":                {`{endpoints: [{name: a, state: {ready: READY, config_update: NOT_UPDATING}, ai_gateway: {}}]}`, "routes", true},
		"a GET answer shows what is not there":    {`{name: a, state: {ready: READY, config_update: NOT_UPDATING}, ai_gateway: {}}`, "rate_limits", false},
		"a put body does not show routes":         {`{usage_tracking_config: {enabled: true}}`, "routes.share", true},
		"a put body shows what is not there":      {`{usage_tracking_config: {enabled: true}}`, "guardrails", false},
		"a template fills in the prefix":          {`{name: a, ai_gateway: {inference_table_config: {table_name_prefix: "${var.p}"}}}`, "inference_table.prefix", true},
		"a template leaves the catalog alone":     {`{name: a, ai_gateway: {inference_table_config: {table_name_prefix: "${var.p}"}}}`, "inference_table.catalog", false},
		"what is derived from a template":         {`{name: a, ai_gateway: {inference_table_config: {enabled: true, table_name_prefix: "${var.p}"}}}`, "inference_table.table", true},
		"a template fills in an amount":           {`{name: a, ai_gateway: {rate_limits: [{key: user, calls: "${var.n}"}]}}`, "rate_limits.calls", true},
		"the scope beside a templated amount":     {`{name: a, ai_gateway: {rate_limits: [{key: user, calls: "${var.n}"}]}}`, "rate_limits.scope", false},
		"a template fills in the gateway":         {`{name: a, ai_gateway: "${var.gateway}"}`, "fallback.enabled", true},
		"and whether there is one":                {`{name: a, ai_gateway: "${var.gateway}"}`, "declared", true},
		"a template fills in the config":          {`{name: a, ai_gateway: {}, config: "${var.c}"}`, "legacy.auto_capture", true},
		"and with it the shares":                  {`{name: a, ai_gateway: {}, config: "${var.c}"}`, "traffic.shares", true},
		"and with it the credentials":             {`{name: a, ai_gateway: {}, config: "${var.c}"}`, "text.credentials", true},
		"an answer does not show a plaintext key": {`{name: a, state: {ready: READY, config_update: NOT_UPDATING}, config: {served_entities: [{external_model: {name: m, provider: openai, openai_config: {}}}]}}`, "text.credentials", true},
		"an answer shows the reference":           {`{name: a, state: {ready: READY, config_update: NOT_UPDATING}, config: {served_entities: [{external_model: {name: m, provider: openai, openai_config: {openai_api_key: "{{secrets/s/k}}"}}}]}}`, "text.credentials", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mark, unseen := only(t, test.in).Unseen(test.facet)
			if unseen != test.unseen {
				t.Errorf("unseen %v (%q), want %v", unseen, mark.Reason, test.unseen)
			}
		})
	}
}

func TestWhatIsNotResolvedIsShownWhereItIsWritten(t *testing.T) {
	t.Parallel()
	const text = `{name: a, ai_gateway: {rate_limits: [{key: user, calls: 5}, {key: endpoint, calls: "${var.n}"}], inference_table_config: {enabled: true, catalog_name: "${var.c}"}}}`
	for name, test := range map[string]struct{ facet, want string }{
		"a value in a list":        {"rate_limits.calls", `"${var.n}"`},
		"a value":                  {"inference_table.catalog", `"${var.c}"`},
		"what is derived from one": {"inference_table.table", `"${var.c}"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, text)
			mark, unseen := s.Unseen(test.facet)
			if !unseen {
				t.Fatal("it is seen")
			}
			at := s.UnseenPlace(mark).Range
			if diff := cmp.Diff(test.want, text[at.Start:at.End]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatIsNotSeenAtAllComesBeforeWhatIsSeenInPart(t *testing.T) {
	t.Parallel()
	s := only(t, `{endpoints: [{name: a, state: {ready: READY, config_update: NOT_UPDATING}, ai_gateway: {}, config: {served_entities: []}}]}`)
	for name, facets := range map[string][]string{
		"the part first":  {"legacy.auto_capture", "inference_table.prefix_written"},
		"the whole first": {"inference_table.prefix_written", "legacy.auto_capture"},
	} {
		if mark, unseen := s.Unseen(facets...); !unseen || mark.Partial {
			t.Errorf("%s: %v, partly %v", name, unseen, mark.Partial)
		}
	}
}

// TestWhatFollowsFromWhatIsUnseenIsUnseen has one row for each facet and each other
// that it is worked out from: nothing else of the input is unseen.
func TestWhatFollowsFromWhatIsUnseenIsUnseen(t *testing.T) {
	t.Parallel()
	table := func(keys string) string { return `{name: a, ai_gateway: {inference_table_config: {` + keys + `}}}` }
	config := func(keys string) string { return `{name: a, ai_gateway: {}, config: {` + keys + `}}` }
	service := func(keys string) string { return `{name: model-services/a.b.c, config: {` + keys + `}}` }
	for _, test := range []struct{ facet, from, in string }{
		{"inference_table.table", "inference_table.enabled", table(`enabled: "${x}"`)},
		{"inference_table.table", "inference_table.catalog", table(`catalog_name: "${x}"`)},
		{"inference_table.table", "inference_table.schema", table(`schema_name: "${x}"`)},
		{"inference_table.table", "inference_table.prefix", table(`table_name_prefix: "${x}"`)},
		{"inference_table.named", "inference_table.catalog", table(`catalog_name: "${x}"`)},
		{"inference_table.prefixed", "inference_table.prefix", table(`table_name_prefix: "${x}"`)},
		{"inference_table.prefix_looks", "inference_table.prefix_written", table(`table_name_prefix: "${x}"`)},
		{"inference_table.prefix_looks.needs_quoting", "inference_table.prefix", table(`table_name_prefix: "${x}_p"`)},
		{"legacy.auto_capture_prefix_looks", "legacy.auto_capture", config(`served_models: [], auto_capture_config: "${x}"`)},
		{"legacy.auto_capture_prefix_looks", "legacy.auto_capture_prefix", config(`auto_capture_config: {table_name_prefix: "${x}"}`)},
		{"traffic.destinations", "destinations", config(`served_entities: "${x}"`)},
		{"traffic.shares", "routes", config(`traffic_config: "${x}"`)},
		{"traffic.shares", "routes.share", config(`traffic_config: {routes: [{served_entity_name: b, traffic_percentage: "${x}"}]}`)},
		{"routes.served", "routes.name", config(`traffic_config: {routes: [{served_entity_name: "${x}"}]}`)},
		{"routes.served", "destinations", config(`served_entities: "${x}"`)},
		{"routes.served", "destinations.name", config(`served_entities: [{name: "${x}", entity_name: m}]`)},
		{"routes.served", "destinations.entity", config(`served_entities: [{entity_name: "${x}", entity_version: "1"}], traffic_config: {routes: [{served_model_name: x-1, traffic_percentage: 100}]}`)},
		{"rate_limits.sizes.calls", "rate_limits.calls", `{name: a, ai_gateway: {rate_limits: [{key: user, tokens: 5}, {key: user, calls: "${x}"}]}}`},
		{"rate_limits.sizes.tokens", "rate_limits.tokens", `{name: a, ai_gateway: {rate_limits: [{key: user, tokens: "${x}"}]}}`},
		{"rate_limits.sizes.calls", "rate_limits.calls", service(`rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: "${x}"}]`)},
		{"rate_limits.idle", "rate_limits.scope", `{name: a, ai_gateway: {rate_limits: [{key: "${x}", calls: 5}]}}`},
		{"rate_limits.idle", "rate_limits.scope", `{name: mcp-services/a.b.c, config: {source_connection: {name: connections/c}, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: "${x}"}]}}`},
		{"limit_counts", "rate_limits", `{name: a, ai_gateway: {rate_limits: "${x}"}}`},
		{"limit_counts.groups", "rate_limits.scope", `{name: a, ai_gateway: {rate_limits: [{key: "${x}", calls: 5}]}}`},
		{"limit_counts.repeated", "rate_limits.scope", `{name: a, ai_gateway: {rate_limits: [{key: "${x}", calls: 5}]}}`},
		{"limit_counts.repeated", "rate_limits.principal", `{name: a, ai_gateway: {rate_limits: [{key: user, principal: "${x}"}]}}`},
		{"limit_counts.repeated", "rate_limits.calls", `{name: a, ai_gateway: {rate_limits: [{key: user, calls: "${x}"}]}}`},
		{"limit_counts.repeated", "rate_limits.tokens", service(`rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, tokens: "${x}"}]`)},
		{"limit_counts.repeated", "rate_limits.period", `{name: a, ai_gateway: {rate_limits: [{key: user, renewal_period: "${x}"}]}}`},
		{"traffic.unserved", "routes", config(`traffic_config: "${x}"`)},
		{"traffic.unserved", "routes.name", config(`traffic_config: {routes: [{served_entity_name: "${x}"}]}`)},
		{"traffic.unserved", "destinations", config(`served_entities: "${x}"`)},
		{"traffic.unserved", "destinations.name", config(`served_entities: [{name: "${x}", entity_name: m}]`)},
		{"traffic.unserved", "destinations.entity", config(`served_entities: [{entity_name: "${x}", entity_version: "1"}]`)},
		{"traffic.unshared", "routes", config(`traffic_config: "${x}"`)},
		{"traffic.unshared", "routes.name", config(`traffic_config: {routes: [{served_entity_name: "${x}"}]}`)},
		{"traffic.unshared", "destinations", config(`served_entities: "${x}"`)},
		{"traffic.unshared", "destinations.name", config(`served_entities: [{name: "${x}", entity_name: m}]`)},
		{"traffic.unshared", "destinations.entity", config(`served_entities: [{entity_name: "${x}", entity_version: "1"}]`)},
		{"traffic.unshared", "destinations.share", service(`routing: {destinations: [{name: a, traffic_percentage: "${x}"}, {name: b, traffic_percentage: 50}]}`)},
		{"destinations.share", "routes", config(`traffic_config: "${x}"`)},
		{"destinations.share", "routes.name", config(`traffic_config: {routes: [{served_entity_name: "${x}"}]}`)},
		{"destinations.share", "routes.share", config(`traffic_config: {routes: [{served_entity_name: b, traffic_percentage: "${x}"}]}`)},
		{"destinations.standby", "destinations.share", service(`routing: {destinations: [{name: a, traffic_percentage: "${x}"}, {name: b, traffic_percentage: 50}]}`)},
		{"traffic.shares", "destinations.share", service(`routing: {destinations: [{name: a, traffic_percentage: "${x}"}, {name: b, traffic_percentage: 50}]}`)},
		{"inference_table.table", "inference_table.catalog", service(`rate_limits: [{key: RATE_LIMIT_KEY_SERVICE}], inference_table: {parent: "${x}"}`)},
		{"inference_table.schema", "inference_table.catalog", service(`rate_limits: [{key: RATE_LIMIT_KEY_SERVICE}], inference_table: {parent: "${x}"}`)},
	} {
		t.Run(test.facet+" of "+test.from, func(t *testing.T) {
			t.Parallel()
			s := only(t, test.in)
			if mark, unseen := s.Unseen(test.from); !unseen || mark.Facet != test.from {
				t.Fatalf("the source: %v, %v", mark, unseen)
			}
			if mark, unseen := s.Unseen(test.facet); !unseen || mark.Facet != test.facet || mark.Reason != "`${x}` is not resolved" || !mark.Written() {
				t.Errorf("%v, %v", mark, unseen)
			}
		})
	}
}

func TestEachPartThatIsNotResolvedIsUnseen(t *testing.T) {
	t.Parallel()
	endpoint := func(keys string) string { return `{name: a, ai_gateway: {` + keys + `}}` }
	config := func(keys string) string { return `{name: a, ai_gateway: {}, config: {` + keys + `}}` }
	service := func(keys string) string { return `{name: model-services/a.b.c, config: {` + keys + `}}` }
	mcp := func(keys string) string { return `{name: mcp-services/a.b.c, config: {` + keys + `}}` }
	for _, test := range []struct{ facet, in string }{
		{"usage_tracking", endpoint(`usage_tracking_config: "${x}"`)},
		{"usage_tracking.enabled", endpoint(`usage_tracking_config: {enabled: "${x}"}`)},
		{"fallback", endpoint(`fallback_config: "${x}"`)},
		{"fallback.enabled", endpoint(`fallback_config: {enabled: "${x}"}`)},
		{"inference_table", endpoint(`inference_table_config: "${x}"`)},
		{"inference_table.prefix_written", endpoint(`inference_table_config: {table_name_prefix: "p_${x}"}`)},
		{"inference_table.catalog_parts", endpoint(`inference_table_config: {catalog_name: "${x}"}`)},
		{"inference_table.schema_parts", endpoint(`inference_table_config: {schema_name: "${x}"}`)},
		{"rate_limits", endpoint(`rate_limits: "${x}"`)},
		{"rate_limits", endpoint(`rate_limits: ["${x}"]`)},
		{"rate_limits.scope", endpoint(`rate_limits: [{key: "${x}"}]`)},
		{"rate_limits.principal", endpoint(`rate_limits: [{principal: "${x}"}]`)},
		{"rate_limits.tokens", endpoint(`rate_limits: [{tokens: "${x}"}]`)},
		{"rate_limits.period", endpoint(`rate_limits: [{renewal_period: "${x}"}]`)},
		{"guardrails", endpoint(`guardrails: "${x}"`)},
		{"guardrails.input", endpoint(`guardrails: {input: "${x}"}`)},
		{"guardrails.output", endpoint(`guardrails: {output: "${x}"}`)},
		{"guardrails.input.pii", endpoint(`guardrails: {input: {pii: "${x}"}}`)},
		{"guardrails.output.pii", endpoint(`guardrails: {output: {pii: {behavior: "${x}"}}}`)},
		{"guardrails.input.keywords", endpoint(`guardrails: {input: {invalid_keywords: [a, "${x}"]}}`)},
		{"guardrails.input.topics", endpoint(`guardrails: {input: {valid_topics: "${x}"}}`)},
		{"ai_gateway", `{name: a, ai_gateway: "${x}"}`},
		{"destinations", config(`served_models: "${x}"`)},
		{"destinations", config(`served_entities: ["${x}"]`)},
		{"destinations.entity", config(`served_models: [{model_name: "${x}"}]`)},
		{"destinations.entity", config(`served_entities: [{external_model: "${x}"}]`)},
		{"destinations.entity", config(`served_entities: [{external_model: {name: "${x}"}}]`)},
		{"destinations.provider", config(`served_entities: [{external_model: {provider: "${x}"}}]`)},
		{"routes.name", config(`traffic_config: {routes: [{served_model_name: "${x}"}]}`)},
		{"legacy.auto_capture", config(`served_models: [], auto_capture_config: "${x}"`)},
		{"legacy.auto_capture_prefix", config(`auto_capture_config: {table_name_prefix: "${x}"}`)},
		{"destinations", service(`routing: "${x}"`)},
		{"traffic", service(`routing: "${x}"`)},
		{"fallback", service(`routing: "${x}"`)},
		{"traffic", service(`routing: {destinations: "${x}"}`)},
		{"destinations", service(`routing: {destinations: ["${x}"]}`)},
		{"traffic.shares", service(`routing: {destinations: ["${x}"]}`)},
		{"fallback", service(`routing: {destinations: [{name: a}], fallback: "${x}"}`)},
		{"traffic.fallbacks", service(`routing: {destinations: [{name: a}], fallback: "${x}"}`)},
		{"destinations", service(`routing: {destinations: [{name: a}], fallback: "${x}"}`)},
		{"fallback", service(`routing: {destinations: [{name: a}], fallback: {destinations: "${x}"}}`)},
		{"traffic.fallbacks", service(`routing: {destinations: [{name: a}], fallback: {destinations: "${x}"}}`)},
		{"destinations.deleted", service(`routing: {destinations: [{is_deleted: "${x}"}]}`)},
		{"destinations.entity", service(`routing: {destinations: [{external_model_config: {target: "${x}"}}]}`)},
		{"destinations.provider", service(`routing: {destinations: [{external_model_config: {model_provider_service: "${x}"}}]}`)},
		{"destinations.entity", service(`routing: {destinations: [{pay_per_token_config: "${x}"}]}`)},
		{"destinations.entity", service(`routing: {destinations: [{provisioned_throughput_config: {model: "${x}"}}]}`)},
		{"rate_limits", service(`rate_limits: ["${x}"]`)},
		{"rate_limits.calls", service(`rate_limits: [{requests: "${x}"}]`)},
		{"inference_table.prefix_written", service(`inference_table: {table_name_prefix: "${x}"}`)},
		{"inference_table.catalog_parts", service(`inference_table: {parent: "${x}"}`)},
		{"inference_table.schema_parts", service(`inference_table: {parent: "schemas/main.${x}"}`)},
		{"inference_table.enabled", service(`inference_table: {disabled: "${x}"}`)},
		{"inference_table.deleted", service(`inference_table: {is_deleted: "${x}"}`)},
		{"mcp.selectors", mcp(`include_tool_selectors: ["${x}"]`)},
		{"mcp.connection", mcp(`source_connection: "${x}"`)},
		{"mcp.deleted", mcp(`source_connection: "${x}"`)},
		{"rate_limits.scope", mcp(`source_connection: {name: connections/c}, rate_limits: [{key: RATE_LIMIT_KEY_SERVICE, requests: "${x}"}]`)},
	} {
		t.Run(test.facet+" "+test.in, func(t *testing.T) {
			t.Parallel()
			mark, unseen := only(t, test.in).Unseen(test.facet)
			if !unseen || mark.Facet != test.facet || !mark.Written() {
				t.Errorf("%v, %v", mark, unseen)
			}
		})
	}
}
