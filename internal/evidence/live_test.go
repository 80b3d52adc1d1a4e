package evidence_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/workspace"
)

// live are the rules that a workspace decides, with the kinds they are tried on.
var live = map[string][]string{
	"GW111": {"endpoint", "model_service"}, "GW112": {"model_service"}, "GW211": {"model_service"},
	"GW501": {"endpoint", "model_service"}, "GW502": {"endpoint", "model_service"}, "GW503": {"endpoint", "model_service"},
	"GW504": {"endpoint", "model_service"}, "GW505": {"endpoint", "model_service"}, "GW506": {"endpoint", "model_service"},
	"GW507": {"endpoint", "model_service"}, "GW601": {"app"},
	"GW702": {"mcp_service"},
}

func TestALiveRulePassesWhereAllIsWell(t *testing.T) {
	t.Parallel()
	result := newFixture().judge(t)
	for rule, kinds := range live {
		for _, kind := range kinds {
			if outcome, said := outcomeOf(result, rule, kind); outcome != finding.Pass {
				t.Errorf("%s on the %s: %s %s", rule, kind, outcome, said)
			}
		}
	}
}

// TestALiveRuleFailsByWhatTheWorkspaceShows changes one thing in a workspace in
// which all is well.
func TestALiveRuleFailsByWhatTheWorkspaceShows(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule, kind, says string
		change           func(t *testing.T, s *fixture)
	}{
		"the table is not there though requests came": {"GW111", "endpoint", "though requests have come since 2026-11-20T08:00:00Z", func(_ *testing.T, s *fixture) {
			s.endpoint.Table = ""
			s.survey.Measured = true
			s.survey.EndpointUsage = read("usage/endpoints.json", "use of serving endpoints", `{
				"columns": ["name", "first_request", "requests", "identified", "refused", "failed", "around", "whole"],
				"rows": [["chat", "1795161600", "9", "9", "0", "0", "9", "true"]]
			}`)
		}},
		"the table is deleted": {"GW112", "model_service", "its inference table is deleted", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.Object = with(t, s.service.Object, `"is_deleted": false}`, `"is_deleted": true}`)
		}},
		"a fallback is deleted": {"GW211", "model_service", "fallback `old`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.Object = with(t, s.service.Object, `"old", "is_deleted": false`, `"old", "is_deleted": true`)
		}},
		"the connection is deleted": {"GW702", "mcp_service", "the connection `main.ai.tools` of MCP service `main.ai.tools` is deleted", func(t *testing.T, s *fixture) {
			t.Helper()
			s.tools.Object = with(t, s.tools.Object, `false`, `true`)
		}},
		"the agent may not write": {"GW501", "endpoint", "`agent-sp` has no explicit grant of MODIFY", func(t *testing.T, s *fixture) {
			t.Helper()
			s.endpoint.Grants = with(t, s.endpoint.Grants, `, {"privilege": "MODIFY"}`, ``)
		}},
		"what the agent may it inherits": {"GW501", "model_service", "`agent-sp` has no explicit grant of SELECT", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.Grants = with(t, s.service.Grants, `{"privilege": "SELECT"}`,
				`{"privilege": "SELECT", "inherited_from_type": "SCHEMA", "inherited_from_name": "main.gw"}`)
		}},
		"the agent owns the table": {"GW501", "endpoint", "`agent-sp` has no explicit grant of SELECT and MODIFY", func(t *testing.T, s *fixture) {
			t.Helper()
			s.endpoint.Tables = with(t, s.endpoint.Tables, `"platform"`, `"agent-sp"`)
			s.endpoint.Grants = with(t, s.endpoint.Grants, `"agent-sp"`, `"another"`)
		}},
		"a principal of params has nothing": {"GW501", "endpoint", "`other-sp` has no explicit grant", func(_ *testing.T, s *fixture) {
			s.params.AgentPrincipals = []string{"other-sp"}
		}},
		"the agent may do anything": {"GW502", "endpoint", "has ALL_PRIVILEGES on the table", func(t *testing.T, s *fixture) {
			t.Helper()
			s.endpoint.Grants = with(t, s.endpoint.Grants, `"MODIFY"`, `"ALL PRIVILEGES"`)
		}},
		"operations cannot read the payloads": {"GW503", "endpoint", "lacks SELECT on `main.gw.chat_chat_payload`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.endpoint.Grants = with(t, s.endpoint.Grants, `"operations"`, `"others"`)
		}},
		"operations cannot read the usage": {"GW503", "model_service", "lacks SELECT on `system.ai_gateway.usage`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.UsageGrants = with(t, s.service.UsageGrants, `"operations"`, `"others"`)
		}},
		"operations have no warehouse": {"GW503", "endpoint", "lacks CAN_USE on a SQL warehouse", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Warehouses[0].Access = with(t, s.survey.Warehouses[0].Access, `CAN_USE`, `CAN_VIEW`)
		}},
		"no alert": {"GW504", "endpoint", "no SQL alert watches endpoint `chat`", func(_ *testing.T, s *fixture) {
			s.survey.Alerts = nil
		}},
		"an alert on something else": {"GW504", "model_service", "no SQL alert watches", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Alerts[0] = with(t, s.survey.Alerts[0], ", main.gw.svc_payload", "")
		}},
		"the alert is paused": {"GW505", "endpoint", "`errors` is paused", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Alerts[0] = with(t, s.survey.Alerts[0], `"UNPAUSED"`, `"PAUSED"`)
		}},
		"the alert is in the trash": {"GW505", "endpoint", "`errors` is deleted", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Alerts[0] = with(t, s.survey.Alerts[0], `"ACTIVE"`, `"DELETED"`)
		}},
		"the alert tells nobody": {"GW505", "endpoint", "`errors` has no subscriber", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Alerts[0] = with(t, s.survey.Alerts[0], `{"user_email": "ops@example.com"}`, ``)
		}},
		"the alert is never run": {"GW505", "endpoint", "`errors` has no schedule", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Alerts[0] = with(t, s.survey.Alerts[0], `"quartz_cron_schedule": "0 0 * * * ?", `, ``)
		}},
		"everybody manages the endpoint": {"GW506", "endpoint", "`users` has CAN_MANAGE", func(t *testing.T, s *fixture) {
			t.Helper()
			s.endpoint.Access = with(t, s.endpoint.Access, "CAN_QUERY", "CAN_MANAGE")
		}},
		"everybody manages the service": {"GW506", "model_service", "`account users` has MANAGE", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.Access = with(t, s.service.Access, `"EXECUTE"`, `"MANAGE"`)
		}},
		"everybody owns the service": {"GW506", "model_service", "`account users` has MANAGE", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.Object = with(t, s.service.Object, `"platform"`, `"account users"`)
		}},
		"the schema is not enabled yet": {"GW507", "endpoint", "the system schema `serving` is not enabled", func(t *testing.T, s *fixture) {
			t.Helper()
			s.endpoint.UsageSchema = with(t, s.endpoint.UsageSchema, "ENABLE_COMPLETED", "ENABLE_INITIALIZED")
		}},
		"the metastore has no such schema": {"GW507", "model_service", "the system schema `ai_gateway` is not enabled", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.UsageSchema = with(t, s.service.UsageSchema, `"ai_gateway"`, `"access"`)
		}},
		"the owner of a service holds nothing": {"GW508", "model_service", "its owner `platform` lacks EXECUTE on provider service `main.ai.openai`", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider(`{"principal": "ana@example.com", "privileges": [{"privilege": "MANAGE"}]}`)
		}},
		"everybody may call the provider by its catalog": {"GW706", "model_service", "`account users` (from catalog main)", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider(`{"principal": "account users", "privileges": [{"privilege": "ALL PRIVILEGES", "inherited_from_type": "CATALOG", "inherited_from_name": "main"}]}`)
		}},
		"a resource leads past the gateway": {"GW601", "app", "bypasses the gateway `chat`: resource `llm` names `claude-raw`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `{"name": "chat",`, `{"name": "claude-raw",`)
		}},
		"a variable holds the name": {"GW601", "app", "environment variable `MODEL` names `claude-raw`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `main.ai.chat`, `claude-raw`)
		}},
		"a variable holds the address": {"GW601", "app", "bypasses the gateway `main.ai.chat`: environment variable `MODEL` names `llama-pt`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `main.ai.chat`, "https://"+host+"/serving-endpoints/llama-pt/invocations")
		}},
		"a fallback stands behind the gateway too": {"GW601", "app", "environment variable `MODEL` names `llama-old`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `main.ai.chat`, `llama-old`)
		}},
		"not all gateways are known": {"GW601", "app", "bypasses the gateway `chat`", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Whole = false
			s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `{"name": "chat",`, `{"name": "claude-raw",`)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			test.change(t, s)
			outcome, said := outcomeOf(s.judge(t), test.rule, test.kind)
			if outcome != finding.Fail || !strings.Contains(said, test.says) {
				t.Errorf("%s %s", outcome, said)
			}
		})
	}
}

