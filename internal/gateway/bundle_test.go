package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// resolvedBundle is a text as a bundle that is resolved for the target prod.
func resolvedBundle(tb testing.TB, text string) *source.Document {
	tb.Helper()
	doc := printedBundle(tb, "databricks.yml", text)
	doc.Variant = "prod"
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
	subjects := bundleSubjects(t, resolvedBundle(t, resources))
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
			subjects := bundleSubjects(t, resolvedBundle(t, "bundle: {name: shop, target: prod}\nresources: {"+test.resource+"}"))
			if _, unseen := subjects[0].Unseen("deployment.name"); unseen != test.unseen {
				t.Errorf("unseen is %v", unseen)
			}
		})
	}
}

const planOfShop = `{"plan_version": 2, "cli_version": "1.10.0", "plan": {
  "resources.model_serving_endpoints.chat": {"action": "create", "new_state": {"value": {"name": "dev_ana_chat", "ai_gateway": {"usage_tracking_config": {"enabled": true}}}}},
  "resources.model_serving_endpoints.chat.permissions": {"action": "create", "new_state": {"value": {"object_id": "/serving-endpoints/x"}}},
  "resources.model_serving_endpoints.old": {"action": "delete", "remote_state": {"name": "old", "ai_gateway": {"rate_limits": []}}},
  "resources.schemas.audit": {"action": "create", "new_state": {"value": {"name": "audit"}}}
}}`

func TestAPlanShowsWhatItDeploys(t *testing.T) {
	t.Parallel()
	subjects := bundleSubjects(t, printedBundle(t, "plan.json", planOfShop))
	want := []who{{"endpoint", "dev_ana_chat", "resources.model_serving_endpoints.chat", "", "bundle"}}
	if diff := cmp.Diff(want, whoAre(subjects)); diff != "" {
		t.Fatal(diff)
	}
	if unseen, _ := subjects[0].Unseen("deployment.target"); unseen.Needs != gateway.NeedsBundle {
		t.Errorf("the target is %+v", unseen)
	}
}

func TestAPlanThatIsNotReadSaysSo(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"another version": {
			`{"plan_version": 3, "plan": {}}`,
			"plan.json: line 1, column 2: is a plan of a bundle in a form that is not read: check what `databricks bundle validate -o json` prints",
		},
		"a gateway that it does not show": {
			`{"plan_version": 2, "plan": {"resources.model_services.chat": {"action": "skip"}}}`,
			"plan.json: line 1, column 30: is a plan that does not show `chat`: check what `databricks bundle validate -o json` prints",
		},
		"a gateway beside it": {
			`{"plan_version": 2, "plan": {}, "ai_gateway": {"guardrails": {"input": {"safety": true}}}}`,
			"plan.json: line 1, column 33: holds `ai_gateway` where it is not read: check the files of the bundle",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc := printedBundle(t, "plan.json", test.in)
			subjects, err := gateway.Normalise(doc, gateway.Auto)
			if err != nil {
				t.Fatal(err)
			}
			fault := gateway.Unsupported(doc, subjects)
			if fault == nil || fault.Error() != test.want {
				t.Errorf("got %v, want %s", fault, test.want)
			}
		})
	}
}

func TestWhatAPrintedBundleLostIsNotPassed(t *testing.T) {
	t.Parallel()
	s := bundleSubjects(t, printedBundle(t, "bundle.json", `{
  "bundle": {"name": "shop", "target": "prod"},
  "resources": {"model_serving_endpoints": {"chat": {"name": "chat", "modified_status": "created", "url": "https://x", "ai_gateway": {"guardrails": {"input": {"pii": {"behavior": "REDACT"}}}}}}},
  "variables": {"gateway": {"default": {"rate_limits": [{"key": "user", "calls": 5, "renewal_period": "minute"}]}}}
}`))[0]
	for _, facet := range []string{"text.unknown_keys", "text.invalid_values", "text.duplicate_keys", "text.misplaced", "text.placeholders"} {
		if unseen, ok := s.Unseen(facet); !ok || !unseen.Partial || unseen.Needs != gateway.NeedsBundle {
			t.Errorf("%s is %+v", facet, unseen)
		}
	}
	if len(s.Text.UnknownKeys) > 0 || len(s.Text.InvalidValues) != 1 {
		t.Errorf("text: %+v", s.Text)
	}
	if _, ok := s.Unseen("rate_limits"); ok {
		t.Error("what is deployed is unseen")
	}
}

