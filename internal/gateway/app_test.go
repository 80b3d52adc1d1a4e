package gateway_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
)

const app = `{
  "name": "desk",
  "resources": [
    {"name": "secret", "secret": {"scope": "s", "key": "k"}},
    {"name": "llm", "serving_endpoint": {"name": "raw", "permission": "CAN_QUERY"}}
  ],
  "active_deployment": {"env_vars": [
    {"name": "LLM", "value_from": "llm"},
    {"name": "MODEL", "value": "chat"},
    {"name": "LEVEL", "value": "info"},
    {"name": "URL", "value": "https://one.example.com/serving-endpoints/raw-2/invocations"},
    {"name": "PATH_OF", "value": "${HOST}/serving-endpoints/raw-3"},
    {"name": "DB_PASSWORD", "value": "correct horse battery"}
  ]}
}
`

func TestAnAppNamesEndpointsInResourcesAndEnvironment(t *testing.T) {
	t.Parallel()
	s := gateway.FromApp(document(t, app), "one.example.com", func(name string) bool { return name == "chat" })
	want := []gateway.AppEndpoint{
		{Name: "raw", Source: "resource", Key: "llm", Gateways: []string{}},
		{Name: "chat", Source: "environment", Key: "MODEL", Gateways: []string{}},
		{Name: "raw-2", Source: "environment", Key: "URL", Gateways: []string{}},
		{Name: "raw-3", Source: "environment", Key: "PATH_OF", Gateways: []string{}},
	}
	if diff := cmp.Diff(want, s.App.Endpoints); diff != "" {
		t.Error(diff)
	}
	for i, pointer := range []string{
		"/resources/1/serving_endpoint/name", "/active_deployment/env_vars/1/value",
		"/active_deployment/env_vars/3/value", "/active_deployment/env_vars/4/value",
	} {
		if place := s.Place([]string{"app", "endpoints", strconv.Itoa(i)}); place.Pointer != pointer || place.Missing {
			t.Errorf("%d: %+v", i, place)
		}
	}
	if mark, unseen := s.Unseen("app.endpoints"); unseen || s.Kind != "app" || s.Name != "desk" {
		t.Errorf("%+v %+v", s.Identity(), mark)
	}
	if shown := strings.Join(s.Source().Excerpt(1, 20), "\n"); strings.Contains(shown, "correct horse") {
		t.Error("the excerpt shows what is named as a password")
	}
}

// TestAnAppIsBoundToModelServices: other objects of Unity Catalog are no gateways.
func TestAnAppIsBoundToModelServices(t *testing.T) {
	t.Parallel()
	for securable, want := range map[string]string{
		`{"securable_type": "MODEL_SERVICE", "securable_full_name": "main.ai.chat", "permission": "EXECUTE"}`: "main.ai.chat",
		`{"securable_type": "MODEL_SERVICE", "securable_full_name": "main.ai.chat"}`:                          "main.ai.chat",
		`{"securable_type": "MODEL_SERVICE", "securable_full_name": "model-services/main.ai.chat"}`:           "main.ai.chat",
		`{"securable_type": "MODEL_SERVICE", "securable_full_name": ""}`:                                      "",
		`{"securable_type": "MODEL_SERVICE", "securable_full_name": null}`:                                    "",
		`{"securable_type": "MODEL_SERVICE", "securable_full_name": ["main.ai.chat"]}`:                        "",
		`{"securable_type": "MODEL_SERVICE"}`:                                                                 "",
		`{"securable_type": "VOLUME", "securable_full_name": "main.ai.files"}`:                                "",
		`{"securable_type": 3, "securable_full_name": "main.ai.chat"}`:                                        "",
		`{"securable_full_name": "main.ai.chat"}`:                                                             "",
		`"main.ai.chat"`: "",
		`[]`:             "",
		`null`:           "",
	} {
		s := gateway.FromApp(document(t, `{"name": "desk", "resources": [{"name": "model", "uc_securable": `+securable+`}]}`), "", func(string) bool { return false })
		list := []gateway.AppEndpoint{{Name: want, Source: gateway.AppService, Key: "model", Gateways: []string{}}}
		if want == "" {
			list = []gateway.AppEndpoint{}
		}
		if diff := cmp.Diff(list, s.App.Endpoints); diff != "" {
			t.Errorf("%s: %s", securable, diff)
		}
		if _, unseen := s.Unseen("app.endpoints"); unseen != (want == "") {
			t.Errorf("%s: unseen %v", securable, unseen)
		}
	}
}

