package evidence_test

import (
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/evidence"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// Where the workspace of the tests is.
const (
	host = "one.cloud.example.com"
	base = "databricks/" + host + "/"
)

// fixture is a workspace with two gateways and an app, in which every live rule
// passes; cases change it.
type fixture struct {
	survey   workspace.Inventory
	endpoint workspace.Subject
	service  workspace.Subject
	tools    workspace.Subject
	params   config.Params
}

func read(path, what, body string) workspace.Record {
	return workspace.Record{Path: path, What: what, Outcome: workspace.Read, Status: 200, Body: []byte(body)}
}

func denied(r workspace.Record) workspace.Record {
	return workspace.Record{Path: r.Path, What: r.What, Outcome: workspace.Denied, Status: 403, Message: "403: PERMISSION_DENIED"}
}

// with replaces a part of a record's body, which must be there.
func with(t *testing.T, r workspace.Record, old, replacement string) workspace.Record {
	t.Helper()
	body := strings.Replace(string(r.Body), old, replacement, 1)
	if body == string(r.Body) {
		t.Fatalf("%s holds no %q", r.Path, old)
	}
	r.Body = []byte(body)
	return r
}

const endpointBody = `{
  "name": "chat",
  "id": "0f1e2d",
  "creator": "ana@example.com",
  "config": {
    "served_entities": [
      {"name": "raw", "external_model": {
        "name": "claude-raw", "provider": "databricks-model-serving", "task": "llm/v1/chat",
        "databricks_model_serving_config": {
          "databricks_workspace_url": "https://ONE.cloud.example.com/", "databricks_api_token": "{{secrets/gw/token}}"
        }
      }}
    ]
  },
  "ai_gateway": {
    "usage_tracking_config": {"enabled": true},
    "inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw", "table_name_prefix": "chat"}
  }
}
`

const serviceBody = `{
  "name": "model-services/main.ai.chat",
  "effective_owner": "platform",
  "config": {
    "inference_table": {"parent": "schemas/main.gw", "table": "tables/main.gw.svc_payload", "is_deleted": false},
    "routing": {
      "destinations": [{"name": "pt", "destination_type": "DESTINATION_TYPE_PROVISIONED_THROUGHPUT_FOUNDATION_MODEL",
        "provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/llama-pt"}}],
      "fallback": {"destinations": [{"name": "old", "is_deleted": false,
        "provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/llama-old"}}]}
    }
  }
}
`

const appBody = `{
  "name": "desk",
  "service_principal_client_id": "agent-sp",
  "resources": [{"name": "llm", "serving_endpoint": {"name": "chat", "permission": "CAN_QUERY"}}],
  "active_deployment": {"env_vars": [{"name": "MODEL", "value": "main.ai.chat"}, {"name": "LLM", "value_from": "llm"}]}
}
`

const tablesBody = `{"tables": [
  {"full_name": "main.gw.Chat_chat_payload", "owner": "platform"},
  {"full_name": "main.gw.svc_payload", "owner": "platform"}
]}
`

const grantsBody = `{"privilege_assignments": [
  {"principal": "agent-sp", "privileges": [{"privilege": "SELECT"}, {"privilege": "MODIFY"}]},
  {"principal": "operations", "privileges": [{"privilege": "SELECT", "inherited_from_type": "CATALOG", "inherited_from_name": "main"}]}
]}
`

func newFixture() *fixture {
	tables := read("tables/main.gw.json", "list of the tables of a schema", tablesBody)
	schemas := read("system-schemas.json", "list of system schemas",
		`{"schemas": [{"schema": "serving", "state": "ENABLE_COMPLETED"}, {"schema": "ai_gateway", "state": "MANAGED"}]}`)
	usage := `{"privilege_assignments": [{"principal": "operations", "privileges": [{"privilege": "SELECT", "inherited_from_type": "SCHEMA", "inherited_from_name": "system.serving"}]}]}`
	s := &fixture{params: config.Default().Params}
	s.params.OpsPrincipals = []string{"operations"}
	s.endpoint = workspace.Subject{
		Kind: workspace.Endpoint, Name: "chat",
		Object: read("serving-endpoints/chat.json", "serving endpoint", endpointBody),
		Access: read("permissions/serving-endpoints/chat.json", "permissions of a serving endpoint",
			`{"access_control_list": [{"group_name": "users", "all_permissions": [{"permission_level": "CAN_QUERY"}]}]}`),
		Tables: tables, Table: "main.gw.Chat_chat_payload", Owner: "platform",
		Grants:      read("grants/tables/main.gw.chat_payload.json", "grants of a table", grantsBody),
		UsageGrants: read("grants/tables/system.serving.endpoint_usage.json", "grants of a table", usage),
		UsageSchema: schemas,
	}
	s.service = workspace.Subject{
		Kind: workspace.ModelService, Name: "main.ai.chat",
		Object: read("model-services/main.ai.chat.json", "model service", serviceBody),
		Access: read("grants/model-services/main.ai.chat.json", "grants of a model service",
			`{"privilege_assignments": [{"principal": "account users", "privileges": [{"privilege": "EXECUTE"}]}]}`),
		Tables: tables, Table: "main.gw.svc_payload", Owner: "platform",
		Grants:      read("grants/tables/main.gw.svc_payload.json", "grants of a table", grantsBody),
		UsageGrants: read("grants/tables/system.ai_gateway.usage.json", "grants of a table", usage),
		UsageSchema: schemas,
	}
	s.tools = workspace.Subject{
		Kind: workspace.MCPService, Name: "main.ai.tools",
		Object: read("mcp-services/main.ai.tools.json", "MCP service",
			`{"name": "mcp-services/main.ai.tools", "config": {"source_connection": {"name": "connections/main.ai.tools", "is_deleted": false}}}`),
	}
	s.survey = workspace.Inventory{
		Identity:   read("identity.json", "identity", `{"userName": "ana@example.com", "groups": [{"display": "auditors"}]}`),
		AlertList:  read("alerts.json", "list of SQL alerts", `{"alerts": [{"id": "a1"}]}`),
		Generation: workspace.AlertsV2,
		Alerts: []workspace.Record{read("alerts/a1.json", "SQL alert", `{
			"id": "a1", "display_name": "errors", "lifecycle_state": "ACTIVE",
			"query_text": "select 1 from main.gw.chat_chat_payload, main.gw.svc_payload where status_code >= 429",
			"schedule": {"quartz_cron_schedule": "0 0 * * * ?", "pause_status": "UNPAUSED"},
			"evaluation": {"notification": {"subscriptions": [{"user_email": "ops@example.com"}]}}
		}`)},
		WarehouseList: read("warehouses.json", "list of SQL warehouses", `{"warehouses": [{"id": "w1", "name": "small"}]}`),
		Warehouses: []workspace.WarehouseAccess{{ID: "w1", Name: "small", Access: read("permissions/warehouses/w1.json", "permissions of a SQL warehouse",
			`{"access_control_list": [{"group_name": "operations", "all_permissions": [{"permission_level": "CAN_USE"}]}]}`)}},
		AppList:   read("apps.json", "list of apps", `{"apps": [{"name": "desk"}]}`),
		Apps:      []workspace.Subject{{Kind: workspace.App, Name: "desk", Object: read("apps/desk.json", "app", appBody)}},
		JudgeApps: true, Whole: true,
		Listed: []workspace.Listed{
			{Kind: workspace.Endpoint, Name: "chat"},
			{Kind: workspace.Endpoint, Name: "claude-raw"},
			{Kind: workspace.ModelService, Name: "main.ai.chat"},
		},
	}
	return s
}

// judge puts the fixture before the shipped rules.
func (s *fixture) judge(t *testing.T) engine.Result {
	t.Helper()
	_, result := s.seen(t)
	return result
}

// checklist puts the fixture before the shipped policy.
func (s *fixture) checklist(t *testing.T) []engine.Item {
	t.Helper()
	e, result := s.seen(t)
	items, err := e.Checklist(t.Context(), result.Tally)
	if err != nil {
		t.Fatal(err)
	}
	return items
}

func (s *fixture) seen(t *testing.T) (*engine.Engine, engine.Result) {
	t.Helper()
	builder := evidence.New(base, host, &s.survey)
	var all []*gateway.Subject
	for _, one := range []workspace.Subject{s.endpoint, s.service, s.tools} {
		subject, err := builder.Subject(one)
		if err != nil {
			t.Fatal(err)
		}
		if subject != nil { // an app comes with the rest
			all = append(all, subject)
		}
	}
	rest, err := builder.Deferred()
	if err != nil {
		t.Fatal(err)
	}
	e := s.engine(t, builder)
	return e, judged(t, e, append(all, rest...))
}

func judged(t *testing.T, e *engine.Engine, all []*gateway.Subject) engine.Result {
	t.Helper()
	v, err := e.NewWorker(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, subject := range all {
		v.Judge(t.Context(), subject)
	}
	result, err := e.Finish(t.Context(), []*engine.Worker{v})
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range result.Errors {
		t.Error(err)
	}
	return result
}

// engines are those that were made, by what surrounds their subjects: most cases
// change a subject, and to make an engine takes longer than all else.
var engines = struct {
	sync.Mutex

	by map[string]*engine.Engine
}{by: map[string]*engine.Engine{}}

func (s *fixture) engine(t testing.TB, builder *evidence.Builder) *engine.Engine {
	t.Helper()
	params, err := s.params.Value()
	if err != nil {
		t.Fatal(err)
	}
	facts := engine.Facts{
		Params: params, AsOf: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC),
		State:     engine.Part{Reason: "there is no state file"},
		Workspace: engine.Part{Value: builder.Context(), Unseen: builder.Unseen()},
	}
	key, err := json.Marshal([]any{params, facts.Workspace.Value, facts.Workspace.Unseen})
	if err != nil {
		t.Fatal(err)
	}
	engines.Lock()
	defer engines.Unlock()
	if engines.by[string(key)] == nil {
		engines.by[string(key)] = newEngine(t, facts)
	}
	return engines.by[string(key)]
}

func newEngine(t testing.TB, facts engine.Facts) *engine.Engine {
	t.Helper()
	list, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	_, decide, err := policies.Load(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.New(t.Context(), engine.Options{
		Rules: list, RuleModules: modules, PolicyModules: decide, Policy: "policies.f4_checklist",
		Schemas: schema.Rego(), RulesTried: true, PolicyTried: true, Facts: facts,
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// outcomeOf is what came of a rule on subjects of a kind, with what it said: the
// worst of several.
func outcomeOf(result engine.Result, rule, kind string) (outcome finding.Outcome, said string) {
	for _, wanted := range []finding.Outcome{finding.Fail, finding.Unknown, finding.Pass, finding.NotApplicable} {
		for count := range result.Tally {
			if count.Rule == rule && count.Kind == kind && count.Outcome == wanted {
				for _, f := range result.Findings {
					if f.Rule == rule && f.Subject.Kind == kind && f.Outcome == wanted {
						said += f.Message + "\n" + f.Reason + "\n"
					}
				}
				return wanted, said
			}
		}
	}
	return "", ""
}
