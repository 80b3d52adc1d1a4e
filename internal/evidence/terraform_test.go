package evidence_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// gullHead begins the documents of these tests: an endpoint that is a gateway before
// `gull-raw`, with a payload table main.gull_gw.gull_payload. Resources beside it follow.
const gullHead = `resources:
- {address: databricks_model_serving.gate, type: databricks_model_serving, name: gate, values: {
    name: gull-gate,
    config: {served_entities: [{name: main, external_model: {name: gull-raw, provider: databricks-model-serving, task: llm/v1/chat, databricks_model_serving_config: {databricks_workspace_url: "", databricks_api_token: "{{secrets/gull/token}}"}}}]},
    ai_gateway: {usage_tracking_config: {enabled: true}, inference_table_config: {enabled: true, catalog_name: main, schema_name: gull_gw, table_name_prefix: gull}}}}
`

// gullResource is a resource beside the endpoint, at an address.
func gullResource(address, values string) string {
	typ, label, _ := strings.Cut(address[strings.LastIndex(address, "databricks_"):], ".")
	label, _, _ = strings.Cut(label, "[")
	return "- {address: '" + address + "', type: " + typ + ", name: " + label + ", values: {" + values + "}}\n"
}

// gullSubjects are the gateways and the apps of a document. A text "?why?text" is one that is
// not known.
func gullSubjects(tb testing.TB, content string) []*gateway.Subject {
	tb.Helper()
	text, err := source.NewText("main.tf", []byte(content))
	if err != nil {
		tb.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		tb.Fatal(err)
	}
	doc := documents[0]
	source.SetText(doc.Root, text)
	markUnknown(doc.Root)
	doc.Dialect = source.Terraform
	subjects, err := gateway.Normalise(doc, gateway.Auto)
	if err != nil {
		tb.Fatal(err)
	}
	return evidence.OfTerraform(doc, subjects)
}

func markUnknown(n *source.Node) {
	if parts := strings.SplitN(n.Text, "?", 3); n.Kind == source.String && len(parts) == 3 && parts[0] == "" {
		n.Origin = &source.Origin{Text: n.Origin.Text, Unresolved: parts[1]}
		n.Text = parts[2]
	}
	for _, item := range n.Items() {
		markUnknown(item)
	}
	for i := range n.Entries() {
		markUnknown(n.Entries()[i].Value)
	}
}

const gullID = "serving_endpoint_id: '?`databricks_model_serving.gate.serving_endpoint_id` is known after apply?${databricks_model_serving.gate.serving_endpoint_id}'"

