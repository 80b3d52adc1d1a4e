package evidence_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// bundleHead begins the bundles of these tests, as a target deploys them: an endpoint that
// is a gateway before `heron-raw` of the same workspace, with a payload table
// main.heron_gw.heron_payload. What is declared beside it follows.
const bundleHead = `bundle: {name: heron, target: dev}
workspace: {host: https://heron.cloud.example.com}
resources:
  model_serving_endpoints:
    gate:
      name: heron-gate
      config:
        served_entities:
          - name: main
            external_model:
              name: heron-raw
              provider: databricks-model-serving
              task: llm/v1/chat
              databricks_model_serving_config:
                databricks_workspace_url: https://heron.cloud.example.com
                databricks_api_token: "{{secrets/heron/token}}"
      ai_gateway:
        usage_tracking_config: {enabled: true}
        inference_table_config: {enabled: true, catalog_name: main, schema_name: heron_gw, table_name_prefix: heron}
`

// bundled are the gateways of a bundle with what it declares beside them.
func bundled(t testing.TB, content string) []*gateway.Subject {
	t.Helper()
	text, err := source.NewText("databricks.yml", []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	documents[0].Variant = "dev"
	subjects, err := gateway.Normalise(documents[0], gateway.Auto)
	if err != nil {
		t.Fatal(err)
	}
	return evidence.OfBundle(documents[0], subjects)
}

// offline is the engine of a check of files, made once.
var offline struct {
	sync.Once

	engine *engine.Engine
}

func offlineEngine(t testing.TB) *engine.Engine {
	t.Helper()
	offline.Do(func() { offline.engine = newOfflineEngine(t) })
	return offline.engine
}

func newOfflineEngine(t testing.TB) *engine.Engine {
	t.Helper()
	params := config.Default().Params
	params.OpsPrincipals, params.AgentPrincipals = []string{"operations"}, []string{"heron-agent"}
	value, err := params.Value()
	if err != nil {
		t.Fatal(err)
	}
	return newEngine(t, engine.Facts{
		Params: value, AsOf: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		State:     engine.Part{Reason: "there is no state file"},
		Workspace: engine.Part{Reason: gateway.NotInFiles, Needs: gateway.NeedsWorkspace},
	})
}

// said is what came of a rule on the subjects of a kind: the outcome, with what it needs,
// and for each finding its line and what it says.
func said(result engine.Result, rule, kind string) string {
	var list []string
	for count, n := range result.Tally {
		listed := count.Outcome == finding.Fail || count.Outcome == finding.Unknown && count.Needs == ""
		if count.Rule == rule && count.Kind == kind && n > 0 && !listed {
			list = append(list, strings.TrimSpace(fmt.Sprint(count.Outcome, " ", count.Needs)))
		}
	}
	for _, f := range result.Findings {
		if f.Rule == rule && f.Subject.Kind == kind {
			text := f.Message
			if f.Outcome == finding.Unknown {
				text = f.Reason
			}
			list = append(list, fmt.Sprintf("%s %s:%d %s", f.Outcome, f.Location.File, f.Location.StartLine, text))
		}
	}
	slices.Sort(list)
	return strings.Join(list, "\n")
}

// The words of a bundle's alert that watches the gateway and works, one change away from
// each of the cases.
const (
	alertName  = "  alerts:\n    errors:\n      display_name: heron errors\n"
	alertQuery = "      query_text: SELECT count(*) AS n FROM main.heron_gw.heron_payload WHERE status_code >= 429\n"
	alertRuns  = "      schedule: {quartz_cron_schedule: \"0 0 * * * ?\", timezone_id: UTC}\n"
	alertTells = "      evaluation: {notification: {subscriptions: [{user_email: ops@example.com}]}}\n"
)

func TestWhatABundleDeclaresDecidesRules(t *testing.T) {
	t.Parallel()
	const scan = "unknown workspace"
	for name, test := range map[string]struct {
		beside string
		want   map[string]string
	}{
		"nothing is declared": {"", map[string]string{
			"GW501": scan, "GW502": scan, "GW503": scan, "GW504": scan, "GW505": scan, "GW506": scan,
		}},
		"an alert that watches and works": {
			alertName + alertQuery + alertRuns + alertTells,
			map[string]string{"GW504": "pass", "GW505": "pass"},
		},
		"an alert on the usage table": {
			alertName + "      query_text: SELECT 1 FROM system.serving.endpoint_usage WHERE status_code = 429\n" + alertRuns + alertTells,
			map[string]string{"GW504": "pass", "GW505": "pass"},
		},
		"an alert on the usage table of services": {
			alertName + "      query_text: SELECT 1 FROM system.ai_gateway.usage WHERE status_code = 429\n" + alertRuns + alertTells,
			map[string]string{"GW504": scan, "GW505": scan},
		},
		"an alert on another table": {
			alertName + "      query_text: SELECT 1 FROM main.heron_gw.heron_payload_old WHERE status_code = 429\n" + alertRuns + alertTells,
			map[string]string{"GW504": scan, "GW505": scan},
		},
		"an alert on something else than the status": {
			alertName + "      query_text: SELECT sum(tokens) FROM main.heron_gw.heron_payload\n" + alertRuns + alertTells,
			map[string]string{"GW504": scan, "GW505": scan},
		},
		"an alert that is paused": {
			alertName + alertQuery + "      schedule:\n        quartz_cron_schedule: \"0 0 * * * ?\"\n        pause_status: PAUSED\n" + alertTells,
			map[string]string{
				"GW504": scan,
				"GW505": "fail databricks.yml:26 no SQL alert that watches endpoint `heron-gate` reaches anybody: `heron errors` is paused",
			},
		},
		"an alert without a schedule": {
			alertName + alertQuery + alertTells,
			map[string]string{
				"GW504": scan,
				"GW505": "fail databricks.yml:21 no SQL alert that watches endpoint `heron-gate` reaches anybody: `heron errors` has no schedule",
			},
		},
		"an alert that tells nobody": {
			alertName + alertQuery + alertRuns + "      evaluation:\n        notification: {subscriptions: [{user_email: \"\"}]}\n",
			map[string]string{
				"GW504": scan,
				"GW505": "fail databricks.yml:26 no SQL alert that watches endpoint `heron-gate` reaches anybody: `heron errors` has no subscriber",
			},
		},
		"an alert that tells a destination": {
			alertName + alertQuery + alertRuns + "      evaluation: {notification: {subscriptions: [{destination_id: d1}]}}\n",
			map[string]string{"GW504": "pass", "GW505": "pass"},
		},
		"one that is paused beside one that works": {
			alertName + alertQuery + "      schedule: {quartz_cron_schedule: \"0\", pause_status: PAUSED}\n" +
				strings.ReplaceAll(alertName[len("  alerts:\n"):], "errors", "more") + alertQuery + alertRuns + alertTells,
			map[string]string{"GW504": "pass", "GW505": "pass"},
		},
		"an alert whose pause is not resolved": {
			alertName + alertQuery + "      schedule: {quartz_cron_schedule: \"0\", pause_status: \"${var.pause}\"}\n" + alertTells,
			map[string]string{
				"GW504": "unknown databricks.yml:24 `${var.pause}` is not resolved",
				"GW505": "unknown databricks.yml:24 `${var.pause}` is not resolved",
			},
		},
		"an alert whose query is not resolved": {
			alertName + "      query_text: ${var.query}\n" + alertRuns + alertTells,
			map[string]string{
				"GW504": "unknown databricks.yml:23 `${var.query}` is not resolved",
				"GW505": "unknown databricks.yml:23 `${var.query}` is not resolved",
			},
		},
		"an alert whose subscribers are not resolved": {
			alertName + alertQuery + alertRuns + "      evaluation: {notification: {subscriptions: [\"${var.who}\"]}}\n",
			map[string]string{"GW505": "unknown databricks.yml:25 `${var.who}` is not resolved"},
		},
		"an alert that another file defines": {
			alertName + "      file_path: ./errors.dbalert.json\n",
			map[string]string{
				"GW504": "unknown databricks.yml:23 `file_path` names a file that is not read; write `query_text`, `schedule` and `evaluation` in the bundle",
			},
		},
		"all users may manage the endpoint": {
			"      permissions:\n        - {level: CAN_QUERY, group_name: callers}\n        - {level: CAN_MANAGE, group_name: users}\n",
			map[string]string{"GW506": "fail databricks.yml:22 endpoint `heron-gate` can be managed by everybody: `users` has CAN_MANAGE"},
		},
		"all users may query it": {
			"      permissions: [{level: CAN_QUERY, group_name: users}, {level: CAN_MANAGE, user_name: ana@example.com}]\n",
			map[string]string{"GW506": "pass"},
		},
		"no permissions are written": {
			"      permissions: []\n",
			map[string]string{"GW506": scan},
		},
		"a permission without a level is not deployed": {
			"      permissions: [{group_name: users}]\n",
			map[string]string{"GW506": scan},
		},
		"a permission without a principal is not deployed": {
			"      permissions: [{level: CAN_MANAGE}, {level: CAN_MANAGE, group_name: \"\"}]\n",
			map[string]string{"GW506": scan},
		},
		"of a user and a group in one permission the user counts": {
			"      permissions: [{level: CAN_MANAGE, group_name: users, user_name: ana@example.com}]\n",
			map[string]string{"GW506": "pass"},
		},
		"a group that is not resolved may manage it": {
			"      permissions:\n        - level: CAN_MANAGE\n          group_name: ${var.owners}\n",
			map[string]string{"GW506": "unknown databricks.yml:22 `${var.owners}` is not resolved"},
		},
		"a level is not resolved": {
			"      permissions:\n        - group_name: callers\n          level: ${var.level}\n",
			map[string]string{"GW506": "unknown databricks.yml:22 `${var.level}` is not resolved"},
		},
		"a group that is not resolved may query it": {
			"      permissions: [{level: CAN_QUERY, group_name: \"${var.callers}\"}]\n",
			map[string]string{"GW506": "pass"},
		},
		"a service principal that is not resolved may manage it": {
			"      permissions: [{level: CAN_MANAGE, service_principal_name: \"${var.deployer}\"}]\n",
			map[string]string{"GW506": "pass"},
		},
		"permissions that are not resolved": {
			"      permissions: ${var.permissions}\n",
			map[string]string{"GW506": "unknown databricks.yml:20 `${var.permissions}` is not resolved"},
		},
		"the agent has all privileges on the schema": {
			"  schemas:\n    gw:\n      catalog_name: main\n      name: HERON_GW\n      grants:\n        - principal: heron-agent\n          privileges: [ALL_PRIVILEGES]\n",
			map[string]string{
				"GW501": scan,
				"GW502": "unknown databricks.yml:26 `heron-agent` inherits ALL_PRIVILEGES; whether it has explicit grants on `main.heron_gw.heron_payload` too is not shown",
				"GW503": scan,
			},
		},
		"the agent has all privileges on the catalog": {
			"  catalogs:\n    main: {name: main, grants: [{principal: heron-agent, privileges: [ALL PRIVILEGES]}]}\n",
			map[string]string{
				"GW502": "unknown databricks.yml:21 `heron-agent` inherits ALL_PRIVILEGES; whether it has explicit grants on `main.heron_gw.heron_payload` too is not shown",
			},
		},
		"the agent has all privileges on another schema": {
			"  schemas:\n    gw: {catalog_name: main, name: other, grants: [{principal: heron-agent, privileges: [ALL_PRIVILEGES]}]}\n",
			map[string]string{"GW502": scan},
		},
		"the schema grants what is needed": {
			"  schemas:\n    gw: {catalog_name: main, name: heron_gw, grants: [{principal: heron-agent, privileges: [SELECT, MODIFY]}]}\n",
			map[string]string{"GW501": scan, "GW502": scan},
		},
		"operations may read, and use a warehouse": {
			"  schemas:\n    gw: {catalog_name: main, name: heron_gw, grants: [{principal: operations, privileges: [SELECT]}]}\n" +
				"  sql_warehouses:\n    ops: {name: ops, permissions: [{level: CAN_USE, group_name: operations}]}\n",
			map[string]string{"GW503": scan},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judged(t, offlineEngine(t), bundled(t, bundleHead+test.beside))
			for rule, want := range test.want {
				if diff := cmp.Diff(want, said(result, rule, "endpoint")); diff != "" {
					t.Errorf("%s: %s", rule, diff)
				}
			}
		})
	}
}

