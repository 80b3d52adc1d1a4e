package workspace_test

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

func TestAPlainWorkspaceIsAskedForNoMoreThanItTakes(t *testing.T) {
	t.Parallel()
	got := collect(t, workspace.Options{}, plainWorkspace())
	want := []string{
		"alerts", "apps", "mcp-services", "metastore", "metastores/m1/systemschemas", "model-provider-services",
		"model-services", "permissions/endpoints/e1", "scim/Me", "serving-endpoints", "serving-endpoints/chat", "tables main.gw",
	}
	if diff := cmp.Diff(want, got.asked); diff != "" {
		t.Error(diff)
	}
	if unread := got.collector.Unread(); len(unread) > 0 {
		t.Errorf("not read: %+v", unread)
	}
}

const (
	providedEndpoint = `{"name": "databricks-claude"}`
	twoTables        = `{"tables": [{"full_name": "main.gw.chat_payload"}, {"full_name": "main.gw.more_payload"}]}`
	notesApp         = `{"name": "notes", "resources": [{"serving_endpoint": {"name": "chat"}}]}`
	chatService      = `{"model_services": [{"name": "model-services/main.ai.chat", "config": {"inference_table": {"table": "tables/main.gw.chat_payload"}}}]}`
)

// TestWhatIsAskedForFollowsFromWhatIsThere says of each case what it makes of the
// requests to a plain workspace.
func TestWhatIsAskedForFollowsFromWhatIsThere(t *testing.T) {
	t.Parallel()
	agents := workspace.Options{Principals: []string{"agent"}}
	operations := workspace.Options{Principals: []string{"ops"}, Operations: true}
	tableGrants := "grants table/main.gw.chat_payload"
	for name, test := range map[string]struct {
		options    workspace.Options
		pages      map[string]string // in place of those of a plain workspace
		more, less []string
	}{
		"grants of a table, where somebody is to be judged by them": {options: agents, more: []string{tableGrants}},
		"grants of a table, where an app names the endpoint": {
			pages: map[string]string{"apps": `{"apps": [{"name": "notes"}]}`, "apps/notes": notesApp},
			more:  []string{"apps/notes", tableGrants},
		},
		"no grants of a table that is not there":    {options: agents, pages: map[string]string{"tables main.gw": `{}`}},
		"no grants of a table that may not be seen": {options: agents, pages: map[string]string{"tables main.gw": "403"}},
		"warehouses and usage tables, where somebody has to run queries": {
			options: operations,
			pages:   map[string]string{"sql/warehouses": `{"warehouses": [{"id": "w1", "name": "small"}]}`},
			more:    []string{tableGrants, "grants table/system.serving.endpoint_usage", "permissions/warehouses/w1", "sql/warehouses"},
		},
		"no table, where nothing is recorded": {
			options: agents, pages: map[string]string{"serving-endpoints/chat": `{"name": "chat", "id": "e1", "creator": "ana@example.com"}`},
			less: []string{"tables main.gw"},
		},
		"permissions by the id that the endpoint itself has": {
			pages: map[string]string{
				"serving-endpoints":           `{"endpoints": [{"name": "chat"}]}`,
				"serving-endpoints/chat":      strings.ReplaceAll(chatEndpoint, "e1", "e 2"),
				"permissions/endpoints/e%202": `{"object_id": "/serving-endpoints/e 2"}`,
			},
			more: []string{"permissions/endpoints/e%202"}, less: []string{"permissions/endpoints/e1"},
		},
		"no permissions of what Databricks provides": {
			pages: map[string]string{"serving-endpoints": `{"endpoints": [` + providedEndpoint + `]}`, "serving-endpoints/databricks-claude": providedEndpoint},
			more:  []string{"serving-endpoints/databricks-claude"},
			less:  []string{"permissions/endpoints/e1", "serving-endpoints/chat", "tables main.gw"},
		},
		"nothing beside an endpoint that could not be read": {
			options: agents, pages: map[string]string{"serving-endpoints/chat": "403"},
			less: []string{"permissions/endpoints/e1", "tables main.gw"},
		},
		"nothing around a workspace without gateways but its apps": {
			options: operations, pages: map[string]string{"serving-endpoints": `{}`},
			less: []string{"alerts", "metastore", "metastores/m1/systemschemas", "permissions/endpoints/e1", "serving-endpoints/chat", "tables main.gw"},
		},
		"what two gateways share, once": {
			options: operations,
			pages: map[string]string{
				"serving-endpoints":      `{"endpoints": [{"name": "chat", "id": "e1"}, {"name": "more", "id": "e2"}]}`,
				"serving-endpoints/more": strings.NewReplacer("chat", "more", "e1", "e2").Replace(chatEndpoint),
				"tables main.gw":         twoTables,
			},
			more: []string{
				"grants table/main.gw.chat_payload", "grants table/main.gw.more_payload", "grants table/system.serving.endpoint_usage",
				"permissions/endpoints/e2", "serving-endpoints/more", "sql/warehouses",
			},
		},
		"a service as its list has it, and grants in place of permissions": {
			pages: map[string]string{"model-services": chatService, "grants model_service/main.ai.chat": `{}`},
			more:  []string{"grants model_service/main.ai.chat"},
		},
		"no table, where a service has its own turned off": {
			options: agents,
			pages: map[string]string{
				"serving-endpoints": `{}`, "grants model_service/main.ai.chat": `{}`,
				"model-services": strings.ReplaceAll(chatService, `"table": `, `"disabled": true, "table": `),
			},
			more: []string{"grants model_service/main.ai.chat"},
			less: []string{"permissions/endpoints/e1", "serving-endpoints/chat", "tables main.gw"},
		},
		"older alerts, where there are no newer ones": {
			pages: map[string]string{"alerts": "404", "sql/alerts": `{"results": [{"id": "a1", "query_id": "q1"}, {"id": "a2", "query_id": "q1"}]}`, "sql/queries/q1": `{}`},
			more:  []string{"sql/alerts", "sql/queries/q1"},
		},
		"the oldest alerts, where there are no others": {
			pages: map[string]string{"alerts": "404", "preview/sql/alerts": `[]`},
			more:  []string{"preview/sql/alerts", "sql/alerts"},
		},
		"no query of a newer alert, which has it itself":   {pages: map[string]string{"alerts": `{"alerts": [{"id": "a1", "query_id": "q1"}]}`}},
		"no older alerts, where the newer may not be seen": {pages: map[string]string{"alerts": "403"}},
		"a system schema itself, where their list may not be seen": {
			pages: map[string]string{"metastores/m1/systemschemas": "403", "schemas/system.serving": `{}`},
			more:  []string{"schemas/system.serving"},
		},
		"no list of system schemas without a metastore": {
			pages: map[string]string{"metastore": `{}`},
			more:  []string{"schemas/system.serving"}, less: []string{"metastores/m1/systemschemas"},
		},
		"services schema by schema, where the workspace wants that": {
			pages: map[string]string{
				"model-services": "400", "catalogs": `{"catalogs": [{"name": "main"}]}`,
				"schemas main":           `{"schemas": [{"name": "ai"}, {"name": "information_schema"}]}`,
				"model-services main.ai": `{}`,
			},
			more: []string{"catalogs", "model-services main.ai", "schemas main"},
		},
		"the schemas of catalogs once for all kinds of services": {
			pages: map[string]string{
				"model-services": "400", "mcp-services": "400", "catalogs": `{"catalogs": [{"name": "main"}]}`,
				"schemas main": `{"schemas": [{"name": "ai"}]}`, "model-services main.ai": `{}`, "mcp-services main.ai": `{}`,
			},
			more: []string{"catalogs", "mcp-services main.ai", "model-services main.ai", "schemas main"},
		},
		"services of one catalog": {
			options: workspace.Options{Scope: workspace.Scope{Catalog: "main"}},
			pages:   map[string]string{"schemas main": `{}`},
			more:    []string{"schemas main"}, less: []string{"mcp-services", "model-provider-services", "model-services"},
		},
		"services of one schema": {
			options: workspace.Options{Scope: workspace.Scope{Catalog: "main", Schema: "ai"}},
			more:    []string{"mcp-services main.ai", "model-provider-services main.ai", "model-services main.ai"},
			less:    []string{"mcp-services", "model-provider-services", "model-services"},
		},
		"no services, where endpoints are named": {
			options: workspace.Options{Scope: workspace.Scope{Endpoints: []string{"ch*"}}},
			less:    []string{"mcp-services", "model-provider-services", "model-services"},
		},
		"nothing of an endpoint that is left out": {
			options: workspace.Options{Scope: workspace.Scope{Endpoints: []string{"other"}}},
			less: []string{
				"alerts", "mcp-services", "metastore", "metastores/m1/systemschemas", "model-provider-services",
				"model-services", "permissions/endpoints/e1", "serving-endpoints/chat", "tables main.gw",
			},
		},
		"statements, where a warehouse is named": {
			options: workspace.Options{Warehouse: "w1"}, pages: map[string]string{"SQL on w1": `{}`},
			more: []string{"SQL on w1", "SQL on w1"},
		},
		"no statements without the id of the workspace": {
			options: workspace.Options{Warehouse: "w1"}, pages: map[string]string{"metastore": `{"metastore_id": "m1"}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plain := collect(t, workspace.Options{}, plainWorkspace()).asked
			pages := plainWorkspace()
			maps.Copy(pages, test.pages)
			maps.DeleteFunc(pages, func(_, body string) bool { return body == "404" })
			got := collect(t, test.options, pages).asked
			if diff := cmp.Diff(test.more, beside(got, plain)); diff != "" {
				t.Errorf("asked for beside: %s", diff)
			}
			if diff := cmp.Diff(test.less, beside(plain, got)); diff != "" {
				t.Errorf("not asked for: %s", diff)
			}
		})
	}
}

func TestListsThatTheWorkspaceDoesNotHaveAreNamed(t *testing.T) {
	t.Parallel()
	pages := plainWorkspace()
	delete(pages, "apps")
	delete(pages, "mcp-services")
	got := collect(t, workspace.Options{}, pages)
	if diff := cmp.Diff([]string{"MCP services", "apps"}, got.survey.AbsentLists); diff != "" {
		t.Error(diff)
	}
	if unread := got.collector.Unread(); len(unread) > 0 || !got.survey.Whole {
		t.Errorf("whole: %v, not read: %+v", got.survey.Whole, unread)
	}
}

func TestASurveyIsWholeWhereEveryGatewayIsKnown(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		scope workspace.Scope
		pages map[string]string
		whole bool
	}{
		"all lists were read":                  {whole: true},
		"what is provided is left out":         {scope: workspace.Scope{NoProvided: true}, whole: true},
		"endpoints were denied":                {pages: map[string]string{"serving-endpoints": "403"}},
		"services were denied":                 {pages: map[string]string{"mcp-services": "403"}},
		"services failed":                      {pages: map[string]string{"mcp-services": "500"}},
		"the catalogs of services were denied": {pages: map[string]string{"mcp-services": "400", "catalogs": "403"}},
		"the schemas of a catalog were denied": {pages: map[string]string{"mcp-services": "400", "catalogs": `{"catalogs": [{"name": "main"}]}`, "schemas main": "403"}},
		"the scope names endpoints":            {scope: workspace.Scope{Endpoints: []string{"*"}}},
		"the scope names a catalog":            {scope: workspace.Scope{Catalog: "main"}, pages: map[string]string{"schemas main": `{}`}},
		"apps and alerts were denied":          {pages: map[string]string{"apps": "403", "alerts": "403"}, whole: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			maps.Copy(pages, test.pages)
			if got := collect(t, workspace.Options{Scope: test.scope}, pages).survey.Whole; got != test.whole {
				t.Errorf("whole: %v", got)
			}
		})
	}
}

func TestWhatIsDeniedOfAServiceIsCalledByItsKind(t *testing.T) {
	t.Parallel()
	pages := plainWorkspace()
	pages["mcp-services"] = `{"mcp_services": [{"name": "mcp-services/main.ai.tools"}]}`
	pages["grants mcp_service/main.ai.tools"] = "403"
	if got, want := collect(t, workspace.Options{}, pages).subjects["main.ai.tools"].Access.Reason(), "the grants of an MCP service could not be read: 403 PERMISSION_DENIED: no"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestASurveyNamesWhatIsOutsideOfItsScope(t *testing.T) {
	t.Parallel()
	pages := plainWorkspace()
	pages["serving-endpoints"] = `{"endpoints": [{"name": "chat", "id": "e1"}, {"name": "databricks-gte"}]}`
	pages["serving-endpoints/databricks-gte"] = `{"name": "databricks-gte"}`
	pages["model-services"] = `{"model_services": [{"name": "model-services/system.ai.gte"}]}`
	got := collect(t, workspace.Options{Scope: workspace.Scope{NoProvided: true}}, pages).survey
	if diff := cmp.Diff([]string{"databricks-gte", "system.ai.gte"}, got.OutOfScope); diff != "" || got.LeftOut != 2 {
		t.Errorf("%d left out, %s", got.LeftOut, diff)
	}
}

// TestWhetherDatabricksMadeAnEndpointIsDecidedByListAndAnswer leaves out what Databricks provides.
func TestWhetherDatabricksMadeAnEndpointIsDecidedByListAndAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		listed, answered string
		left             []string
	}{
		"neither shows a maker":     {`{"name": "databricks-gte"}`, `{"name": "databricks-gte"}`, []string{"databricks-gte"}},
		"both, by null":             {`{"name": "databricks-gte", "id": null}`, `{"name": "databricks-gte", "creator": null}`, []string{"databricks-gte"}},
		"the list shows an id":      {`{"name": "databricks-gte", "id": "e9"}`, `{"name": "databricks-gte", "id": "e9"}`, nil},
		"the list shows a creator":  {`{"name": "databricks-gte", "creator": "ana"}`, `{"name": "databricks-gte", "creator": "ana"}`, nil},
		"the answer shows an id":    {`{"name": "databricks-gte"}`, `{"name": "databricks-gte", "id": "e9"}`, nil},
		"the answer shows who":      {`{"name": "databricks-gte"}`, `{"name": "databricks-gte", "creator": "ana"}`, nil},
		"the answer is denied":      {`{"name": "databricks-gte"}`, `403`, nil},
		"the answer is of another":  {`{"name": "databricks-gte"}`, `{"name": "databricks-other"}`, nil},
		"the answer is none":        {`{"name": "databricks-gte"}`, `{}`, nil},
		"the name is not of theirs": {`{"name": "gte"}`, `{"name": "gte"}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			pages["serving-endpoints"] = `{"endpoints": [` + test.listed + `]}`
			pages["serving-endpoints/databricks-gte"], pages["serving-endpoints/gte"] = test.answered, test.answered
			got := collect(t, workspace.Options{Scope: workspace.Scope{NoProvided: true}}, pages)
			if diff := cmp.Diff(test.left, got.survey.OutOfScope); diff != "" {
				t.Error(diff)
			}
			asked := 0
			for _, key := range got.asked {
				if strings.HasPrefix(key, "serving-endpoints/") {
					asked++
				}
			}
			if asked != 1 || got.survey.OnlyProvided() != (test.left != nil) {
				t.Errorf("asked for %d times; only provided: %t", asked, got.survey.OnlyProvided())
			}
		})
	}
}