func TestAnAppMayNameMoreThanTheAPIShows(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]string{
		`{"name": "desk"}`: "app.yaml",
		`{"name": "desk", "resources": [{"name": "x", "serving_endpoint": {"name": "a"}}], "active_deployment":
			{"env_vars": [{"name": "URL", "value": "https://two.example.com/serving-endpoints/a/invocations"}]}}`: "another workspace",
	} {
		s := gateway.FromApp(document(t, content), "one.example.com", func(string) bool { return false })
		if mark, unseen := s.Unseen("app.endpoints"); !unseen || !mark.Partial || !strings.Contains(mark.Reason, want) {
			t.Errorf("%s: %v %+v", content, unseen, mark)
		}
	}
}

func TestAnAddressSaysWhichEndpointItIsOf(t *testing.T) {
	t.Parallel()
	for address, want := range map[string][2]string{
		"https://one.example.com/serving-endpoints/chat/invocations": {"chat", "one.example.com"},
		"https://one.example.com/serving-endpoints/chat":             {"chat", "one.example.com"},
		"HOST/serving-endpoints/chat/invocations":                    {"chat", ""},
		"HTTPS://One.example.com:443/serving-endpoints/chat?o=1":     {"chat", "One.example.com:443"},
		"https://me@one.example.com/serving-endpoints/chat":          {"chat", "one.example.com"},
		"one.example.com/serving-endpoints/chat/invocations":         {"chat", "one.example.com"},
		"10.0.0.1:8080/a/serving-endpoints/chat/invocations":         {"chat", "10.0.0.1:8080"},
		"https://[::1]:8080/serving-endpoints/chat":                  {"chat", "[::1]:8080"},
		"http://proxy:4000/serving-endpoints/chat":                   {"chat", "proxy:4000"},
		"../serving-endpoints/chat":                                  {"chat", ""},
		"./serving-endpoints/chat":                                   {"chat", ""},
		"https://${HOST}/serving-endpoints/chat":                     {"chat", ""},
		"https://${HOST}.example.com/serving-endpoints/chat":         {"chat", ""},
		"/serving-endpoints/chat_2/":                                 {"chat_2", ""},
		"https://one.example.com/serving-endpoints":                  {"", ""},
		"https://one.example.com/serving-endpoints/":                 {"", ""},
		"chat": {"", ""},
		"":     {"", ""},
	} {
		if name, host := gateway.EndpointIn(address); [2]string{name, host} != want {
			t.Errorf("%q: %q at %q", address, name, host)
		}
	}
}

// FuzzFromApp asks of any answer that what it names is shown where it stands.
func FuzzFromApp(f *testing.F) {
	f.Add(app)
	f.Add(`{"resources": [1, {"serving_endpoint": []}], "active_deployment": {"env_vars": {"name": 1}}}`)
	f.Fuzz(func(t *testing.T, content string) {
		doc, ok := parsed(content)
		if !ok {
			return
		}
		s := gateway.FromApp(doc, "one.example.com", func(string) bool { return true })
		for i := range s.App.Endpoints {
			if place := s.Place([]string{"app", "endpoints", strconv.Itoa(i)}); place.Missing {
				t.Errorf("%s: %+v is nowhere", content, s.App.Endpoints[i])
			}
		}
	})
}