func TestWhatTerraformDeclaresBesideAnEndpointDecidesRules(t *testing.T) {
	t.Parallel()
	const scan = "unknown workspace"
	const watches = `display_name: gull errors, query_text: "SELECT count(*) AS n FROM main.gull_gw.gull_payload WHERE status_code >= 429", `
	const runs = `schedule: {quartz_cron_schedule: "0 0 * * * ?", timezone_id: UTC}, `
	const tells = "evaluation: {notification: {subscriptions: [{user_email: ops@example.com}]}}"
	all := "access_control: [{group_name: users, permission_level: CAN_MANAGE}]"
	for name, test := range map[string]struct {
		beside string
		want   map[string]string
	}{
		"nothing": {"", map[string]string{"GW501": scan, "GW502": scan, "GW504": scan, "GW505": scan, "GW506": scan}},
		"permissions of everybody": {
			gullResource("databricks_permissions.gate", gullID+", "+all),
			map[string]string{"GW506": "fail main.tf:6 endpoint `gull-gate` can be managed by everybody: `users` has CAN_MANAGE"},
		},
		"permissions of a few": {
			gullResource("databricks_permissions.gate", gullID+", access_control: [{user_name: ana@example.com, permission_level: CAN_MANAGE}, {group_name: users, permission_level: CAN_QUERY}]"),
			map[string]string{"GW506": "pass"},
		},
		"permissions of another endpoint": {
			gullResource("databricks_permissions.other", "serving_endpoint_id: 1f2e, "+all), map[string]string{"GW506": scan},
		},
		"permissions by the name of the endpoint": {
			gullResource("databricks_permissions.gate", "serving_endpoint_id: gull-gate, "+all),
			map[string]string{"GW506": "fail main.tf:6 endpoint `gull-gate` can be managed by everybody: `users` has CAN_MANAGE"},
		},
		"permissions that may not be there": {
			strings.Replace(gullResource("databricks_permissions.gate[?]", gullID+", "+all), "values:", "instances: '`var.on` has no value', values:", 1),
			map[string]string{"GW506": "unknown main.tf:6 `var.on` has no value"},
		},
		"permissions in blocks that are not known": {
			gullResource("databricks_permissions.gate", gullID+", access_control: '?`var.who` has no value?${var.who}'"),
			map[string]string{"GW506": "unknown main.tf:6 `var.who` has no value"},
		},
		"a group that is not known may manage it": {
			gullResource("databricks_permissions.gate", gullID+", access_control: [{group_name: '?`var.g` has no value?${var.g}', permission_level: CAN_MANAGE}]"),
			map[string]string{"GW506": "unknown main.tf:6 `var.g` has no value"},
		},
		"an alert that watches and works": {
			gullResource("databricks_alert_v2.errors", watches+runs+tells), map[string]string{"GW504": "pass", "GW505": "pass"},
		},
		"an alert that tells nobody": {
			gullResource("databricks_alert_v2.errors", watches+runs+"evaluation: {}"),
			map[string]string{"GW504": scan, "GW505": "fail main.tf:6 no SQL alert that watches endpoint `gull-gate` reaches anybody: `gull errors` has no subscriber"},
		},
		"an alert that may not be there": {
			strings.Replace(gullResource("databricks_alert_v2.errors[?]", watches+runs+tells), "values:", "instances: '`var.on` has no value', values:", 1),
			map[string]string{"GW504": "unknown main.tf:6 `var.on` has no value", "GW505": "unknown main.tf:6 `var.on` has no value"},
		},
		"a grant on the payload table": {
			gullResource("databricks_grants.table", "table: main.gull_gw.gull_payload, grant: [{principal: heron-agent, privileges: [ALL_PRIVILEGES]}]"),
			map[string]string{"GW502": "fail main.tf:6 endpoint `gull-gate` logs to `main.gull_gw.gull_payload`, where the agent's service principal `heron-agent` has ALL_PRIVILEGES on the table"},
		},
		"a grant to one principal": {
			gullResource("databricks_grant.schema", "schema: Main.Gull_GW, principal: heron-agent, privileges: [ALL_PRIVILEGES]"),
			map[string]string{"GW502": "unknown main.tf:6 `heron-agent` inherits ALL_PRIVILEGES; whether it has explicit grants on `main.gull_gw.gull_payload` too is not shown"},
		},
		"a grant on a schema by a reference": {
			gullResource("databricks_schema.gw", "catalog_name: main, name: gull_gw") +
				gullResource("databricks_grants.schema", "schema: '?`databricks_schema.gw.id` is known after apply?${databricks_schema.gw.id}', grant: [{principal: heron-agent, privileges: [ALL_PRIVILEGES]}]"),
			map[string]string{"GW502": "unknown main.tf:7 `heron-agent` inherits ALL_PRIVILEGES; whether it has explicit grants on `main.gull_gw.gull_payload` too is not shown"},
		},
		"a grant on another schema": {
			gullResource("databricks_grants.schema", "schema: main.other, grant: [{principal: heron-agent, privileges: [ALL_PRIVILEGES]}]"), map[string]string{"GW502": scan},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judged(t, offlineEngine(t), gullSubjects(t, gullHead+test.beside))
			for rule, want := range test.want {
				if diff := cmp.Diff(want, said(result, rule, "endpoint")); diff != "" {
					t.Errorf("%s: %s", rule, diff)
				}
			}
		})
	}
}

// accessOf is who may do what with each endpoint, by its address; "?" for what is not known
// of it.
func accessOf(subjects []*gateway.Subject) map[string][]string {
	all := map[string][]string{}
	for _, s := range subjects {
		address := s.Identity().Address
		all[address] = []string{}
		for _, a := range s.Evidence.Access {
			all[address] = append(all[address], a.Principal+" "+a.Level)
		}
		if mark, unseen := s.Unseen("evidence.access"); unseen && mark.Needs == "" {
			all[address] = append(all[address], "? "+mark.Reason)
		}
	}
	return all
}