func TestASubjectHasWhatWasReadOfIt(t *testing.T) {
	t.Parallel()
	pages := plainWorkspace()
	pages["tables main.gw"] = `{"tables": [{"full_name": "Main.GW.Chat_Payload", "owner": "platform"}]}`
	got := collect(t, workspace.Options{}, pages).subjects["chat"]
	if got.Table != "Main.GW.Chat_Payload" || got.Owner != "platform" {
		t.Errorf("table %q of %q", got.Table, got.Owner)
	}
	for what, test := range map[string]struct {
		record workspace.Record
		reason string
	}{
		"its table's grants": {got.Grants, "no principal is named whose rights matter; set params.agent_principals or params.ops_principals"},
		"usage grants":       {got.UsageGrants, "no principal of operations is known; set params.ops_principals"},
		"its use":            {got.Usage, "name a SQL warehouse with --warehouse"},
	} {
		if test.record.Outcome != workspace.Unasked || test.record.Message != test.reason || test.record.Fails() {
			t.Errorf("%s: %+v", what, test.record)
		}
	}
}

// TestWhatIsNotKnownHasItsReason says of each record that is denied, not there or
// unasked why it is.
func TestWhatIsNotKnownHasItsReason(t *testing.T) {
	t.Parallel()
	agents := workspace.Options{Principals: []string{"agent"}}
	usage := workspace.Options{Warehouse: "w1"}
	chat := func(of func(workspace.Subject) workspace.Record) func(collected) workspace.Record {
		return func(c collected) workspace.Record { return of(c.subjects["chat"]) }
	}
	access := chat(func(s workspace.Subject) workspace.Record { return s.Access })
	tables := chat(func(s workspace.Subject) workspace.Record { return s.Tables })
	grants := chat(func(s workspace.Subject) workspace.Record { return s.Grants })
	usageSchema := chat(func(s workspace.Subject) workspace.Record { return s.UsageSchema })
	systemSchemas := func(c collected) workspace.Record { return c.survey.SystemSchemas }
	endpointUsage := func(c collected) workspace.Record { return c.survey.EndpointUsage }
	for name, test := range map[string]struct {
		options workspace.Options
		pages   map[string]string
		record  func(collected) workspace.Record
		outcome workspace.Outcome
		reason  string
	}{
		"permissions without an id": {
			pages: map[string]string{
				"serving-endpoints": `{"endpoints": [{"name": "chat"}]}`, "serving-endpoints/chat": `{"name": "chat"}`,
			}, record: access,
			reason: "gwlint did not ask for the permissions: it has no id, so it has no permissions of its own",
		},
		"tables where none is recorded in": {
			pages:  map[string]string{"serving-endpoints/chat": strings.Replace(chatEndpoint, "true", "false", 1)},
			record: tables, reason: "there is nothing that gwlint could ask for",
		},
		"tables of a service without a schema": {
			pages:  map[string]string{"model-services": `{"model_services": [{"name": "model-services/main.ai.chat", "config": {"inference_table": {"parent": "schemas/main"}}}]}`},
			record: func(c collected) workspace.Record { return c.subjects["main.ai.chat"].Tables },
			reason: "there is nothing that gwlint could ask for",
		},
		"grants where the tables were denied": {
			options: agents, pages: map[string]string{"tables main.gw": "403"}, record: grants,
			reason: "gwlint did not ask for the grants of the inference table: the list of the tables of a schema could not be read: 403 PERMISSION_DENIED: no ('main.gw')",
		},
		"grants of a table that is not there": {
			options: agents, pages: map[string]string{"tables main.gw": `{}`}, record: grants,
			reason: "gwlint did not ask for the grants of the inference table: the inference table is not visible, so neither are its grants",
		},
		"system schemas where the metastore was denied": {
			pages: map[string]string{"metastore": "403"}, record: systemSchemas, outcome: workspace.Denied,
			reason: "the metastore of the workspace could not be read: 403 PERMISSION_DENIED: no",
		},
		"system schemas without a metastore": {
			pages: map[string]string{"metastore": `{}`}, record: systemSchemas,
			reason: "gwlint did not ask for the list of system schemas: the workspace has no metastore",
		},
		"a system schema that is there, where their list was denied": {
			pages:  map[string]string{"metastores/m1/systemschemas": "403", "schemas/system.serving": `{"name": "serving"}`},
			record: usageSchema, outcome: workspace.Read,
		},
		"a system schema that is not visible, where their list was denied": {
			pages: map[string]string{"metastores/m1/systemschemas": "403"}, record: usageSchema, outcome: workspace.Denied,
			reason: "the list of system schemas could not be read: 403 PERMISSION_DENIED: no",
		},
		"warehouses where no query is to be run": {
			record: func(c collected) workspace.Record { return c.survey.WarehouseList },
			reason: "gwlint did not ask for the list of SQL warehouses: no principal of operations is known; set params.ops_principals",
		},
		"use without the id of the workspace": {
			options: usage, pages: map[string]string{"metastore": `{"metastore_id": "m1"}`}, record: endpointUsage,
			reason: "gwlint did not ask for the use of serving endpoints: the id of the workspace is not known: the answer does not have it",
		},
		"use where the metastore was denied": {
			options: usage, pages: map[string]string{"metastore": "403"}, record: endpointUsage,
			reason: "gwlint did not ask for the use of serving endpoints: the id of the workspace is not known: the metastore of the workspace could not be read: 403 PERMISSION_DENIED: no",
		},
		"a record without more": {
			record: func(collected) workspace.Record { return workspace.Record{What: "app"} },
			reason: "gwlint did not ask for the app",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			maps.Copy(pages, test.pages)
			record := test.record(collect(t, test.options, pages))
			if record.Outcome != test.outcome || record.Reason() != test.reason {
				t.Errorf("%s: %q, want %s: %q", record.Outcome.Word(), record.Reason(), test.outcome.Word(), test.reason)
			}
		})
	}
}