func TestWhereATargetDeploysIsAsTheBundleWritesIt(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		workspace, name string
		want            gateway.Deployment
		unseen          string
	}{
		"a host":                  {"{host: https://adb-1.azuredatabricks.net}", "chat", gateway.Deployment{Name: "chat", Target: "prod", Host: "https://adb-1.azuredatabricks.net"}, ""},
		"no host":                 {"{}", "chat", gateway.Deployment{Name: "chat", Target: "prod"}, ""},
		"a host by a variable":    {"{host: '${var.host}'}", "chat", gateway.Deployment{Name: "chat", Target: "prod"}, "deployment.host"},
		"a profile":               {"{profile: prod}", "chat", gateway.Deployment{Name: "chat", Target: "prod"}, "deployment.host"},
		"the name of who deploys": {"{}", "dev_${workspace.current_user.short_name}_chat", gateway.Deployment{Name: "dev_${workspace.current_user.short_name}_chat", Target: "prod"}, ""},
		"a name by a variable":    {"{}", "chat_${var.stage}", gateway.Deployment{Name: "chat_${var.stage}", Target: "prod"}, "deployment.name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := bundleSubjects(t, resolvedBundle(t, "bundle: {name: shop}\nworkspace: "+test.workspace+"\nresources: {model_serving_endpoints: {chat: {name: '"+test.name+"'}}}\n"))[0]
			if diff := cmp.Diff(test.want, s.Deployment); diff != "" {
				t.Error(diff)
			}
			for _, facet := range []string{"deployment.name", "deployment.target", "deployment.host"} {
				if _, ok := s.Unseen(facet); ok != (facet == test.unseen) {
					t.Errorf("%s: unseen is %v", facet, ok)
				}
			}
		})
	}
}

// FuzzBundle asks of any text that is a bundle, resolved or printed, what FuzzNormalise
// asks of documents.
func FuzzBundle(f *testing.F) {
	f.Add(planOfShop)
	f.Add("bundle: {name: b, target: t}\nresources: {model_serving_endpoints: {a: &a {name: '${var.x}', ai_gateway: *a}, a: [1], b: ~}, serving_endpoints: [{}]}\n")
	f.Add("ai_gateway: &g {rate_limits: [*g]}\ntargets: {t: {ai_gateway: 1, resource: {mcp_services: {x: {config: {source_connection: 3}}}}}}\nresources: {ai_gateway: *g, model_services: {m: {parent: a, config: {routing: []}}}}\n")
	f.Add(`{"plan_version": "2", "plan": {"resources.model_services.m": {"new_state": {"value": []}}, "resources..": 1}, "bundle": 1}`)
	f.Add("bundle: {target: t}\nworkspace: {host: [], profile: {}}\nresources: {model_provider_services: {p: {config: {openai: {direct: {api_key: {plaintext: a-long-secret-value}}}}}}}\n")
	f.Fuzz(func(t *testing.T, content string) {
		for _, variant := range []string{"", "t"} {
			text, err := source.NewText("databricks.yml", []byte(content))
			if err != nil {
				return
			}
			documents, _ := source.Parse(text, source.Limits{Depth: 30, Aliases: 200})
			if len(documents) == 0 {
				return
			}
			doc := documents[0]
			if doc.Variant = variant; variant != "" {
				source.SetText(doc.Root, text)
				doc.Written = []*source.Node{doc.Root}
			}
			subjects, err := gateway.Normalise(doc, gateway.Auto)
			if err != nil {
				t.Fatal(err)
			}
			_ = gateway.Unsupported(doc, subjects)
			ids := map[string]bool{}
			for _, s := range subjects {
				if ids[s.ID] {
					t.Errorf("two subjects are %s", s.ID)
				}
				ids[s.ID] = true
				probe(t, s)
				mendAll(t, s)
			}
		}
	})
}