func TestPermissionsAreThoseOfTheEndpointThatTheyReference(t *testing.T) {
	t.Parallel()
	endpoint := func(addresses ...string) string {
		var b strings.Builder
		for _, address := range addresses {
			b.WriteString(gullResource(address, "name: '"+address+"'"))
		}
		return b.String()
	}
	permission := func(address, reason, text string) string {
		return gullResource(address, "serving_endpoint_id: '?"+reason+"?"+text+"', access_control: [{group_name: g, permission_level: CAN_QUERY}]")
	}
	const after = "`databricks_model_serving.x` is known after apply"
	const x, g = "databricks_model_serving.x", "g CAN_QUERY"
	for name, test := range map[string]struct {
		resources string
		want      map[string][]string
	}{
		"of one with a key": {
			endpoint(x+`["eu"]`, x+`["us"]`) + permission("databricks_permissions.p", after, `${databricks_model_serving.x["eu"].serving_endpoint_id}`),
			map[string][]string{x + `["eu"]`: {g}, x + `["us"]`: {}},
		},
		"of each with its own": {
			endpoint(x+`["eu"]`, x+`["us"]`) + permission(`databricks_permissions.p["us"]`, after, `${databricks_model_serving.x[each.key].serving_endpoint_id}`),
			map[string][]string{x + `["eu"]`: {}, x + `["us"]`: {g}},
		},
		"of each with its number": {
			endpoint(x+`[0]`, x+`[1]`) + permission(`databricks_permissions.p[1]`, after, `${databricks_model_serving.x[count.index].id}`),
			map[string][]string{x + `[0]`: {}, x + `[1]`: {g}},
		},
		"of an instance that there is not": {
			endpoint(x+`[0]`) + permission(`databricks_permissions.p`, after, `${databricks_model_serving.x[7].id}`),
			map[string][]string{x + `[0]`: {}},
		},
		"of one of several": {
			endpoint(x+`["eu"]`, x+`["us"]`) + permission(`databricks_permissions.p["a"]`, after, `${databricks_model_serving.x[each.value].serving_endpoint_id}`),
			map[string][]string{x + `["eu"]`: {}, x + `["us"]`: {}},
		},
		"of instances that are not known": {
			endpoint(x+`[?]`) + permission(`databricks_permissions.p`, after, `${databricks_model_serving.x["eu"].serving_endpoint_id}`) + permission(`databricks_permissions.q[?]`, after, `${databricks_model_serving.x[each.key].serving_endpoint_id}`),
			map[string][]string{x + `[?]`: {g, "? " + after}},
		},
		"of the own module": {
			endpoint("module.a."+x, `module.b["x.y"].`+x, x) + permission(`module.b["x.y"].databricks_permissions.p`, after, `${databricks_model_serving.x.serving_endpoint_id}`),
			map[string][]string{"module.a." + x: {}, `module.b["x.y"].` + x: {g}, x: {}},
		},
		"of a called module by its output": {
			endpoint("module.a."+x, "module.b."+x) + permission("databricks_permissions.p", after, "${module.b.serving_endpoint_id}"),
			map[string][]string{"module.a." + x: {}, "module.b." + x: {g}},
		},
		"by a variable": {
			endpoint(x) + permission("module.p.databricks_permissions.p", after, "${var.endpoint}"),
			map[string][]string{x: {g}},
		},
		"by a variable of one of several modules": {
			endpoint("module.a."+x, "module.b."+x) + permission("module.p.databricks_permissions.p", after, "${var.endpoint}"),
			map[string][]string{"module.a." + x: {}, "module.b." + x: {}},
		},
		"by a variable beside a reference": {
			endpoint("module.a."+x, "module.b."+x) + permission("module.a.databricks_permissions.p", after, "${databricks_model_serving.x.id}") + permission("module.p.databricks_permissions.p", after, "${var.endpoint}"),
			map[string][]string{"module.a." + x: {g, "? " + after}, "module.b." + x: {}},
		},
		"by a variable without a value": {
			endpoint(x) + permission("databricks_permissions.p", "`var.endpoint` has no value", "${var.endpoint}"),
			map[string][]string{x: {}},
		},
		"by the ID of a state": {
			gullResource(x, "name: a, serving_endpoint_id: 1f2e") + gullResource("databricks_permissions.p", "serving_endpoint_id: 1f2e, access_control: [{group_name: g, permission_level: CAN_QUERY}]"),
			map[string][]string{x: {g}},
		},
		"in two resources": {
			endpoint(x) + permission("databricks_permissions.p", after, "${databricks_model_serving.x.id}") + permission("databricks_permissions.q", after, "${databricks_model_serving.x.id}"),
			map[string][]string{x: {g, g}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, accessOf(gullSubjects(t, "resources:\n"+test.resources))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestGrantsOnAServiceInTerraformAreThatServices(t *testing.T) {
	t.Parallel()
	const scan = "unknown workspace"
	service := "resources:\n" + gullResource("databricks_ai_gateway_model_service.chat", "parent: schemas/main.ai, model_service_id: chat, config: {routing: {destinations: [{name: a, destination_type: DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL, pay_per_token_config: {model: models/system.ai.claude}}]}}")
	const manage = "grant: [{principal: users, privileges: [EXECUTE, MANAGE]}]"
	const found = "fail main.tf:3 model service `main.ai.chat` can be managed by everybody: `users` has MANAGE"
	for name, test := range map[string]struct{ beside, want string }{
		"nothing":        {"", scan},
		"by its name":    {gullResource("databricks_grants.chat", "model_service: main.ai.chat, "+manage), found},
		"by a reference": {gullResource("databricks_grants.chat", "model_service: '?`databricks_ai_gateway_model_service.chat.name` is known after apply?${databricks_ai_gateway_model_service.chat.name}', "+manage), found},
		"by its schema":  {gullResource("databricks_grants.ai", "schema: main.ai, "+manage), found},
		"to one":         {gullResource("databricks_grant.chat", "model_service: main.ai.chat, principal: users, privileges: [MANAGE]"), found},
		"on another":     {gullResource("databricks_grants.chat", "model_service: main.ai.tools, "+manage), scan},
		"of another kind": {
			gullResource("databricks_grants.chat", "mcp_service: main.ai.chat, "+manage), scan,
		},
		"privileges that are not known": {
			gullResource("databricks_grants.chat", "model_service: main.ai.chat, grant: [{principal: users, privileges: '?`var.p` has no value?${var.p}'}]"), "unknown main.tf:3 `var.p` has no value",
		},
		"blocks that are not known": {
			gullResource("databricks_grants.chat", "model_service: main.ai.chat, grant: '?`var.p` has no value?${var.p}'"), "unknown main.tf:3 `var.p` has no value",
		},
		"which may not be there": {
			strings.Replace(gullResource("databricks_grants.chat[?]", "model_service: main.ai.chat, "+manage), "values:", "instances: '`var.on` has no value', values:", 1),
			"unknown main.tf:3 `var.on` has no value",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judged(t, offlineEngine(t), gullSubjects(t, service+test.beside))
			if diff := cmp.Diff(test.want, said(result, "GW506", "model_service")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAppInTerraformIsHeldToTheGatewaysBesideIt(t *testing.T) {
	t.Parallel()
	const scan = "unknown workspace"
	app := func(name string) string {
		return gullResource("databricks_app.notes", "name: gull-notes, resources: [{name: llm, serving_endpoint: {permission: CAN_QUERY, name: "+name+"}}]")
	}
	unknownHead := strings.Replace(gullHead, "name: gull-gate", "name: '?`random_pet.x.id` is known after apply?${random_pet.x.id}-gate'", 1)
	for name, test := range map[string]struct {
		content string
		want    map[string]string
	}{
		"it names the gateway": {gullHead + app("gull-gate"), map[string]string{"GW601": "pass", "GW607": "pass"}},
		"it names the endpoint behind the gateway": {gullHead + app("gull-raw"), map[string]string{
			"GW601": "fail main.tf:6 app `gull-notes` bypasses the gateway `gull-gate`: resource `llm` names `gull-raw`",
		}},
		"another endpoint": {gullHead + app("crane-raw"), map[string]string{"GW601": scan}},
		"the gateway by its reference": {
			unknownHead + app("'?`databricks_model_serving.gate.name` is known after apply?${databricks_model_serving.gate.name}'"), map[string]string{"GW601": "pass"},
		},
		"a reference that leads elsewhere": {
			unknownHead + app("'?`databricks_model_serving.other.name` is known after apply?${databricks_model_serving.other.name}'"),
			map[string]string{"GW601": "unknown main.tf:6 `databricks_model_serving.other.name` is known after apply"},
		},
		"nothing": {
			gullHead + gullResource("databricks_app.notes", "name: gull-notes"),
			map[string]string{"GW601": "unknown main.tf:6 the app declares no serving endpoint and no model service, and app.yaml beside its code is not read"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			subjects := gullSubjects(t, test.content)
			who := subjects[len(subjects)-1].Identity()
			if who.Form != "terraform" || who.Address != "databricks_app.notes" || who.File != "main.tf" {
				t.Errorf("the app is %+v", who)
			}
			result := judged(t, offlineEngine(t), subjects)
			for rule, want := range test.want {
				if diff := cmp.Diff(want, said(result, rule, "app")); diff != "" {
					t.Errorf("%s: %s", rule, diff)
				}
			}
		})
	}
}

func TestAnotherDocumentThanTerraformsHasNoneOfItsEvidence(t *testing.T) {
	t.Parallel()
	subjects := bundled(t, bundleHead)
	text, err := source.NewText("a.yaml", []byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got := evidence.OfTerraform(documents[0], subjects); len(got) != len(subjects) {
		t.Errorf("%d subjects", len(got))
	}
}