// bundleOfServices is a model service in main.ai with what is granted on it and around it.
func bundleOfServices(grants, around string) string {
	return `bundle: {name: heron, target: dev}
resources:
  model_services:
    chat:
      parent: schemas/main.ai
      model_service_id: chat
      config:
        routing: {destinations: [{name: a, pay_per_token_config: {model: system.ai.claude}}]}
` + grants + around
}

func TestABundleShowsWhatItGrantsOnAServiceAndNotThatThereIsNone(t *testing.T) {
	t.Parallel()
	const scan = "unknown workspace"
	for name, test := range map[string]struct{ content, want string }{
		"nothing":          {bundleOfServices("", ""), scan},
		"what all may use": {bundleOfServices("      grants: [{principal: account users, privileges: [EXECUTE]}]\n", ""), scan},
		"all may manage it": {
			bundleOfServices("      grants:\n        - principal: account users\n          privileges: [EXECUTE, MANAGE]\n", ""),
			"fail databricks.yml:11 model service `main.ai.chat` can be managed by everybody: `account users` has MANAGE",
		},
		"all may manage its schema": {
			bundleOfServices("", "  schemas:\n    ai: {catalog_name: Main, name: ai, grants: [{principal: users, privileges: [MANAGE]}]}\n"),
			"fail databricks.yml:10 model service `main.ai.chat` can be managed by everybody: `users` has MANAGE",
		},
		"all may manage another schema": {
			bundleOfServices("", "  schemas:\n    ai: {catalog_name: main, name: other, grants: [{principal: users, privileges: [MANAGE]}]}\n"), scan,
		},
		"who may manage it is not resolved": {
			bundleOfServices("      grants: [{principal: \"${var.owners}\", privileges: [MANAGE]}]\n", ""),
			"unknown databricks.yml:9 `${var.owners}` is not resolved",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judged(t, offlineEngine(t), bundled(t, test.content))
			if diff := cmp.Diff(test.want, said(result, "GW506", "model_service")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAppOfABundleIsHeldToTheGatewaysOfTheBundle(t *testing.T) {
	t.Parallel()
	const scan = "unknown workspace"
	const app = "  apps:\n    notes:\n      name: heron-notes\n"
	resource := func(name string) string {
		return app + "      resources:\n        - name: llm\n          serving_endpoint: {name: " + name + ", permission: CAN_QUERY}\n"
	}
	environment := func(value string) string {
		return resource("heron-gate") + "      config:\n        env:\n          - {name: LLM, value_from: llm}\n          - {name: MODEL, value: \"" + value + "\"}\n"
	}
	for name, test := range map[string]struct {
		beside string
		want   map[string]string
	}{
		"it names the gateway": {resource("heron-gate"), map[string]string{"GW601": "pass", "GW607": "pass"}},
		"it names the endpoint behind the gateway": {resource("heron-raw"), map[string]string{
			"GW601": "fail databricks.yml:25 app `heron-notes` bypasses the gateway `heron-gate`: resource `llm` names `heron-raw`",
			"GW607": "pass",
		}},
		"it names the gateway by a reference that is printed as it is": {
			resource("\"${resources.model_serving_endpoints.gate.name}\""), map[string]string{"GW601": "pass", "GW607": "pass"},
		},
		"what stands before another endpoint is not shown": {resource("crane-raw"), map[string]string{"GW601": scan}},
		"its environment names the endpoint behind the gateway": {environment("heron-raw"), map[string]string{
			"GW601": "fail databricks.yml:29 app `heron-notes` bypasses the gateway `heron-gate`: environment variable `MODEL` names `heron-raw`",
		}},
		"its environment has the address of that endpoint": {
			environment("https://heron.cloud.example.com/serving-endpoints/heron-raw/invocations"), map[string]string{
				"GW601": "fail databricks.yml:29 app `heron-notes` bypasses the gateway `heron-gate`: environment variable `MODEL` names `heron-raw`",
			},
		},
		"its environment names the gateway":                        {environment("heron-gate"), map[string]string{"GW601": "pass"}},
		"a word in its environment may be the name of an endpoint": {environment("crane"), map[string]string{"GW601": scan}},
		"what else its environment holds is no name":               {environment("two words, and more"), map[string]string{"GW601": "pass"}},
		"its environment has an address of another workspace":      {environment("https://crane.cloud.example.com/serving-endpoints/raw"), map[string]string{"GW601": "unknown databricks.yml:23 its environment names a serving endpoint of another workspace"}},
		"a name in its environment is not resolved":                {environment("${var.model}"), map[string]string{"GW601": "unknown databricks.yml:29 `${var.model}` is not resolved"}},
		"the name of its endpoint is not resolved":                 {resource("\"${var.model}\""), map[string]string{"GW601": "unknown databricks.yml:25 `${var.model}` is not resolved", "GW607": "unknown databricks.yml:25 `${var.model}` is not resolved"}},
		"it names no endpoint":                                     {app, map[string]string{"GW601": "unknown databricks.yml:22 the app declares no serving endpoint and no model service, and app.yaml beside its code is not read"}},
		"it names a model service":                                 {app + "      resources: [{name: llm, uc_securable: {securable_type: MODEL_SERVICE, securable_full_name: main.ai.chat, permission: EXECUTE}}]\n", map[string]string{"GW601": "pass"}},
		"it names an endpoint of Databricks":                       {resource("databricks-claude-sonnet-4"), map[string]string{"GW601": scan, "GW607": "fail databricks.yml:25 app `heron-notes` calls `databricks-claude-sonnet-4` (resource `llm`), which is refused where Enforce Unity Gateway is on; call the model service of `system.ai` that serves its model"}},
		"its environment names an endpoint of Databricks":          {environment("databricks-claude-sonnet-4"), map[string]string{"GW607": "fail databricks.yml:29 app `heron-notes` calls `databricks-claude-sonnet-4` (environment variable `MODEL`), which is refused where Enforce Unity Gateway is on; call the model service of `system.ai` that serves its model"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judged(t, offlineEngine(t), bundled(t, bundleHead+test.beside))
			for rule, want := range test.want {
				if diff := cmp.Diff(want, said(result, rule, "app")); diff != "" {
					t.Errorf("%s: %s", rule, diff)
				}
			}
		})
	}
}

func TestAnAppThatIsBoundToAnEndpointOfItsBundleByAReferenceIsKnown(t *testing.T) {
	t.Parallel()
	head := strings.ReplaceAll(strings.ReplaceAll(bundleHead, "heron-gate", "dev_${workspace.current_user.short_name}_gate"), "https://heron.cloud.example.com", "${workspace.host}")
	head = strings.Replace(head, "workspace: {host: ${workspace.host}}\n", "", 1)
	for name, want := range map[string]string{
		"dev_${workspace.current_user.short_name}_gate": "pass",
		"heron-raw": "fail databricks.yml:24 app `heron-notes` bypasses the gateway `dev_${workspace.current_user.short_name}_gate`: resource `llm` names `heron-raw`",
	} {
		app := "  apps:\n    notes:\n      name: heron-notes\n      resources:\n        - name: llm\n          serving_endpoint: {name: \"" + name + "\"}\n"
		result := judged(t, offlineEngine(t), bundled(t, head+app))
		if diff := cmp.Diff(want, said(result, "GW601", "app")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestAnAppOfABundleSaysWhereItIsDeployed(t *testing.T) {
	t.Parallel()
	all := bundled(t, bundleHead+"  apps:\n    notes: {name: heron-notes}\n")
	who := all[len(all)-1].Identity()
	got := []string{who.Kind, who.Name, who.Form, who.Address, who.Target, all[len(all)-1].Deployment.Host}
	want := []string{"app", "heron-notes", "bundle", "resources.apps.notes", "dev", "https://heron.cloud.example.com"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestEachTargetOfABundleHasItsOwnAlerts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	content := strings.Replace(bundleHead, "bundle: {name: heron, target: dev}", "bundle: {name: heron}", 1) + `targets:
  none: {default: true}
  paused:
    resources:
      alerts:
        errors:
          display_name: heron errors
          query_text: SELECT 1 FROM main.heron_gw.heron_payload WHERE status_code = 429
          schedule: {quartz_cron_schedule: "0 0 * * * ?", timezone_id: UTC, pause_status: PAUSED}
          evaluation: {notification: {subscriptions: [{user_email: ops@example.com}]}}
  works:
    resources:
      alerts:
        errors:
          display_name: heron errors
          query_text: SELECT 1 FROM main.heron_gw.heron_payload WHERE status_code = 429
          schedule: {quartz_cron_schedule: "0 0 * * * ?", timezone_id: UTC}
          evaluation: {notification: {subscriptions: [{user_email: ops@example.com}]}}
`
	if err := os.WriteFile(filepath.Join(dir, "databricks.yml"), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	root, err := source.NewInput(dir, "databricks.yml")
	if err != nil {
		t.Fatal(err)
	}
	b := bundle.Load(root, bundle.Options{Dir: dir})
	for target, want := range map[string][2]string{
		"none":   {"unknown workspace", "unknown workspace"},
		"paused": {"unknown workspace", "fail databricks.yml:28 no SQL alert that watches endpoint `heron-gate` reaches anybody: `heron errors` is paused"},
		"works":  {"pass", "pass"},
	} {
		doc := b.Resolve(target).Document
		subjects, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		result := judged(t, offlineEngine(t), evidence.OfBundle(doc, subjects))
		got := [2]string{said(result, "GW504", "endpoint"), said(result, "GW505", "endpoint")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", target, diff)
		}
	}
}

func TestNothingThatABundleDeclaresInAnotherShapeEndsTheCheck(t *testing.T) {
	t.Parallel()
	for name, beside := range map[string]string{
		"kinds that are no maps":      "  apps: [a]\n  alerts: text\n  schemas: 1\n  catalogs: ~\n",
		"resources that are no maps":  "  apps: {a: text, b: ~}\n  alerts: {a: [], b: 1}\n  schemas: {a: [x]}\n",
		"values of another kind":      "  alerts: {a: {query_text: [x], schedule: text, evaluation: [1], display_name: {}}}\n  schemas: {a: {catalog_name: [main], name: {}, grants: text}}\n",
		"elements of another kind":    "  schemas: {gw: {catalog_name: main, name: heron_gw, grants: [1, ~, [x], {principal: [x], privileges: {a: b}}, {privileges: [1, ~, {}]}]}}\n",
		"permissions of another kind": "      permissions: [1, ~, text, [x], {}, {level: [x], group_name: {}}, {level: CAN_MANAGE}]\n",
		"permissions that are a map":  "      permissions: {level: CAN_MANAGE, group_name: users}\n",
		"apps of another kind":        "  apps: {a: {name: [x], resources: {a: b}, config: [1]}, b: {resources: [1, ~, {serving_endpoint: text}, {uc_securable: [x]}], config: {env: [1, ~, {name: [x], value: {}}]}}}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			result := judged(t, offlineEngine(t), bundled(t, bundleHead+beside))
			for _, rule := range []string{"GW504", "GW505", "GW506"} {
				if got := said(result, rule, "endpoint"); strings.Contains(got, "pass") || strings.Contains(got, "fail") {
					t.Errorf("%s: %s", rule, got)
				}
			}
			if got := said(result, "GW601", "app"); strings.Contains(got, "pass") {
				t.Error(got)
			}
		})
	}
}

func TestTooManyAlertsOfABundleAreNotRead(t *testing.T) {
	t.Parallel()
	beside := "  alerts:\n"
	for i := range 201 {
		beside += fmt.Sprintf("    a%d: {display_name: n, query_text: SELECT status_code FROM system.serving.endpoint_usage}\n", i)
	}
	result := judged(t, offlineEngine(t), bundled(t, bundleHead+beside))
	const want = "unknown databricks.yml:19 201 declared alerts may watch it, and no more than 200 are read; leave out those that do not"
	if diff := cmp.Diff(want, said(result, "GW505", "endpoint")); diff != "" {
		t.Error(diff)
	}
}

func TestWhatABundleDeclaresIsKnownAgainByWhereItStands(t *testing.T) {
	t.Parallel()
	beside := "      permissions: [{level: CAN_MANAGE, group_name: users}]\n" +
		alertName + alertQuery + "      schedule: {quartz_cron_schedule: \"0\", pause_status: PAUSED}\n" + alertTells
	got := map[string]string{}
	for _, f := range judged(t, offlineEngine(t), bundled(t, bundleHead+beside)).Findings {
		if f.Rule == "GW505" || f.Rule == "GW506" {
			got[f.Rule] = f.Pointer + " " + f.Identity
		}
	}
	want := map[string]string{
		"GW505": "/resources/alerts/errors/schedule/pause_status /resources/alerts/errors/schedule/pause_status/evidence/alerts/*",
		"GW506": "/resources/model_serving_endpoints/gate/permissions/0 /permissions/*/evidence/access/users",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
