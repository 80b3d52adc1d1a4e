package fakeworkspace_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// library is a workspace with 60 tables in a schema, and one in another.
func library() *fakeworkspace.Workspace {
	w := fakeworkspace.New()
	for i := range 60 {
		w.AddTable("main.gw."+fakeworkspace.ID(string(rune('a'+i))), "platform")
	}
	w.AddTable("main.other.t", "platform")
	w.AddSchema("dev.empty")
	return w
}

func TestListsOfUnityCatalog(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, key, name string
		change          func(*fakeworkspace.Workspace)
		options         fakeworkspace.Options
		want            []int
	}{
		"catalogs":                       {path: "/catalogs", key: "catalogs", name: "name", want: []int{2}},
		"schemas of one":                 {path: "/schemas?catalog_name=main", key: "schemas", name: "full_name", want: []int{2}},
		"tables come whole":              {path: tablesOf("main", "gw"), key: "tables", name: "full_name", want: []int{60}},
		"0 asks for the platform's size": {path: tablesOf("main", "gw") + "&max_results=0", key: "tables", name: "full_name", want: []int{50, 10}},
		"nobody gets more":               {path: tablesOf("main", "gw") + "&max_results=90", key: "tables", name: "full_name", want: []int{50, 10}},
		"fewer":                          {path: tablesOf("main", "gw") + "&max_results=25", key: "tables", name: "full_name", want: []int{25, 25, 10}},
		"a schema without tables":        {path: tablesOf("dev", "empty"), key: "tables", name: "full_name", want: []int{0}},
		"what one does not see": {
			path: tablesOf("main", "gw"), key: "tables", name: "full_name", want: []int{59},
			change: func(w *fakeworkspace.Workspace) { w.Hidden["table/main.gw."+fakeworkspace.ID("a")] = true },
		},
		"a schema one may not use": {
			path: tablesOf("main", "gw"), key: "tables", name: "full_name", want: []int{0},
			change: func(w *fakeworkspace.Workspace) { w.Hidden["schema/main.gw"] = true },
		},
		"what one may only browse": {
			path: tablesOf("main", "gw"), key: "tables", name: "full_name", want: []int{59},
			change: func(w *fakeworkspace.Workspace) { w.Tables[0]["browse_only"] = true },
		},
		"what one may browse, asked for": {
			path: tablesOf("main", "gw") + "&include_browse=true", key: "tables", name: "full_name", want: []int{60},
			change: func(w *fakeworkspace.Workspace) { w.Tables[0]["browse_only"] = true },
		},
		"pages that are empty": {
			path: tablesOf("main", "other"), key: "tables", name: "full_name", want: []int{0, 1, 0},
			options: fakeworkspace.Options{EmptyPages: true},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := library()
			if test.change != nil {
				test.change(w)
			}
			_, sizes := walk(t, start(t, w, test.options), catalog+test.path, test.key, test.name)
			if diff := cmp.Diff(test.want, sizes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func tablesOf(catalog, schema string) string {
	return "/tables?catalog_name=" + catalog + "&schema_name=" + schema
}

func TestTableIsShownWithoutWhatNobodyWants(t *testing.T) {
	t.Parallel()
	s := start(t, library(), fakeworkspace.Options{})
	shown := func(query string) (columns, properties bool) {
		table := at(t, get(t, s, catalog+tablesOf("main", "other")+query), "tables", 0).(object)
		return table["columns"] != nil, table["properties"] != nil
	}
	for query, want := range map[string][2]bool{
		"": {true, true}, "&omit_columns=true": {false, true}, "&omit_properties=true": {true, false}, "&omit_columns=false": {true, true},
	} {
		columns, properties := shown(query)
		if got := [2]bool{columns, properties}; got != want {
			t.Errorf("%s: %v", query, got)
		}
	}
	if got := get(t, s, catalog+"/tables/main.other.t")["owner"]; got != "platform" {
		t.Error(got)
	}
	if got := get(t, s, catalog+"/schemas/main.other")["name"]; got != "other" {
		t.Error(got)
	}
}

func TestGrants(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Demo()
	s := start(t, w, fakeworkspace.Options{})
	want := object{"privilege_assignments": []any{
		object{"principal": fakeworkspace.Operations, "privileges": []any{object{"privilege": "SELECT"}}},
		object{"principal": "platform", "privileges": []any{
			object{"privilege": "ALL_PRIVILEGES", "inherited_from_type": "CATALOG", "inherited_from_name": "main"},
		}},
		object{"principal": fakeworkspace.ChatApp, "privileges": []any{object{"privilege": "SELECT"}, object{"privilege": "MODIFY"}}},
	}}
	of := catalog + "/effective-permissions/"
	if diff := cmp.Diff(want, get(t, s, of+"table/main.chat_audit.chat_gateway_payload")); diff != "" {
		t.Error(diff)
	}
	want["privilege_assignments"] = want["privilege_assignments"].([]any)[:1]
	if diff := cmp.Diff(want, get(t, s, of+"TABLE/main.chat_audit.chat_gateway_payload?principal="+fakeworkspace.Operations)); diff != "" {
		t.Errorf("of one: %s", diff)
	}
	for path, want := range map[string]int{
		"table/system.serving.served_entities": 0, "schema/main.ai": 0, "catalog/main": 0,
		"model_service/main.ai.chat": 2, "mcp_service/main.ai.tickets": 1, "model_provider_service/main.ai.openai": 1,
	} {
		if got := len(get(t, s, of+path)["privilege_assignments"].([]any)); got != want {
			t.Errorf("%s: %d", path, got)
		}
	}
}

func TestSystemSchemas(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	id := get(t, s, catalog+"/current-metastore-assignment")["metastore_id"].(string)
	schemas := get(t, s, catalog+"/metastores/"+id+"/systemschemas?max_results=0")["schemas"]
	if diff := cmp.Diff([]string{"access", "billing", "ai_gateway", "serving"}, texts(t, schemas, "schema")); diff != "" {
		t.Error(diff)
	}
}

func TestCatalogErrors(t *testing.T) {
	t.Parallel()
	w, none := fakeworkspace.Demo(), fakeworkspace.New()
	none.Metastore = nil
	w.Hidden["catalog/system"] = true
	w.Tables[0]["browse_only"] = true
	id := "/metastores/" + w.Metastore["metastore_id"].(string)
	s, weak := start(t, w, fakeworkspace.Options{}), start(t, w, fakeworkspace.Options{NotAdmin: true, NoGrants: true})
	for name, test := range map[string]struct {
		server     *fakeworkspace.Server
		path, code string
		status     int
	}{
		"system schemas as nobody":       {weak, id + "/systemschemas", "PERMISSION_DENIED", 403},
		"system schemas of another":      {s, "/metastores/x/systemschemas", "METASTORE_DOES_NOT_EXIST", 404},
		"no metastore":                   {start(t, none, fakeworkspace.Options{}), "/current-metastore-assignment", "METASTORE_DOES_NOT_EXIST", 404},
		"grants as nobody":               {weak, "/effective-permissions/table/main.ai_audit.chat_payload", "PERMISSION_DENIED", 403},
		"grants on no table, as nobody":  {weak, "/effective-permissions/table/main.ai_audit.nothing", "TABLE_DOES_NOT_EXIST", 404},
		"grants on no table":             {s, "/effective-permissions/table/main.ai_audit.nothing", "TABLE_DOES_NOT_EXIST", 404},
		"grants on no service":           {s, "/effective-permissions/model_service/main.ai.nothing", "MODEL_SERVICE_DOES_NOT_EXIST", 404},
		"grants by the name of lists":    {s, "/effective-permissions/model_service/model-services%2Fmain.ai.chat", "MODEL_SERVICE_DOES_NOT_EXIST", 404},
		"grants on nothing known":        {s, "/effective-permissions/volume/main.ai.files", "VOLUME_DOES_NOT_EXIST", 404},
		"a page of grants that is small": {s, "/effective-permissions/table/main.ai_audit.chat_payload?max_results=149", "INVALID_PARAMETER_VALUE", 400},
		"tables without catalog":         {s, "/tables", "INVALID_PARAMETER_VALUE", 400},
		"tables of no catalog":           {s, tablesOf("none", "x"), "CATALOG_DOES_NOT_EXIST", 404},
		"tables of no schema":            {s, tablesOf("main", "none"), "SCHEMA_DOES_NOT_EXIST", 404},
		"tables without schema":          {s, "/tables?catalog_name=main", "SCHEMA_DOES_NOT_EXIST", 404},
		"schemas without catalog":        {s, "/schemas", "INVALID_PARAMETER_VALUE", 400},
		"schemas of a hidden catalog":    {s, "/schemas?catalog_name=system", "CATALOG_DOES_NOT_EXIST", 404},
		"no schema":                      {s, "/schemas/main.none", "SCHEMA_DOES_NOT_EXIST", 404},
		"no table":                       {s, "/tables/main.ai.none", "TABLE_DOES_NOT_EXIST", 404},
		"a table one may only browse":    {s, "/tables/main.chat_audit.chat_gateway_payload", "TABLE_DOES_NOT_EXIST", 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, code := refuse(t, test.server, catalog+test.path)
			if status != test.status || code != test.code {
				t.Errorf("%d %s", status, code)
			}
		})
	}
}