func TestAWorkspaceThatDoesNotAnswerIsAskedForNoMore(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		identity, endpoints string
		asked               bool
	}{
		"neither was answered":       {"0", "0", false},
		"the identity was not":       {"0", "{}", true},
		"the endpoints were not":     {"{}", "0", true},
		"both answered with a fault": {"500", "500", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			pages["scim/Me"], pages["serving-endpoints"] = test.identity, test.endpoints
			got := collect(t, workspace.Options{}, pages)
			if asked := slices.Contains(got.asked, "apps"); asked != test.asked {
				t.Errorf("asked for %s", got.asked)
			}
			reason := got.survey.AppList.Reason()
			if !test.asked && reason != "gwlint did not ask for the list of apps: not asked: the workspace does not answer" {
				t.Error(reason)
			}
		})
	}
}

// TestListsThatWereNotReadAreNamed says of each list that was not read, or not to
// its end, which kinds may have others and which records are missing.
func TestListsThatWereNotReadAreNamed(t *testing.T) {
	t.Parallel()
	const more = `{"model_services": [{"name": "model-services/main.ai.chat"}], "next_page_token": "2"}`
	for name, test := range map[string]struct {
		scope    workspace.Scope
		pages    map[string]string
		unlisted []workspace.Kind
		unread   []string
		leftOut  int
	}{
		"endpoints were denied": {
			pages:    map[string]string{"serving-endpoints": "403"},
			unlisted: []workspace.Kind{workspace.Endpoint}, unread: []string{"serving-endpoints.json"},
		},
		"services were denied": {
			pages:    map[string]string{"model-services": "403"},
			unlisted: []workspace.Kind{workspace.ModelService}, unread: []string{"model-services.json"},
		},
		"services failed, for another reason than a missing parent": {
			pages:    map[string]string{"model-services": "500"},
			unlisted: []workspace.Kind{workspace.ModelService}, unread: []string{"model-services.json"},
		},
		"services were refused after the first page": {
			pages:    map[string]string{"model-services": more, "model-services page 2": "400", "grants model_service/main.ai.chat": `{}`},
			unlisted: []workspace.Kind{workspace.ModelService}, unread: []string{"model-services.json"},
		},
		"services of a schema were denied": {
			pages: map[string]string{
				"model-services": "400", "catalogs": `{"catalogs": [{"name": "main"}]}`,
				"schemas main": `{"schemas": [{"name": "ai"}]}`, "model-services main.ai": "403",
			},
			unlisted: []workspace.Kind{workspace.ModelService}, unread: []string{"lists/model-services/main.ai.json"},
		},
		"apps were denied": {
			pages:    map[string]string{"apps": "403"},
			unlisted: []workspace.Kind{workspace.App}, unread: []string{"apps.json"},
		},
		"apps are not there": {pages: map[string]string{"apps": "404"}},
		"apps were denied, and the scope leaves them out": {
			scope: workspace.Scope{Endpoints: []string{"*"}}, pages: map[string]string{"apps": "403"}, unread: []string{"apps.json"},
		},
		"the scope leaves an app out": {
			scope: workspace.Scope{Endpoints: []string{"*"}}, leftOut: 1,
			pages: map[string]string{"apps": `{"apps": [{"name": "notes"}]}`, "apps/notes": `{"name": "notes"}`},
		},
		"alerts were denied": {pages: map[string]string{"alerts": "403"}, unread: []string{"alerts.json"}},
		"system schemas were denied, each and their list": {
			pages:  map[string]string{"metastores/m1/systemschemas": "403", "schemas/system.serving": "403"},
			unread: []string{workspace.Place("schemas", "system.serving"), "system-schemas.json"},
		},
		"system schemas were denied, and one failed": {
			pages:  map[string]string{"metastores/m1/systemschemas": "403", "schemas/system.serving": "500"},
			unread: []string{workspace.Place("schemas", "system.serving"), "system-schemas.json"},
		},
		"system schemas were denied, and one is not visible": {
			pages: map[string]string{"metastores/m1/systemschemas": "403"}, unread: []string{"system-schemas.json"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			maps.Copy(pages, test.pages)
			maps.DeleteFunc(pages, func(_, body string) bool { return body == "404" })
			got := collect(t, workspace.Options{Scope: test.scope}, pages)
			var unread []string
			for _, record := range got.collector.Unread() {
				unread = append(unread, record.Path)
				if record.Body != nil {
					t.Errorf("%s has a body: %s", record.Path, record.Body)
				}
			}
			if diff := cmp.Diff(test.unread, unread); diff != "" {
				t.Errorf("not read: %s", diff)
			}
			if diff := cmp.Diff(test.unlisted, got.survey.Unlisted); diff != "" || got.survey.LeftOut != test.leftOut {
				t.Errorf("%d left out, may have others: %s", got.survey.LeftOut, diff)
			}
		})
	}
}

