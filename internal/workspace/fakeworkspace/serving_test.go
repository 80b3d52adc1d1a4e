package fakeworkspace_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

const serving = "/api/2.0/serving-endpoints"

func keys(value any) []string { return slices.Sorted(maps.Keys(value.(object))) }

// listedAs is an endpoint of the demo as the list shows it.
func listedAs(t *testing.T, s *fakeworkspace.Server, name string) object {
	t.Helper()
	for _, item := range get(t, s, serving)["endpoints"].([]any) {
		if item.(object)["name"] == name {
			return item.(object)
		}
	}
	t.Fatalf("%s is not listed", name)
	return nil
}

func TestListLeavesOutWhatOnlyGetShows(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.New()
	churn := fakeworkspace.Custom("churn", "main.ml.churn", object{"LOG_LEVEL": "info"})
	config := churn["config"].(object)
	config["auto_capture_config"] = object{"enabled": true}
	maps.Copy(churn, object{
		"ai_gateway": object{}, "pending_config": object{}, "endpoint_url": "https://x.example.com", "data_plane_info": object{},
		"email_notifications": object{}, "usage_policy_id": "u1", "budget_policy_id": "b1", "telemetry_config": object{},
	})
	w.Endpoints = []fakeworkspace.Object{churn}
	s := start(t, w, fakeworkspace.Options{})

	one, listed := get(t, s, serving+"/churn"), listedAs(t, s, "churn")
	both := []string{
		"ai_gateway", "budget_policy_id", "config", "creation_timestamp", "creator", "description", "endpoint_type", "id",
		"last_updated_timestamp", "name", "state", "tags", "task", "telemetry_config",
	}
	for name, test := range map[string]struct{ got, want []string }{
		"endpoint listed": {keys(listed), append(slices.Clone(both), "usage_policy_id")},
		"endpoint": {keys(one), append(
			slices.Clone(both),
			"data_plane_info", "email_notifications", "endpoint_url", "pending_config", "permission_level", "route_optimized",
		)},
		"config listed":       {keys(listed["config"]), []string{"served_entities", "served_models"}},
		"config":              {keys(one["config"]), []string{"auto_capture_config", "config_version", "served_entities", "served_models", "traffic_config"}},
		"served entity":       {keys(at(t, listed, "config", "served_entities", 0)), []string{"entity_name", "entity_version", "name"}},
		"served model listed": {keys(at(t, listed, "config", "served_models", 0)), []string{"model_name", "model_version", "name"}},
	} {
		slices.Sort(test.want)
		if diff := cmp.Diff(test.want, test.got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	if got := at(t, one, "config", "served_entities", 0, "environment_vars", "LOG_LEVEL"); got != "info" {
		t.Errorf("environment variable: %v", got)
	}
}

func TestListHasNoPages(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Generate(120, 1), fakeworkspace.Options{PageSize: 7, EmptyPages: true})
	page := get(t, s, serving+"?page_size=5")
	if got := len(page["endpoints"].([]any)); got != 120 {
		t.Errorf("%d endpoints", got)
	}
	if diff := cmp.Diff([]string{"endpoints"}, keys(page)); diff != "" {
		t.Error(diff)
	}
}

func TestListOfNothingHasNoKey(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.New(), fakeworkspace.Options{})
	if diff := cmp.Diff(object{}, get(t, s, serving)); diff != "" {
		t.Error(diff)
	}
}

func TestExternalModelIsShownToBoth(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	model := func(endpoint object) any { return at(t, endpoint, "config", "served_entities", 0, "external_model") }
	if diff := cmp.Diff(model(get(t, s, serving+"/llama-gateway")), model(listedAs(t, s, "llama-gateway"))); diff != "" {
		t.Error(diff)
	}
	address := at(t, model(listedAs(t, s, "llama-gateway")), "databricks_model_serving_config", "databricks_workspace_url")
	if address != s.URL {
		t.Errorf("%v is not the workspace itself", address)
	}
}

