package gateway_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// misplacedOf is what a subject has in a wrong place, and where that is shown.
type misplacedOf struct{ Kind, Name, Address, Key, Belongs, At string }

func allMisplaced(subjects []*gateway.Subject) []misplacedOf {
	var list []misplacedOf
	for _, s := range subjects {
		i := s.Identity()
		for n, m := range s.Text.Misplaced {
			list = append(list, misplacedOf{
				i.Kind, i.Name, i.Address, m.Key, m.Belongs, shownAt(s, "text", "misplaced", strconv.Itoa(n)),
			})
		}
	}
	return list
}

func TestAGatewayWhereTheCLIDoesNotLookIsMisplaced(t *testing.T) {
	t.Parallel()
	const where = "resources.model_serving_endpoints.<key>.ai_gateway"
	for name, test := range map[string]struct {
		in   string
		want []misplacedOf
	}{
		"under a kind that is none": {`
resources:
  serving_endpoints: {a: {name: shop-a}, b: {}}
  ModelServingEndpoints: {c: {name: c}}
  model_serving_endpionts: {d: {name: d}}
  mcp_service: {e: {parent: schemas/main.ai, mcp_service_id: e}}
`, []misplacedOf{
			{"resource", "shop-a", "resources.serving_endpoints.a", "resources.serving_endpoints", "resources.model_serving_endpoints", "serving_endpoints"},
			{"resource", "", "resources.serving_endpoints.b", "resources.serving_endpoints", "resources.model_serving_endpoints", "serving_endpoints"},
			{"resource", "c", "resources.ModelServingEndpoints.c", "resources.ModelServingEndpoints", "resources.model_serving_endpoints", "ModelServingEndpoints"},
			{"resource", "d", "resources.model_serving_endpionts.d", "resources.model_serving_endpionts", "resources.model_serving_endpoints", "model_serving_endpionts"},
			{"resource", "", "resources.mcp_service.e", "resources.mcp_service", "resources.mcp_services", "mcp_service"},
		}},
		"by what it holds, under any kind": {`
resources:
  endpoints: {a: {name: a, ai_gateway: {usage_tracking_config: {enabled: true}}}, b: {name: b}}
  gateways: {c: {parent: schemas/main.ai, config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI}}}
`, []misplacedOf{
			{"resource", "a", "resources.endpoints.a", "resources.endpoints", "resources.model_serving_endpoints", "endpoints"},
			{"resource", "", "resources.gateways.c", "resources.gateways", "resources.model_provider_services", "gateways"},
		}},
		"beside the kinds": {"resources: {ai_gateway: {usage_tracking_config: {enabled: true}}}", []misplacedOf{
			{"resource", "", "resources.ai_gateway", "resources.ai_gateway", where, "ai_gateway"},
		}},
		"in the root": {`
ai_gateway: {usage_tracking_config: {enabled: true}}
model_serving_endpoints: {a: {name: a}}
resource: {model_serving_endpoints: {b: {name: b}}, jobs: {}}
`, []misplacedOf{
			{"resource", "", "ai_gateway", "ai_gateway", where, "ai_gateway"},
			{"resource", "a", "model_serving_endpoints.a", "model_serving_endpoints", "resources.model_serving_endpoints", "model_serving_endpoints"},
			{"resource", "b", "resource.model_serving_endpoints.b", "resource", "resources.model_serving_endpoints", "resource"},
		}},
		"in what the root says of the bundle": {"bundle: {name: shop, resources: {model_services: {a: {parent: schemas/main.ai, model_service_id: a}}}}", []misplacedOf{
			{"resource", "", "bundle.resources.model_services.a", "bundle.resources", "resources.model_services", "resources"},
		}},
		"in the target": {"targets: {prod: {ai_gateway: {rate_limits: []}}, dev: {ai_gateway: {}}}", []misplacedOf{
			{"resource", "", "targets.prod.ai_gateway", "targets.prod.ai_gateway", where, "ai_gateway"},
		}},
		"a list of endpoints": {"resources: {serving_endpoints: [{name: a}]}", []misplacedOf{
			{"resource", "", "resources.serving_endpoints", "resources.serving_endpoints", "resources.model_serving_endpoints", "serving_endpoints"},
		}},
		"within an endpoint": {`
resources:
  model_serving_endpoints:
    a: {name: a, config: {served_entities: [{traffic_percentage: 100}], ai_gateway: {}, rate_limits: []}}
`, []misplacedOf{
			{"endpoint", "a", "resources.model_serving_endpoints.a", "config.ai_gateway", "ai_gateway", "ai_gateway"},
			{"endpoint", "a", "resources.model_serving_endpoints.a", "config.rate_limits", "ai_gateway.rate_limits", "rate_limits"},
			{"endpoint", "a", "resources.model_serving_endpoints.a", "config.served_entities[0].traffic_percentage", "config.traffic_config.routes", "traffic_percentage"},
		}},
		"kept for an alias": {`
ai_gateway: &gateway {usage_tracking_config: {enabled: true}}
model_serving_endpoints: {a: &chat {name: a, config: {}}}
x-gateway: {ai_gateway: {rate_limits: []}}
resources: {model_serving_endpoints: {a: {<<: *chat, ai_gateway: *gateway}}}
`, nil},
		"what is none": {`
resources:
  jobs: {nightly: {name: nightly, tasks: []}}
  vector_search_endpoints: {docs: {name: docs, endpoint_type: STANDARD}}
  apps: {ui: {name: ui, config: {env: []}, resources: [{name: chat, serving_endpoint: {name: chat, permission: CAN_QUERY}}]}}
permissions: []
`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := allMisplaced(bundleSubjects(t, resolvedBundle(t, test.in)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAResourceThatStandsTwiceSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in   string
		want []gateway.DuplicateKey
		at   string
	}{
		"a resource": {
			"resources: {model_serving_endpoints: {chat: {name: a}, other: {name: b}, chat: {name: c}}}",
			[]gateway.DuplicateKey{{Key: "chat", Parent: "resources.model_serving_endpoints"}},
			"chat",
		},
		"a kind": {
			"resources: {model_serving_endpoints: {chat: {name: a}}, model_serving_endpoints: {other: {name: b}}}",
			[]gateway.DuplicateKey{{Key: "model_serving_endpoints", Parent: "resources"}},
			"model_serving_endpoints",
		},
		"all resources": {
			"resources: {model_serving_endpoints: {chat: {name: a}}}\nresources: {model_serving_endpoints: {other: {name: b}}}",
			[]gateway.DuplicateKey{{Key: "resources"}},
			"resources",
		},
		"a leaf": {
			"resources: {model_serving_endpoints: {chat: {ai_gateway: {usage_tracking_config: {enabled: true, enabled: false}}}}}",
			[]gateway.DuplicateKey{{Key: "enabled", Parent: "ai_gateway.usage_tracking_config"}},
			"enabled",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []gateway.DuplicateKey
			ids := map[string]bool{}
			for _, s := range bundleSubjects(t, resolvedBundle(t, "bundle: {name: shop}\n"+test.in)) {
				got = append(got, s.Text.DuplicateKeys...)
				ids[s.ID] = true
				for i := range s.Text.DuplicateKeys {
					if at := shownAt(s, "text", "duplicate_keys", strconv.Itoa(i)); at != test.at {
						t.Errorf("shown at %q", at)
					}
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatOnlyLooksLikeAReferenceIsAPlaceholder(t *testing.T) {
	t.Parallel()
	doc := endpointBundle(t, `
ai_gateway:
  inference_table_config: {catalog_name: "main_${ var.catalog }", schema_name: "${{var.schema}}", table_name_prefix: "<your_prefix>"}
  rate_limits: [{key: user_group, principal: "${env.GROUP}", calls: 5}]
config: {served_entities: [{name: "${var.entity}", environment_vars: {A: "{{secrets/shop/a}}"}}]}`)
	known := func(path string) {
		below(t, doc.Root, "resources.model_serving_endpoints.chat."+path).Origin = &source.Origin{Known: true}
	}
	known("ai_gateway.inference_table_config.catalog_name")
	known("ai_gateway.inference_table_config.schema_name")
	known("ai_gateway.rate_limits.0.principal")
	known("config.served_entities.0.environment_vars.A")
	s := bundleSubjects(t, doc)[0]
	want := []gateway.Placeholder{
		{Key: "ai_gateway.inference_table_config.catalog_name", Value: "${ var.catalog }"},
		{Key: "ai_gateway.inference_table_config.schema_name", Value: "${{var.schema}}"},
		{Key: "ai_gateway.inference_table_config.table_name_prefix", Value: "<your_prefix>"},
		{Key: "ai_gateway.rate_limits[0].principal", Value: "${env.GROUP}"},
	}
	if diff := cmp.Diff(want, s.Text.Placeholders); diff != "" {
		t.Error(diff)
	}
	if s.InferenceTable.Catalog != "main_${ var.catalog }" {
		t.Errorf("catalog %q", s.InferenceTable.Catalog)
	}
}
