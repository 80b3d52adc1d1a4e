package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// resolvedBundle is a text as a bundle that is resolved for a target.
func resolvedBundle(tb testing.TB, target, text string) *source.Document {
	tb.Helper()
	doc := printedBundle(tb, "databricks.yml", text)
	doc.Variant = target
	return doc
}

// printedBundle is a text as the CLI prints it.
func printedBundle(tb testing.TB, file, text string) *source.Document {
	tb.Helper()
	t, err := source.NewText(file, []byte(text))
	if err != nil {
		tb.Fatal(err)
	}
	docs, err := source.Parse(t, source.Limits{})
	if err != nil || len(docs) != 1 {
		tb.Fatalf("%d documents, %v", len(docs), err)
	}
	return docs[0]
}

// bundleSubjects are the subjects of a document.
func bundleSubjects(tb testing.TB, doc *source.Document) []*gateway.Subject {
	tb.Helper()
	subjects, err := gateway.Normalise(doc, gateway.Auto)
	if err != nil {
		tb.Fatal(err)
	}
	if fault := gateway.Unsupported(doc, subjects); fault != nil {
		tb.Errorf("fault: %v", fault)
	}
	return subjects
}

// who is what names a subject.
type who struct{ Kind, Name, Address, Target, Form string }

func whoAre(subjects []*gateway.Subject) []who {
	var list []who
	for _, s := range subjects {
		i := s.Identity()
		list = append(list, who{i.Kind, i.Name, i.Address, i.Target, i.Form})
	}
	return list
}

func TestEachGatewayOfAResolvedBundleIsASubject(t *testing.T) {
	t.Parallel()
	const resources = `
bundle: {name: shop, target: prod}
workspace: {host: https://adb-1.azuredatabricks.net}
resources:
  jobs: {nightly: {name: nightly}}
  model_services:
    chat: {parent: schemas/main.ai, model_service_id: chat, config: {routing: {destinations: []}}}
  model_serving_endpoints:
    chat: {name: shop-chat, config: {served_entities: []}}
    nameless: {ai_gateway: {usage_tracking_config: {enabled: true}}}
  mcp_services:
    tools: {parent: schemas/main.ai, mcp_service_id: tools, config: {source_connection: {name: connections/jira}}}
  model_provider_services:
    openai: {parent: schemas/main.ai, model_provider_service_id: openai, config: {provider_type: EXTERNAL_MODEL_PROVIDER_TYPE_OPENAI}}
`
	want := []who{
		{"endpoint", "shop-chat", "resources.model_serving_endpoints.chat", "prod", "bundle"},
		{"endpoint", "", "resources.model_serving_endpoints.nameless", "prod", "bundle"},
		{"model_service", "main.ai.chat", "resources.model_services.chat", "prod", "bundle"},
		{"mcp_service", "main.ai.tools", "resources.mcp_services.tools", "prod", "bundle"},
		{"provider_service", "main.ai.openai", "resources.model_provider_services.openai", "prod", "bundle"},
	}
	subjects := bundleSubjects(t, resolvedBundle(t, "prod", resources))
	if diff := cmp.Diff(want, whoAre(subjects)); diff != "" {
		t.Errorf("resolved: %s", diff)
	}
	deployment := gateway.Deployment{Name: "shop-chat", Target: "prod", Host: "https://adb-1.azuredatabricks.net"}
	if diff := cmp.Diff(deployment, subjects[0].Deployment); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, whoAre(bundleSubjects(t, printedBundle(t, "printed.yml", resources)))); diff != "" {
		t.Errorf("printed: %s", diff)
	}
}

func TestANameThatMayDifferByTargetIsNotCompared(t *testing.T) {
	t.Parallel()
	const user = "${workspace.current_user.short_name}"
	for name, test := range map[string]struct {
		resource string
		unseen   bool
	}{
		"of an endpoint":              {"model_serving_endpoints: {x: {name: '${var.n}', config: {served_entities: []}}}", true},
		"of a service":                {"model_services: {x: {parent: schemas/a.b, model_service_id: '${var.n}', config: {}}}", true},
		"of the schema of a service":  {"model_services: {x: {parent: 'schemas/${var.c}.b', model_service_id: n, config: {}}}", true},
		"of an MCP service":           {"mcp_services: {x: {parent: schemas/a.b, mcp_service_id: '${var.n}', config: {}}}", true},
		"of a provider":               {"model_provider_services: {x: {parent: schemas/a.b, model_provider_service_id: '${var.n}', config: {}}}", true},
		"but not by who deploys":      {"model_serving_endpoints: {x: {name: 'dev_" + user + "_n', config: {served_entities: []}}}", false},
		"but not one that is written": {"model_services: {x: {parent: schemas/a.b, model_service_id: n, config: {}}}", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subjects := bundleSubjects(t, resolvedBundle(t, "prod", "bundle: {name: shop, target: prod}\nresources: {"+test.resource+"}"))
			if _, unseen := subjects[0].Unseen("deployment.name"); unseen != test.unseen {
				t.Errorf("unseen is %v", unseen)
			}
		})
	}
}
