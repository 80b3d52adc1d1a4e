package fakeworkspace_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

// there is what a workspace holds, by kind and name.
func there(w *fakeworkspace.Workspace) map[string]bool {
	found := map[string]bool{}
	for kind, of := range map[string]struct {
		list []fakeworkspace.Object
		key  string
	}{
		"serving-endpoints": {w.Endpoints, "id"}, "endpoint": {w.Endpoints, "name"}, "warehouses": {w.Warehouses, "id"},
		"schema": {w.Schemas, "full_name"}, "catalog": {w.Catalogs, "name"}, "table": {w.Tables, "full_name"},
		"model_service": {w.ModelServices, "name"}, "mcp_service": {w.MCPServices, "name"},
		"model_provider_service": {w.ProviderServices, "name"}, "apps": {w.Apps, "name"},
	} {
		for _, item := range of.list {
			name, _ := item[of.key].(string)
			found[kind+"/"+name[strings.Index(name, "/")+1:]] = true
		}
	}
	return found
}

// resources are what the resources of an app name, but secrets and volumes.
func resources(app object) []string {
	var named []string
	for _, item := range app["resources"].([]any) {
		resource := item.(object)
		if of, ok := resource["serving_endpoint"].(object); ok {
			named = append(named, "endpoint/"+of["name"].(string))
		}
		if of, ok := resource["sql_warehouse"].(object); ok {
			named = append(named, "warehouses/"+of["id"].(string))
		}
		if of, ok := resource["uc_securable"].(object); ok && of["securable_type"] == "MODEL_SERVICE" {
			named = append(named, "model_service/"+of["securable_full_name"].(string))
		}
	}
	return named
}

func TestDemoNamesNothingThatIsNotThere(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Demo()
	has := there(w)
	named := slices.Concat(slices.Collect(maps.Keys(w.Permissions)), slices.Collect(maps.Keys(w.Grants)))
	for _, table := range w.Tables {
		named = append(named, "schema/"+table["catalog_name"].(string)+"."+table["schema_name"].(string), "catalog/"+table["catalog_name"].(string))
	}
	for _, alert := range w.Alerts.Items {
		named = append(named, "warehouses/"+alert["warehouse_id"].(string))
	}
	for _, app := range w.Apps {
		named = append(named, resources(app)...)
	}
	for _, endpoint := range w.Endpoints {
		if gateway, ok := endpoint["ai_gateway"].(object); ok {
			table := gateway["inference_table_config"].(object)
			named = append(named, "schema/"+table["catalog_name"].(string)+"."+table["schema_name"].(string))
		}
		for _, entity := range at(t, endpoint, "config", "served_entities").([]any) {
			if model, ok := entity.(object)["external_model"].(object); ok && model["provider"] == "databricks-model-serving" {
				named = append(named, "endpoint/"+model["name"].(string))
			}
		}
	}
	for _, service := range w.ModelServices {
		table := at(t, service, "config", "inference_table").(object)
		if table["is_deleted"] == false {
			named = append(named, "table/"+strings.TrimPrefix(table["table"].(string), "tables/"))
		}
		provider := at(t, service, "config", "routing", "destinations", 0, "external_model_config", "model_provider_service").(string)
		named = append(named, "model_provider_service/"+strings.TrimPrefix(provider, "model-provider-services/"))
	}
	for _, name := range named {
		if model := strings.HasPrefix(name, "function/system.ai."); !has[name] && !model { // no list here has models
			t.Errorf("%s is not there", name)
		}
	}
	if len(named) < 40 {
		t.Errorf("only %d names were looked at", len(named))
	}
}

func TestDemoIsAsItIsDescribed(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Demo()
	has := there(w)
	for name, ok := range map[string]bool{
		"the table of the gateway that is right": has["table/main.chat_audit.chat_gateway_payload"],
		"that with an underscore too many":       has["table/main.support_audit.support__payload"],
		"none of the model":                      !has["table/main.churn_audit.churn_payload"],
		"an alert is paused":                     at(t, w.Alerts.Items[0], "schedule", "pause_status") == "PAUSED",
		"another is not":                         at(t, w.Alerts.Items[1], "schedule", "pause_status") == "UNPAUSED",
		"the connection is deleted":              at(t, w.MCPServices[0], "config", "source_connection", "is_deleted") == true,
		"seven endpoints":                        len(w.Endpoints) == 7,
		"secrets in twelve places":               len(w.Secrets()) >= 12,
	} {
		if !ok {
			t.Errorf("not so: %s", name)
		}
	}
}

