package fakeworkspace_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

func TestListsOutsideUnityCatalog(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		path, key, name string
		options         fakeworkspace.Options
		want            []string
		sizes           []int
	}{
		"warehouses":    {path: "/api/2.0/sql/warehouses", key: "warehouses", name: "name", want: []string{"Operations", "Analysts"}, sizes: []int{2}},
		"apps":          {path: "/api/2.0/apps", key: "apps", name: "name", want: []string{"notes-app", "chat-app", "service-app"}, sizes: []int{3}},
		"one at a time": {path: "/api/2.0/apps?page_size=1", key: "apps", name: "name", want: []string{"notes-app", "chat-app", "service-app"}, sizes: []int{1, 1, 1}},
		"alerts": {
			path: "/api/2.0/alerts", key: "alerts", name: "display_name", sizes: []int{2, 1}, options: fakeworkspace.Options{PageSize: 2},
			want: []string{"Service errors", "Gateway errors", "Sales dropped"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			names, sizes := walk(t, start(t, fakeworkspace.Demo(), test.options), test.path, test.key, test.name)
			if diff := cmp.Diff(test.want, names); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.sizes, sizes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOneObject(t *testing.T) {
	t.Parallel()
	s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
	for path, want := range map[string]struct {
		way  []any
		text any
	}{
		"/api/2.0/sql/warehouses/a1b2c3d4e5f60718":                           {[]any{"name"}, "Operations"},
		"/api/2.0/permissions/warehouses/a1b2c3d4e5f60718":                   {[]any{"access_control_list", 0, "group_name"}, fakeworkspace.Operations},
		"/api/2.0/permissions/apps/chat-app":                                 {[]any{"object_type"}, "app"},
		"/api/2.0/alerts/0a1b2c3d-0000-4000-8000-00000000000b":               {[]any{"schedule", "pause_status"}, "PAUSED"},
		"/api/2.0/apps/notes-app":                                            {[]any{"active_deployment", "env_vars", 0, "value"}, "llama-raw"},
		"/api/2.0/apps/chat-app":                                             {[]any{"service_principal_client_id"}, fakeworkspace.ChatApp},
		"/api/2.0/permissions/alertsv2/0a1b2c3d-0000-4000-8000-00000000000b": {[]any{"object_id"}, "/alertsv2/0a1b2c3d-0000-4000-8000-00000000000b"},
	} {
		if got := at(t, get(t, s, path), want.way...); got != want.text {
			t.Errorf("%s: %v", path, got)
		}
	}
	for _, path := range []string{
		"/api/2.0/apps/none", "/api/2.0/sql/warehouses/none", "/api/2.0/alerts/none", "/api/2.0/sql/queries/none", "/api/2.0/permissions/planets/x",
	} {
		if status, code := refuse(t, s, path); status != http.StatusNotFound || code != "RESOURCE_DOES_NOT_EXIST" {
			t.Errorf("%s: %d %s", path, status, code)
		}
	}
}

func TestWorkspaceHasOneGenerationOfAlerts(t *testing.T) {
	t.Parallel()
	paths := map[fakeworkspace.Generation]string{
		fakeworkspace.AlertsV2: "/api/2.0/alerts", fakeworkspace.AlertsV1: "/api/2.0/sql/alerts",
		fakeworkspace.AlertsLegacy: "/api/2.0/preview/sql/alerts",
	}
	for name, has := range map[string]fakeworkspace.Generation{
		"v2 by default": "", "v2": fakeworkspace.AlertsV2, "v1": fakeworkspace.AlertsV1, "legacy": fakeworkspace.AlertsLegacy, "none": fakeworkspace.NoAlerts,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := fakeworkspace.New()
			w.Alerts = fakeworkspace.Alerts{Generation: has, Items: []fakeworkspace.Object{{"id": "a"}}, Queries: []fakeworkspace.Object{{"id": "q", "query_text": "SELECT 1"}}}
			s := start(t, w, fakeworkspace.Options{})
			for generation, path := range paths {
				want := http.StatusNotFound
				if generation == has || has == "" && generation == fakeworkspace.AlertsV2 {
					want = http.StatusOK
				}
				if status, body := read(t, s, http.MethodGet, path, ""); status != want {
					t.Errorf("%s: %d %s", path, status, body)
				}
			}
			if len(s.Unknown()) > 0 {
				t.Errorf("a generation that is not there is no unknown API: %v", s.Unknown())
			}
		})
	}
}

func TestShapesOfOlderAlerts(t *testing.T) {
	t.Parallel()
	w := fakeworkspace.New()
	w.Alerts = fakeworkspace.Alerts{
		Generation: fakeworkspace.AlertsV1, Items: []fakeworkspace.Object{{"id": "a", "query_id": "q"}},
		Queries: []fakeworkspace.Object{{"id": "q", "query_text": "SELECT 1"}},
	}
	s := start(t, w, fakeworkspace.Options{})
	if got := at(t, get(t, s, "/api/2.0/sql/alerts"), "results", 0, "query_id"); got != "q" {
		t.Error(got)
	}
	if got := get(t, s, "/api/2.0/sql/alerts/a")["id"]; got != "a" {
		t.Error(got)
	}
	if got := get(t, s, "/api/2.0/sql/queries/q")["query_text"]; got != "SELECT 1" {
		t.Error(got)
	}
	w.Alerts.Generation = fakeworkspace.AlertsLegacy
	_, body := read(t, start(t, w, fakeworkspace.Options{}), http.MethodGet, "/api/2.0/preview/sql/alerts", "")
	var array []object
	if err := json.Unmarshal(body, &array); err != nil || len(array) != 1 {
		t.Errorf("no bare array: %s", body)
	}
}
