package gateway_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

func document(t testing.TB, content string) *source.Document {
	t.Helper()
	doc, ok := parsed(content)
	if !ok {
		t.Fatal("it is no document")
	}
	return doc
}

// parsed is an answer as a document; ok is false where it is no object.
func parsed(content string) (doc *source.Document, ok bool) {
	text, err := source.NewText("answer.json", []byte(content))
	if err != nil {
		return nil, false
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil || len(documents) != 1 || documents[0].Root.Kind != source.Map {
		return nil, false
	}
	return documents[0], true
}

func answer(t testing.TB, kind gateway.Kind, content string) *gateway.Subject {
	t.Helper()
	s, err := gateway.Answer(document(t, content), kind)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestWhatAnAnswerLacksIsOff(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		kind     gateway.Kind
		content  string
		declared bool
	}{
		"an endpoint":        {gateway.Endpoint, `{"name": "chat"}`, false},
		"a model service":    {gateway.ModelService, `{"name": "model-services/a.b.c"}`, true},
		"an MCP service":     {gateway.MCPService, `{"name": "mcp-services/a.b.c", "config": {}}`, true},
		"a provider service": {gateway.ProviderService, `{"name": "model-provider-services/a.b.c", "config": {}}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := answer(t, test.kind, test.content)
			if s.Form != gateway.FormGet || s.Declared != test.declared {
				t.Errorf("%s, declared %v", s.Form, s.Declared)
			}
			for _, facet := range []string{"declared", "rate_limits", "inference_table", "destinations", "routes", "traffic", "fallback", "mcp", "provider.allow_all_targets", "provider.targets", "legacy"} {
				if mark, unseen := s.Unseen(facet); unseen {
					t.Errorf("%s: %s", facet, mark.Reason)
				}
			}
			if _, unseen := s.Unseen("evidence.table"); !unseen {
				t.Error("evidence is seen before anybody looked")
			}
		})
	}
}

func TestOnlyKindsOfGatewaysAreAnsweredWith(t *testing.T) {
	t.Parallel()
	if s, err := gateway.Answer(document(t, `{}`), gateway.AppKind); err == nil {
		t.Errorf("%+v", s)
	}
}

func TestWhatCouldNotBeReadIsUnseenInAllParts(t *testing.T) {
	t.Parallel()
	s := gateway.Unreadable(document(t, `{"name": "chat", "config": {"served_entities": [{"entity_name": "main.ml.churn", "entity_version": "1"}]}}`),
		gateway.Endpoint, "chat", "403: it holds dapi0123456789abcdef0123456789abcdef")
	if s.Name != "chat" || s.Hosting != "custom" || s.Provided {
		t.Errorf("%+v", s.Identity())
	}
	mark, unseen := s.Unseen()
	if !unseen || mark.Partial || strings.Contains(mark.Reason, "dapi") || !strings.HasPrefix(mark.Reason, "403") {
		t.Errorf("%v %+v", unseen, mark)
	}
	if place := s.UnseenPlace(mark); place.Pointer != "/name" || place.Missing {
		t.Errorf("%+v", place)
	}
}

func TestWhatNobodyKnowsTheHostingOfMayBeAnything(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]int{
		`{"name": "chat"}`: 5,
		`{"name": "chat", "endpoint_type": "EXTERNAL_MODEL"}`: 0,
	} {
		s := gateway.Unreadable(document(t, content), gateway.Endpoint, "chat", "403")
		if got := len(s.Guesses()); got != want {
			t.Errorf("%s: %d guesses", content, got)
		}
	}
	if got := answer(t, gateway.Endpoint, `{"name": "chat"}`).Guesses(); got != nil {
		t.Errorf("of what was read: %v", got)
	}
}

func TestAfterSomebodyLookedOnlyWhatTheyMissedIsUnseen(t *testing.T) {
	t.Parallel()
	s := answer(t, gateway.Endpoint, `{"name": "chat"}`)
	e := s.Evidence
	e.Agents = []string{"sp"}
	s.Observe(e, gateway.Unseen{Facet: "evidence.grants", Reason: "403"})
	if mark, unseen := s.Unseen("evidence.grants"); !unseen || mark.Reason != "403" {
		t.Errorf("%v %+v", unseen, mark)
	}
	if mark, unseen := s.Unseen("evidence.table", "evidence.agents", "evidence.access"); unseen {
		t.Errorf("%+v", mark)
	}
	if diff := cmp.Diff([]string{"sp"}, s.Evidence.Agents); diff != "" {
		t.Error(diff)
	}
}

func TestAGatewayStandsBeforeWhatItReaches(t *testing.T) {
	t.Parallel()
	external := func(name, provider, url string) string {
		return `{"external_model": {"name": "` + name + `", "provider": "` + provider + `", "databricks_model_serving_config": {"databricks_workspace_url": "` + url + `"}}}`
	}
	for name, test := range map[string]struct {
		kind    gateway.Kind
		content string
		want    []string
	}{
		"models of this host, however it is written": {
			gateway.Endpoint, `{"name": "gw", "config": {"served_entities": [` +
				external("b", "databricks-model-serving", "https://ONE.example.com/") + "," +
				external("a", "databricks-model-serving", "one.example.com:443") + "," +
				external("c", "databricks-model-serving", "") + `]}}`, []string{"a", "b", "c"},
		},
		"not those of another host, nor of a provider, nor itself": {
			gateway.Endpoint, `{"name": "gw", "config": {"served_entities": [` +
				external("a", "databricks-model-serving", "https://two.example.com") + "," +
				external("b", "databricks-model-serving", "https://one.example.com.evil.example.org") + "," +
				external("c", "openai", "") + "," + external("gw", "databricks-model-serving", "") + `]}}`, []string{},
		},
		"of a service what it serves from, also what stands by or is gone": {
			gateway.ModelService, `{"name": "model-services/m.a.c", "config": {"routing": {
				"destinations": [{"provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/a"}, "is_deleted": true}, {"pay_per_token_config": {"model": "models/x"}}],
				"fallback": {"destinations": [{"provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/b"}}, {"provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/a"}}]}}}}`,
			[]string{"a", "b"},
		},
		"endpoints of this host by the address that another provider is given": {
			gateway.Endpoint, `{"name": "gw", "config": {"served_entities": [
				{"external_model": {"name": "any", "provider": "custom", "custom_provider_config": {"custom_provider_url": "https://one.example.com/serving-endpoints/a/invocations"}}},
				{"external_model": {"name": "b", "provider": "openai", "openai_config": {"openai_api_base": "https://one.example.com/serving-endpoints/"}}},
				{"external_model": {"name": "c", "provider": "openai", "openai_config": {"openai_api_base": "https://two.example.com/serving-endpoints"}}},
				{"external_model": {"name": "d", "provider": "openai", "openai_config": {"openai_api_base": "https://one.example.com/v1"}}},
				{"external_model": {"name": "e", "provider": "openai", "openai_config": {"openai_api_base": "/serving-endpoints"}}},
				{"external_model": {"name": "f", "provider": "custom", "custom_provider_config": {"custom_provider_url": "https://two.example.com/serving-endpoints/f/invocations"}}}
			]}}`, []string{"a", "b"},
		},
		"an MCP service stands before none": {gateway.MCPService, `{"name": "mcp-services/m.a.c"}`, []string{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, answer(t, test.kind, test.content).Fronts("one.example.com")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatThePlatformSaysTwiceIsJudgedOnce(t *testing.T) {
	t.Parallel()
	const entity = `[{"name": "a", "environment_vars": {"OPENAI_API_KEY": "[redacted credential]", "REGION": "<region>"}}]`
	for name, test := range map[string]struct {
		config string
		keys   []string
	}{
		"an entity under its old name, too": {
			`"served_entities": ` + entity + `, "served_models": ` + entity,
			[]string{"config.served_entities[0].environment_vars.OPENAI_API_KEY"},
		},
		"an entity under its old name alone": {
			`"served_models": ` + entity,
			[]string{"config.served_models[0].environment_vars.OPENAI_API_KEY"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := gateway.Answer(document(t, `{"name": "a", "config": {`+test.config+`}}`), gateway.Endpoint)
			if err != nil {
				t.Fatal(err)
			}
			var keys []string
			for _, c := range s.Text.Credentials {
				keys = append(keys, c.Key)
			}
			if diff := cmp.Diff(test.keys, keys); diff != "" {
				t.Error(diff)
			}
			if len(s.Text.Placeholders) != 1 {
				t.Errorf("placeholders: %v", s.Text.Placeholders)
			}
		})
	}
}

func TestALegacyTableThatIsOffIsNoneInAnAnswer(t *testing.T) {
	t.Parallel()
	for content, want := range map[string]bool{
		`{"name": "a", "config": {"auto_capture_config": {"enabled": false, "table_name_prefix": "p"}}}`: false,
		`{"name": "a", "config": {"auto_capture_config": {"enabled": true}}}`:                            true,
		`{"name": "a", "config": {"auto_capture_config": {"catalog_name": "main"}}}`:                     true,
	} {
		if got := answer(t, gateway.Endpoint, content).Legacy.AutoCapture; got != want {
			t.Errorf("%s: %v", content, got)
		}
	}
}

func TestTheConfigurationThatIsToComeIsReadWhereThereIsNoOther(t *testing.T) {
	t.Parallel()
	const (
		pending = `"pending_config": {"served_entities": [{"name": "m", "entity_name": "main.ml.m", "entity_version": "1"}]}`
		state   = `"state": {"ready": "NOT_READY", "config_update": "IN_PROGRESS"}`
	)
	s := answer(t, gateway.Endpoint, `{"name": "a", `+state+`, `+pending+`}`)
	if len(s.Destinations) != 1 || s.Hosting != "custom" || s.Declared {
		t.Errorf("%+v, hosting %s, declared %v", s.Destinations, s.Hosting, s.Declared)
	}
	if at := s.Place([]string{"destinations", "0", "entity"}); at.Pointer != "/pending_config/served_entities/0/entity_name" {
		t.Errorf("it is at %s", at.Pointer)
	}
	s = answer(t, gateway.Endpoint, `{"name": "a", "config": {"served_entities": []}, `+pending+`}`)
	if len(s.Destinations) != 0 {
		t.Errorf("beside a configuration in force: %+v", s.Destinations)
	}
	s = answer(t, gateway.Endpoint, `{"name": "a", `+state+`}`)
	for _, facet := range []string{"destinations", "routes", "traffic.shares", "legacy.auto_capture"} {
		if mark, unseen := s.Unseen(facet); !unseen || !strings.Contains(mark.Reason, "still being deployed") {
			t.Errorf("%s: %v %+v", facet, unseen, mark)
		}
	}
}