func TestATableOfAListThatBrokeOffIsNotTaken(t *testing.T) {
	t.Parallel()
	pages := plainWorkspace()
	pages["tables main.gw"] = `{"tables": [{"full_name": "main.gw.chat_payload", "owner": "platform"}], "next_page_token": "2"}`
	pages["tables main.gw page 2"] = "403"
	if got := collect(t, workspace.Options{}, pages).subjects["chat"]; got.Table != "" || got.Owner != "" || got.Tables.Outcome != workspace.Denied {
		t.Errorf("table %q of %q, list %+v", got.Table, got.Owner, got.Tables)
	}
}

// The caller is known by all its names: of a table that belongs to one of its groups
// it sees all grants.
func TestTheIdentityKeepsItsNamesAndGroups(t *testing.T) {
	t.Parallel()
	pages := plainWorkspace()
	pages["scim/Me"] = `{
	  "id": "1", "userName": "ana@example.com", "displayName": "Ana", "applicationId": "0a1b", "emails": [{"value": "ana@example.org"}],
	  "groups": [{"display": "writers", "value": "2", "$ref": "Groups/2", "type": "direct"}, {"display": "auditors", "value": "3"}]
	}`
	survey := collect(t, workspace.Options{}, pages).survey
	var got, want any
	if err := json.Unmarshal(survey.Identity.Body, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(`{"id": "1", "userName": "ana@example.com", "displayName": "Ana", "applicationId": "0a1b",
	  "groups": [{"display": "auditors"}, {"display": "writers"}]}`), &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if survey.Caller() != "ana@example.com" {
		t.Errorf("who looks: %q", survey.Caller())
	}
}

// plainWorkspace has one endpoint that records requests, and nothing else. The
// keys are API paths without what all of them begin with, and of a query only
// what says which list it is: see shortened.
func plainWorkspace() map[string]string {
	return map[string]string{
		"scim/Me":                           `{"userName": "ana@example.com"}`,
		"serving-endpoints":                 `{"endpoints": [{"name": "chat", "id": "e1", "creator": "ana@example.com"}]}`,
		"serving-endpoints/chat":            chatEndpoint,
		"permissions/endpoints/e1":          `{"object_id": "/serving-endpoints/e1"}`,
		"model-services":                    `{}`,
		"mcp-services":                      `{}`,
		"model-provider-services":           `{}`,
		"tables main.gw":                    `{"tables": [{"full_name": "main.gw.chat_payload", "owner": "platform"}]}`,
		"metastore":                         `{"metastore_id": "m1", "workspace_id": 7}`,
		"metastores/m1/systemschemas":       `{"schemas": []}`,
		"alerts":                            `{}`,
		"apps":                              `{}`,
		"grants table/main.gw.chat_payload": `{}`,
	}
}

const chatEndpoint = `{
  "name": "chat", "id": "e1", "creator": "ana@example.com",
  "ai_gateway": {"inference_table_config": {"enabled": true, "catalog_name": "main", "schema_name": "gw", "table_name_prefix": "chat"}}
}`

// visits is a workspace that answers by shortened keys. An answer that is a
// number is that status.
type visits struct {
	pages map[string]string

	mu    sync.Mutex
	asked []string
}

func (v *visits) Get(_ context.Context, path string, query url.Values) workspace.Answer {
	key := shortened(path, query)
	v.mu.Lock()
	v.asked = append(v.asked, key)
	v.mu.Unlock()
	switch body, ok := v.pages[key]; {
	case !ok:
		return refusal(workspace.Absent, 404, "404 NOT_FOUND: nothing here")
	case body == "400":
		return refusal(workspace.Failed, 400, "400 INVALID_PARAMETER_VALUE: parent is required")
	case body == "403":
		return refusal(workspace.Denied, 403, "403 PERMISSION_DENIED: no")
	case body == "0":
		return refusal(workspace.Failed, 0, "no answer: no connection within 20s")
	case body == "500":
		return refusal(workspace.Failed, 500, "500 INTERNAL_ERROR: no")
	default:
		return page(body)
	}
}

func (v *visits) Execute(_ context.Context, s workspace.Statement) workspace.Answer {
	return v.Get(context.Background(), "SQL on "+s.Warehouse, nil)
}

var shorter = strings.NewReplacer(
	"/api/2.0/preview/scim/v2/", "scim/", "/api/2.1/unity-catalog/", "", "/api/2.0/", "",
	"effective-permissions/", "grants ", "permissions/serving-endpoints", "permissions/endpoints",
	"current-metastore-assignment", "metastore",
)

func shortened(path string, query url.Values) string {
	key := shorter.Replace(path)
	if parent, ok := strings.CutPrefix(query.Get("parent"), "schemas/"); ok {
		key += " " + parent
	}
	if catalog := query.Get("catalog_name"); catalog != "" {
		key += strings.TrimSuffix(" "+catalog+"."+query.Get("schema_name"), ".")
	}
	if token := query.Get("page_token"); token != "" {
		key += " page " + token
	}
	return key
}

// collected is what a collector read.
type collected struct {
	survey    *workspace.Inventory
	subjects  map[string]workspace.Subject
	collector *workspace.Collector
	asked     []string
}

func collect(t *testing.T, options workspace.Options, pages map[string]string) collected {
	t.Helper()
	asker := &visits{pages: pages}
	c := collected{collector: workspace.NewCollector(workspace.NewLive(asker), options), subjects: map[string]workspace.Subject{}}
	c.survey = c.collector.Inventory(t.Context())
	var mu sync.Mutex
	err := c.collector.Each(t.Context(), c.survey, func(s workspace.Subject) error {
		mu.Lock()
		defer mu.Unlock()
		c.subjects[s.Name] = s
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	c.asked = slices.Sorted(slices.Values(asker.asked))
	return c
}

// beside are the requests of one list that the other has not, each as often as
// it is there more often.
func beside(list, other []string) []string {
	left := map[string]int{}
	for _, key := range other {
		left[key]++
	}
	var more []string
	for _, key := range list {
		if left[key]--; left[key] < 0 {
			more = append(more, key)
		}
	}
	return more
}

// patient answers for one endpoint only when another has been handed on.
type patient struct {
	answers
	last    string
	release chan struct{}
}

func (p *patient) Get(ctx context.Context, path string, query url.Values) workspace.Answer {
	if path == p.last {
		select {
		case <-p.release:
		case <-ctx.Done():
			return refusal(workspace.Unasked, 0, "interrupted")
		}
	}
	return p.answers.Get(ctx, path, query)
}

func two(t *testing.T) *patient {
	t.Helper()
	return &patient{
		answers: answers{pages: map[string]workspace.Answer{
			"/api/2.0/serving-endpoints":   page(`{"endpoints":[{"name":"a","id":"1"},{"name":"b","id":"2"}]}`),
			"/api/2.0/serving-endpoints/a": page(`{"name":"a","id":"1"}`),
			"/api/2.0/serving-endpoints/b": page(`{"name":"b","id":"2"}`),
		}},
		last:    "/api/2.0/serving-endpoints/b",
		release: make(chan struct{}),
	}
}

func TestASubjectIsHandedOnWhileOthersAreStillRead(t *testing.T) {
	t.Parallel()
	asker := two(t)
	c := workspace.NewCollector(workspace.NewLive(asker), workspace.Options{})
	var order []string
	err := c.Each(t.Context(), c.Inventory(t.Context()), func(s workspace.Subject) error {
		order = append(order, s.Name)
		if s.Name == "a" {
			close(asker.release)
		}
		return nil
	})
	if got := strings.Join(order, " "); err != nil || got != "a b" {
		t.Errorf("handed on %q, %v", got, err)
	}
}

func TestAStopEndsWhatIsStillRead(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	c := workspace.NewCollector(workspace.NewLive(two(t)), workspace.Options{})
	err := c.Each(ctx, c.Inventory(ctx), func(workspace.Subject) error {
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