func TestWhatIsProvidedHasNoIDAndNoCreator(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	for _, endpoint := range []object{listedAs(t, s, "databricks-claude-sonnet-4"), get(t, s, serving+"/databricks-claude-sonnet-4")} {
		if _, ok := endpoint["id"]; ok || endpoint["creator"] != nil {
			t.Errorf("id %v, creator %v", endpoint["id"], endpoint["creator"])
		}
	}
}

func TestWhoMayIsAskedByID(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	id := fakeworkspace.ID("chat-gateway")
	want := object{
		"object_id": "/serving-endpoints/" + id, "object_type": "serving-endpoint",
		"access_control_list": []any{
			entry("user_name", "ana@example.com", "CAN_MANAGE"), entry("group_name", "users", "CAN_QUERY"),
			entry("service_principal_name", fakeworkspace.ChatApp, "CAN_QUERY"),
		},
	}
	if diff := cmp.Diff(want, get(t, s, "/api/2.0/permissions/serving-endpoints/"+id)); diff != "" {
		t.Error(diff)
	}
}

func entry(who, name, level string) object {
	return object{who: name, "display_name": name, "all_permissions": []any{
		object{"permission_level": level, "inherited": false, "inherited_from_object": []any{}},
	}}
}

func TestErrors(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Demo()
	w.Hidden["serving-endpoint/support-gateway"] = true
	s := start(t, w, fakeworkspace.Options{})
	for name, test := range map[string]struct {
		path, code string
		status     int
	}{
		"no endpoint":                     {serving + "/nothing", "RESOURCE_DOES_NOT_EXIST", 404},
		"a hidden endpoint":               {serving + "/support-gateway", "RESOURCE_DOES_NOT_EXIST", 404},
		"permissions by name":             {"/api/2.0/permissions/serving-endpoints/chat-gateway", "INVALID_PARAMETER_VALUE", 400},
		"permissions of what is provided": {"/api/2.0/permissions/serving-endpoints/databricks-claude-sonnet-4", "INVALID_PARAMETER_VALUE", 400},
		"permissions of no endpoint":      {"/api/2.0/permissions/serving-endpoints/0f1e", "RESOURCE_DOES_NOT_EXIST", 404},
		"permissions of no warehouse":     {"/api/2.0/permissions/warehouses/0f1e", "RESOURCE_DOES_NOT_EXIST", 404},
		"no API":                          {"/api/2.0/clusters", "ENDPOINT_NOT_FOUND", 404},
		"a path below an endpoint":        {serving + "/chat-gateway/ai-gateway", "ENDPOINT_NOT_FOUND", 404},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			status, code := refuse(t, s, test.path)
			if status != test.status || code != test.code {
				t.Errorf("%d %s", status, code)
			}
		})
	}
}

func TestHiddenIsNotListed(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.Demo()
	w.Hidden["serving-endpoint/support-gateway"] = true
	s := start(t, w, fakeworkspace.Options{})
	if names := texts(t, get(t, s, serving)["endpoints"], "name"); slices.Contains(names, "support-gateway") || len(names) != 6 {
		t.Error(names)
	}
}

func TestIdentity(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.New(), fakeworkspace.Options{})
	if got := get(t, s, "/api/2.0/preview/scim/v2/Me")["userName"]; got != "auditor@example.com" {
		t.Error(got)
	}
}

func TestNameIsOnePartOfAPath(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.New()
	w.Endpoints = []fakeworkspace.Object{fakeworkspace.External("a/b c")}
	s := start(t, w, fakeworkspace.Options{})
	if got := get(t, s, serving+"/a%2Fb%20c")["name"]; got != "a/b c" {
		t.Error(got)
	}
	if want := []fakeworkspace.Request{{Method: http.MethodGet, Path: serving + "/a%2Fb%20c"}}; !slices.Equal(want, s.Requests()) {
		t.Error(s.Requests())
	}
	if s.Count(strings.ToLower(serving+"/a%2Fb%20c")) != 0 {
		t.Error("paths are compared as sent")
	}
}
