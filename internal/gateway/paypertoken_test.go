package gateway_test

import (
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/gwlint/gwlint/internal/gateway"
)

const (
	claude    = "databricks-claude-sonnet-4"
	otherHost = "files do not show whether the workspace that an external model names is the endpoint's own; scan the workspace"
)

func external(model string) string {
	return `{"name": "chat", "config": {"served_entities": [{"name": "a", "external_model": ` + model + `}]}}`
}

func destinations(list string) string {
	return `{"parent": "schemas/main.ai", "model_service_id": "chat", "config": {"routing": {"destinations": ` + list + `}}}`
}

// TestCallsToProvidedEndpointsAreSeenInFiles: a name that begins otherwise is none, and
// what is not resolved may be one.
func TestCallsToProvidedEndpointsAreSeenInFiles(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		in      string
		call    bool // there is a call to the endpoint
		unsure  string
		pointer string
		unseen  bool
	}{
		"no address":                 {in: external(`{"name": "` + claude + `", "provider": "databricks-model-serving"}`), call: true, pointer: "/config/served_entities/0/external_model/name"},
		"an empty address":           {in: external(`{"name": "` + claude + `", "provider": "databricks-model-serving", "databricks_model_serving_config": {"databricks_workspace_url": ""}}`), call: true},
		"an address":                 {in: external(`{"name": "` + claude + `", "provider": "databricks-model-serving", "databricks_model_serving_config": {"databricks_workspace_url": "https://one.example.com"}}`), call: true, unsure: otherHost},
		"an address yet to be known": {in: external(`{"name": "` + claude + `", "provider": "databricks-model-serving", "databricks_model_serving_config": {"databricks_workspace_url": "${var.host}"}}`), call: true, unsure: "`${var.host}` is not resolved"},
		"another provider":           {in: external(`{"name": "` + claude + `", "provider": "openai"}`)},
		"no provider":                {in: external(`{"name": "` + claude + `"}`)},
		"a provider yet to be known": {in: external(`{"name": "` + claude + `", "provider": "${var.provider}"}`), unseen: true},
		"a name of a person":         {in: external(`{"name": "llama-raw", "provider": "databricks-model-serving"}`)},
		"a name that is no text":     {in: external(`{"name": 7, "provider": "databricks-model-serving"}`)},
		"a name yet to be known":     {in: external(`{"name": "databricks-${var.model}", "provider": "databricks-model-serving"}`), unseen: true},
		"a model yet to be known":    {in: external(`"${var.model}"`), unseen: true},
		"a foundation model":         {in: `{"name": "chat", "config": {"served_entities": [{"entity_name": "` + claude + `"}]}}`},
		"capitals":                   {in: external(`{"name": "Databricks-claude", "provider": "databricks-model-serving"}`)},

		"a destination": {
			in:   destinations(`[{"name": "a", "provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/` + claude + `"}}]`),
			call: true, pointer: "/config/routing/destinations/0/provisioned_throughput_config/model_serving_endpoint",
		},
		"a destination in short":            {in: destinations(`[{"name": "a", "provisioned_throughput_config": {"model_serving_endpoint": "endpoints/` + claude + `"}}]`), call: true},
		"a destination of a person":         {in: destinations(`[{"name": "a", "provisioned_throughput_config": {"model_serving_endpoint": "serving-endpoints/llama-raw"}}]`)},
		"a destination yet to be known":     {in: destinations(`[{"name": "a", "provisioned_throughput_config": {"model_serving_endpoint": "${var.endpoint}"}}]`), unseen: true},
		"a destination that is pay per use": {in: destinations(`[{"name": "a", "pay_per_token_config": {"model": "models/system.ai.claude_sonnet_4"}}]`)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, test.in)
			if got := len(s.PayPerToken) == 1; got != test.call {
				t.Fatalf("%+v", s.PayPerToken)
			}
			if _, unseen := s.Unseen("pay_per_token"); unseen != test.unseen {
				t.Errorf("unseen: %v", unseen)
			}
			if !test.call {
				return
			}
			c := s.PayPerToken[0]
			if c.Name != claude || c.Key != "a" || c.Unsure != test.unsure || c.Provided != (test.unsure == "") {
				t.Errorf("%+v", c)
			}
			if got := s.Place([]string{"pay_per_token", "0"}).Pointer; test.pointer != "" && got != test.pointer {
				t.Errorf("it stands at %s", got)
			}
		})
	}
}

// TestAWorkspaceSaysWhoMadeAnEndpoint: only what is on its own host can be judged.
func TestAWorkspaceSaysWhoMadeAnEndpoint(t *testing.T) {
	t.Parallel()
	at := func(address string) string {
		return external(`{"name": "` + claude + `", "provider": "databricks-model-serving", "databricks_model_serving_config": {"databricks_workspace_url": "` + address + `"}}`)
	}
	for name, test := range map[string]struct {
		in       string
		provided bool
		unsure   string
		want     gateway.PayPerToken
	}{
		"no address":         {in: at(""), provided: true, want: gateway.PayPerToken{Service: "s", Provided: true}},
		"its own host":       {in: at("https://One.example.com/"), provided: true, want: gateway.PayPerToken{Service: "s", Provided: true}},
		"another host":       {in: at("https://two.example.com"), provided: true},
		"made by a person":   {in: at("")},
		"not all are listed": {in: at(""), unsure: "denied", want: gateway.PayPerToken{Unsure: "denied"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, test.in)
			s.Resolve("one.example.com", func(string) (string, bool, string) {
				if !test.provided {
					return "", false, test.unsure
				}
				return "s", true, ""
			})
			test.want.Name, test.want.Source, test.want.Key = claude, "external_model", "a"
			if diff := cmp.Diff([]gateway.PayPerToken{test.want}, s.PayPerToken, cmpopts.IgnoreUnexported(gateway.PayPerToken{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAnAppCallsProvidedEndpoints(t *testing.T) {
	t.Parallel()
	s := gateway.FromApp(document(t, `{"name": "desk", "resources": [
	  {"name": "llm", "serving_endpoint": {"name": "`+claude+`"}},
	  {"name": "other", "serving_endpoint": {"name": "chat"}},
	  {"name": "service", "uc_securable": {"securable_type": "MODEL_SERVICE", "securable_full_name": "databricks-x.a.b"}}
	], "active_deployment": {"env_vars": [
	  {"name": "URL", "value": "https://one.example.com/serving-endpoints/databricks-gte-large-en/invocations"},
	  {"name": "FAR", "value": "https://two.example.com/serving-endpoints/databricks-gte-large-en/invocations"},
	  {"name": "SDK", "value": "databricks-sdk"}
	]}}`), "one.example.com", func(string) bool { return false })
	want := []gateway.PayPerToken{
		{Name: claude, Source: "resource", Key: "llm", Provided: true},
		{Name: "databricks-gte-large-en", Source: "environment", Key: "URL", Provided: true},
	}
	if diff := cmp.Diff(want, s.PayPerToken, cmpopts.IgnoreUnexported(gateway.PayPerToken{})); diff != "" {
		t.Error(diff)
	}
	for i, pointer := range []string{"/resources/0/serving_endpoint/name", "/active_deployment/env_vars/0/value"} {
		if place := s.Place([]string{"pay_per_token", strconv.Itoa(i)}); place.Pointer != pointer {
			t.Errorf("%d: %+v", i, place)
		}
	}
	if mark, unseen := s.Unseen("pay_per_token"); !unseen || !mark.Partial {
		t.Errorf("another workspace is named: %+v", mark)
	}
}
