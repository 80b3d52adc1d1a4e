package gateway_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// read parses a text and normalises all of its documents.
func read(t testing.TB, file, text string) []*gateway.Subject {
	t.Helper()
	var all []*gateway.Subject
	for _, doc := range documents(t, file, text) {
		subjects, err := gateway.Normalise(doc, gateway.Auto)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, subjects...)
	}
	return all
}

func documents(t testing.TB, file, content string) []*source.Document {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return documents
}

// only returns the single gateway of a text.
func only(t testing.TB, text string) *gateway.Subject {
	t.Helper()
	subjects := read(t, "gw.yaml", text)
	if len(subjects) != 1 {
		t.Fatalf("got %d gateways, want 1", len(subjects))
	}
	return subjects[0]
}

func TestHostingIsToldByShape(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ in, want string }{
		"an external model":                    {`{external_model: {name: gpt-4o, provider: openai, task: llm/v1/chat}}`, "external"},
		"a model of Databricks":                {`{entity_name: databricks-claude-sonnet-4-6, entity_version: "1", workload_size: Small}`, "foundation"},
		"a model of Databricks by its catalog": {`{entity_name: system.ai.llama_v3}`, "foundation"},
		"throughput bought in advance":         {`{entity_name: main.ml.llama, min_provisioned_throughput: 0, max_provisioned_throughput: 100}`, "provisioned"},
		"a model of the customer":              {`{entity_name: main.ml.churn, entity_version: "3"}`, "custom"},
		"a task that a person wrote":           {`{entity_name: main.ml.agent, task: agent/v1/responses}`, "custom"},
		"a model that a person described":      {`{foundation_model: {name: system.ai.llama_v3}}`, "unknown"},
		"a model that a template names":        {`{entity_name: "${var.model}"}`, "unknown"},
		"nothing at all":                       {`{}`, "unknown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: a, ai_gateway: {}, config: {served_entities: [`+test.in+`]}}`)
			if s.Hosting != test.want {
				t.Errorf("hosting %q, want %q", s.Hosting, test.want)
			}
		})
	}
}

func TestRoutesFindEntitiesByTheirDefaultNames(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		entity, route string
		served        bool
	}{
		"a written name":                      {`{name: a, entity_name: m, entity_version: "1"}`, "a", true},
		"a default name beside a written one": {`{name: a, entity_name: m, entity_version: "1"}`, "m-1", false},
		"an external model":                   {`{external_model: {name: "gpt-4.1:mini", provider: openai}}`, "gpt-4-1-mini", true},
		"the last part of a catalog model":    {`{entity_name: main.ml.churn, entity_version: 3}`, "churn-3", true},
		"a catalog model in full":             {`{entity_name: main.ml.churn, entity_version: "3"}`, "main-ml-churn-3", true},
		"another version of a catalog model":  {`{entity_name: main.ml.churn, entity_version: "3"}`, "churn-4", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := only(t, `{name: x, config: {served_entities: [`+test.entity+`], traffic_config: {routes: [{served_model_name: `+test.route+`, traffic_percentage: 100}]}}}`)
			want := []gateway.Route{{Name: test.route, Share: 100, Served: test.served}}
			if diff := cmp.Diff(want, s.Routes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestOnlyATableThatIsOnIsAPayloadTable(t *testing.T) {
	t.Parallel()
	for enabled, want := range map[string]string{"true": "main.ops.gw_payload", "false": ""} {
		s := only(t, `{name: gw, ai_gateway: {inference_table_config: {enabled: `+enabled+`, catalog_name: Main, schema_name: ops}}}`)
		if got := s.InferenceTable.Table; got != want || s.InferenceTable.Named != (want != "") {
			t.Errorf("enabled %s: %q, want %q", enabled, got, want)
		}
	}
}