// everything is what a workspace answers to whoever asks for all of it.
func everything(t testing.TB, s *fakeworkspace.Server, w *fakeworkspace.Workspace) string {
	t.Helper()
	paths := []string{
		"/api/2.0/alerts", "/api/2.0/sql/warehouses", "/api/2.0/apps", "/api/2.0/preview/scim/v2/Me", serving,
		catalog + "/model-services?view=FULL", catalog + "/mcp-services?view=FULL", catalog + "/model-provider-services?view=FULL",
		catalog + "/catalogs", catalog + "/current-metastore-assignment",
	}
	for _, endpoint := range w.Endpoints {
		paths = append(paths, serving+"/"+endpoint["name"].(string))
	}
	for _, schema := range w.Schemas {
		paths = append(paths, catalog+tablesOf(schema["catalog_name"].(string), schema["name"].(string)))
	}
	var all strings.Builder
	for _, path := range paths {
		status, body := read(t, s, http.MethodGet, path, "")
		if status != http.StatusOK {
			t.Fatalf("%s: %d %s", path, status, body)
		}
		all.Write(body)
	}
	return all.String()
}

func TestSecretsAreInWhatIsAnswered(t *testing.T) {
	t.Parallel()
	for name, w := range map[string]*fakeworkspace.Workspace{"demo": fakeworkspace.Demo(), "generated": fakeworkspace.Generate(30, 1)} {
		s := start(t, w, fakeworkspace.Options{})
		secrets := w.Secrets()
		all := everything(t, s, w)
		for _, secret := range secrets[1:] {
			if !strings.Contains(all, secret) {
				t.Errorf("%s: nobody sees %s", name, secret)
			}
		}
		if secrets[0] != s.Token || strings.Contains(all, s.Token) {
			t.Errorf("%s: the token is where no workspace has it", name)
		}
		if sorted := slices.Sorted(slices.Values(secrets)); len(slices.Compact(sorted)) != len(secrets) {
			t.Errorf("%s: a secret comes twice", name)
		}
		if strings.Contains(all, fakeworkspace.Self) {
			t.Errorf("%s: Self was not replaced", name)
		}
		if extra := s.Secrets(); len(extra) != len(secrets)+1 {
			t.Errorf("%s: %d secrets of the server", name, len(extra))
		}
	}
}

func TestTestsAddTheirOwnSecrets(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.New()
	want := []string{w.Token, w.Secret("hush"), w.Secret("quiet")}
	w.Secret("hush")
	if diff := cmp.Diff(want, w.Secrets()); diff != "" {
		t.Error(diff)
	}
}

func TestGeneratedWorkspaceIsTheSameEachTime(t *testing.T) {
	t.Parallel()
	text := func(n int, seed uint64) string {
		w := fakeworkspace.Generate(n, seed)
		body, err := json.Marshal([]any{w.Endpoints, w.Tables, w.Permissions, w.Grants, w.Apps, w.Secrets()})
		if err != nil {
			t.Fatal(err)
		}
		return string(body)
	}
	first := text(300, 5)
	for seed, same := range map[uint64]bool{5: true, 6: false} {
		if (text(300, seed) == first) != same {
			t.Errorf("seeds 5 and %d: the same is %v", seed, !same)
		}
	}
	w := fakeworkspace.Generate(300, 5)
	has := there(w)
	for _, endpoint := range w.Endpoints {
		table := at(t, endpoint, "ai_gateway", "inference_table_config").(object)
		name := table["catalog_name"].(string) + "." + table["schema_name"].(string) + "." + table["table_name_prefix"].(string) + "_payload"
		if !has["table/"+name] {
			t.Errorf("%s is not there", name)
		}
	}
	names := slices.Sorted(func(yield func(string) bool) {
		for _, endpoint := range w.Endpoints {
			if !yield(endpoint["id"].(string)) {
				return
			}
		}
	})
	if len(slices.Compact(names)) != 300 {
		t.Error("an id comes twice")
	}
}

// BenchmarkAnswer is what the workspace itself takes: it should not be seen in
// what is measured with it.
func BenchmarkAnswer(b *testing.B) {
	w := fakeworkspace.Generate(2000, 1)
	s := start(b, w, fakeworkspace.Options{})
	i := 0
	for b.Loop() {
		name := w.Endpoints[i%len(w.Endpoints)]["name"].(string)
		if status, body := read(b, s, http.MethodGet, serving+"/"+name, ""); status != http.StatusOK {
			b.Fatalf("%d %s", status, body)
		}
		i++
	}
}