// TestALiveRuleIsUnknownWhereTheWorkspaceWouldNotShow takes one answer away.
func TestALiveRuleIsUnknownWhereTheWorkspaceWouldNotShow(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule, kind, says string
		change           func(t *testing.T, s *fixture)
	}{
		"the tables may not be listed": {"GW111", "endpoint", "list of the tables of a schema could not be read: 403", func(_ *testing.T, s *fixture) {
			s.endpoint.Tables, s.endpoint.Table = denied(s.endpoint.Tables), ""
		}},
		"the table is not there and nobody looked for traffic": {"GW111", "endpoint", "the inference table is not visible, and when the first request came is not known", func(_ *testing.T, s *fixture) {
			s.endpoint.Table = ""
		}},
		"the schema is not visible": {"GW111", "model_service", "is not visible", func(_ *testing.T, s *fixture) {
			s.service.Tables.Outcome, s.service.Tables.Body, s.service.Table = workspace.Absent, nil, ""
		}},
		"the grants are denied": {"GW501", "endpoint", "grants of a table could not be read: 403", func(_ *testing.T, s *fixture) {
			s.endpoint.Grants = denied(s.endpoint.Grants)
		}},
		"no grants are shown": {"GW501", "endpoint", "show no privilege of anybody", func(_ *testing.T, s *fixture) {
			s.endpoint.Grants.Body = []byte(`{"privilege_assignments": []}`)
		}},
		"only one's own grants are shown": {"GW502", "endpoint", "show only those of whoever looks", func(_ *testing.T, s *fixture) {
			s.endpoint.Grants.Body = []byte(`{"privilege_assignments": [{"principal": "Ana@example.com", "privileges": [{"privilege": "SELECT"}]}]}`)
		}},
		"nobody is known to be the agent": {"GW501", "endpoint", "no service principal of the agent is known", func(_ *testing.T, s *fixture) {
			s.survey.Apps = nil
		}},
		"an app could not be read": {"GW501", "endpoint", "an app may use it that could not be read: `other`", func(_ *testing.T, s *fixture) {
			s.survey.Apps = append(s.survey.Apps, workspace.Subject{Kind: workspace.App, Name: "other", Object: denied(read("apps/other.json", "app", ""))})
		}},
		"the apps may not be listed": {"GW501", "model_service", "list of apps could not be read: 403", func(_ *testing.T, s *fixture) {
			s.survey.AppList = denied(s.survey.AppList)
		}},
		"the usage table does not show its grants": {"GW503", "endpoint", "grants of a table could not be read: 403", func(_ *testing.T, s *fixture) {
			s.endpoint.UsageGrants = denied(s.endpoint.UsageGrants)
		}},
		"a warehouse does not show who may use it": {"GW503", "endpoint", "permissions of a SQL warehouse could not be read: 403: PERMISSION_DENIED (`small`)", func(_ *testing.T, s *fixture) {
			s.survey.Warehouses[0].Access = denied(s.survey.Warehouses[0].Access)
		}},
		"nobody is on duty": {"GW503", "endpoint", "gwlint did not ask for the list of SQL warehouses: no principal", func(_ *testing.T, s *fixture) {
			s.survey.WarehouseList = workspace.Record{What: "list of SQL warehouses", Message: "no principal of operations is known"}
		}},
		"the alerts may not be listed": {"GW504", "endpoint", "list of SQL alerts could not be read: 403", func(_ *testing.T, s *fixture) {
			s.survey.AlertList = denied(s.survey.AlertList)
		}},
		"an alert is not shown": {"GW504", "endpoint", "SQL alert could not be read: 403", func(_ *testing.T, s *fixture) {
			s.survey.Alerts = []workspace.Record{denied(s.survey.Alerts[0])}
		}},
		"the query of an older alert is not shown": {"GW504", "endpoint", "query of a SQL alert could not be read: 403: PERMISSION_DENIED (`errors`)", func(t *testing.T, s *fixture) {
			t.Helper()
			s.older(t, denied(read("queries/q1.json", "query of a SQL alert", "")))
		}},
		"an older alert shows no schedule": {"GW505", "endpoint", "show neither their schedule nor their subscribers", func(t *testing.T, s *fixture) {
			t.Helper()
			s.older(t, read("queries/q1.json", "query of a SQL alert", `{"query_text": "select status_code from main.gw.chat_chat_payload"}`))
		}},
		"the permissions are denied": {"GW506", "endpoint", "permissions of a serving endpoint could not be read: 403", func(_ *testing.T, s *fixture) {
			s.endpoint.Access = denied(s.endpoint.Access)
		}},
		"the privileges on a service are not shown": {"GW506", "model_service", "show no privilege of anybody", func(_ *testing.T, s *fixture) {
			s.service.Access.Body = []byte(`{"privilege_assignments": []}`)
		}},
		"the system schemas are not shown": {"GW507", "endpoint", "list of system schemas could not be read: 403", func(_ *testing.T, s *fixture) {
			s.endpoint.UsageSchema = denied(s.endpoint.UsageSchema)
		}},
		"the owner of a service is not shown": {"GW508", "model_service", "the service does not show who owns it", func(t *testing.T, s *fixture) {
			t.Helper()
			s.service.Object = with(t, s.service.Object, `"effective_owner"`, `"someone"`)
			s.service.Dependencies = provider("")
		}},
		"the grants of a provider are denied": {"GW508", "model_service", "grants of a model provider service could not be read: 403", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider("")
			s.service.Dependencies[0].Access = denied(s.service.Dependencies[0].Access)
		}},
		"the grants of a provider are denied to the rule on others": {"GW706", "model_service", "grants of a model provider service could not be read: 403", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider("")
			s.service.Dependencies[0].Access = denied(s.service.Dependencies[0].Access)
		}},
		"nobody's grants are shown": {"GW706", "model_service", "show no privilege of anybody", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider("")
		}},
		"only the grants of whoever looks are shown": {"GW508", "model_service", "show only those of whoever looks", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider(`{"principal": "ana@example.com", "privileges": [{"privilege": "EXECUTE"}]}`)
		}},
		"a group may hold the owner": {"GW508", "model_service", "`gateways` holds the right, and who is in it is not shown", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider(`{"principal": "gateways", "privileges": [{"privilege": "EXECUTE"}]}`)
		}},
		"who owns the provider is not shown": {"GW508", "model_service", "who owns it is not shown", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider(`{"principal": "bob@example.com", "privileges": [{"privilege": "EXECUTE"}]}`)
			s.service.Dependencies[0].Owner = ""
		}},
		"a snapshot was taken without the grants": {"GW706", "model_service", "not in the snapshot", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = provider("")
			s.service.Dependencies[0].Access = workspace.Record{What: "grants of a model provider service", Message: "not in the snapshot, which was taken without it"}
		}},
		"what a destination leads to is not known": {"GW508", "model_service", "it is not known what the destination leads to", func(_ *testing.T, s *fixture) {
			s.service.Dependencies = []workspace.Dependency{{Name: "new", Access: workspace.Record{What: "rights", Message: "it is not known what the destination leads to"}}}
		}},
		"the app shows no endpoint": {"GW601", "app", "the API does not show the environment in app.yaml", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Apps[0].Object.Body = []byte(`{"name": "desk", "active_deployment": {"env_vars": [{"name": "A", "value": "something"}]}}`)
		}},
		"the app names another workspace": {"GW601", "app", "a serving endpoint of another workspace", func(t *testing.T, s *fixture) {
			t.Helper()
			s.survey.Apps[0].Object = with(t, s.survey.Apps[0].Object, `main.ai.chat`, "https://two.cloud.example.com/serving-endpoints/x/invocations")
		}},
		"not every gateway is known": {"GW601", "app", "not all endpoints and services were read", func(_ *testing.T, s *fixture) {
			s.survey.Whole = false
		}},
		"one gateway could not be read": {"GW601", "app", "not all endpoints and services were read", func(_ *testing.T, s *fixture) {
			s.service.Object = denied(s.service.Object)
		}},
		"the app could not be read": {"GW601", "app", "the app could not be read: 403", func(_ *testing.T, s *fixture) {
			s.survey.Apps[0].Object = denied(s.survey.Apps[0].Object)
		}},
		"the tools could not be read": {"GW702", "mcp_service", "the MCP service could not be read: 403", func(_ *testing.T, s *fixture) {
			s.tools.Object = denied(s.tools.Object)
		}},
		"the destinations could not be read": {"GW211", "model_service", "the model service could not be read: 403", func(_ *testing.T, s *fixture) {
			s.service.Object = denied(s.service.Object)
		}},
		"the answer is no object": {"GW112", "model_service", "the model service cannot be used", func(_ *testing.T, s *fixture) {
			s.service.Object.Body = []byte(`[]`)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newFixture()
			test.change(t, s)
			outcome, said := outcomeOf(s.judge(t), test.rule, test.kind)
			if outcome != finding.Unknown || !strings.Contains(said, test.says) {
				t.Errorf("%s %s", outcome, said)
			}
		})
	}
}

// older makes the alerts those of the generation before.
func (s *fixture) older(t *testing.T, query workspace.Record) {
	t.Helper()
	s.survey.Generation = workspace.AlertsV1
	s.survey.Alerts[0] = read("alerts/a1.json", "SQL alert", `{"id": "a1", "display_name": "errors", "query_id": "q1", "lifecycle_state": "ACTIVE"}`)
	s.survey.Queries = map[string]workspace.Record{"q1": query}
}

// provider is a provider service of bob's behind the service, with assignments of privileges.
func provider(assignments string) []workspace.Dependency {
	return []workspace.Dependency{{
		Kind: "provider_service", Name: "main.ai.openai", Owner: "bob@example.com",
		Access: read("grants/model-provider-services/main.ai.openai.json", "grants of a model provider service",
			`{"privilege_assignments": [`+assignments+`]}`),
	}}
}
