package evidence_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/workspace"
)

// What stands here is known in two packages, since workspace knows no gateway and
// gateway no workspace. These tests hold one to the other.

// oneObject is a workspace with one endpoint or service, and one table.
type oneObject struct{ kind, name, body, table string }

func (o oneObject) Get(_ context.Context, path string, _ url.Values) workspace.Answer {
	body := "{}"
	switch {
	case o.kind == "endpoint" && strings.HasSuffix(path, "/serving-endpoints"):
		body = `{"endpoints": [` + o.body + `]}`
	case o.kind == "endpoint" && strings.HasSuffix(path, "/serving-endpoints/"+o.name):
		body = o.body
	case o.kind == "model_service" && strings.HasSuffix(path, "/model-services"):
		body = `{"model_services": [` + o.body + `]}`
	case strings.HasSuffix(path, "/tables"):
		body = `{"tables": [{"full_name": "` + o.table + `"}]}`
	}
	return workspace.Answer{Outcome: workspace.Read, Status: 200, Body: []byte(body)}
}

func (oneObject) Execute(context.Context, workspace.Statement) workspace.Answer {
	return workspace.Answer{}
}

// read returns the subjects that a collector reads of the object: one or none.
func (o oneObject) read(t *testing.T, scope workspace.Scope) []workspace.Subject {
	t.Helper()
	c := workspace.NewCollector(workspace.NewLive(o), workspace.Options{Scope: scope, Workers: 1})
	var subjects []workspace.Subject
	err := c.Each(t.Context(), c.Inventory(t.Context()), func(s workspace.Subject) error {
		subjects = append(subjects, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return subjects
}

// model returns what the object is in the model.
func (o oneObject) model(t *testing.T) *gateway.Subject {
	t.Helper()
	text, err := source.NewText("object.json", []byte(o.body))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	subject, err := gateway.Answer(documents[0], gateway.Kind(strings.ReplaceAll(o.kind, "_", "-")))
	if err != nil {
		t.Fatal(err)
	}
	return subject
}

func TestTheTableThatTheModelExpectsIsTheOneThatIsLookedFor(t *testing.T) {
	t.Parallel()
	endpoint := func(config string) oneObject {
		return oneObject{kind: "endpoint", name: "Chat-1", body: `{"name": "Chat-1", "id": "e1", "ai_gateway": {"inference_table_config": ` + config + `}}`}
	}
	service := func(config string) oneObject {
		return oneObject{kind: "model_service", name: "main.ai.chat", body: `{"name": "model-services/main.ai.chat", "config": {"inference_table": ` + config + `}}`}
	}
	for name, object := range map[string]oneObject{
		"an endpoint with a prefix":                endpoint(`{"enabled": true, "catalog_name": "Main", "schema_name": "gw", "table_name_prefix": "Log"}`),
		"an endpoint without a prefix":             endpoint(`{"enabled": true, "catalog_name": "main", "schema_name": "gw"}`),
		"an endpoint whose prefix ends in a line":  endpoint(`{"enabled": true, "catalog_name": "main", "schema_name": "gw", "table_name_prefix": "log_"}`),
		"a service that names its table":           service(`{"parent": "schemas/main.gw", "table": "tables/main.gw.other"}`),
		"a service with a prefix":                  service(`{"parent": "schemas/main.gw", "table_name_prefix": "Log"}`),
		"a service that says where, and no prefix": service(`{"parent": "schemas/main.gw"}`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			object.table = object.model(t).InferenceTable.Table
			if object.table == "" {
				t.Fatal("the model expects no table")
			}
			if got := object.read(t, workspace.Scope{}); len(got) != 1 || got[0].Table != object.table {
				t.Errorf("%q is not found: %+v", object.table, got)
			}
		})
	}
}

func TestWhatIsLeftOutAsProvidedIsProvidedInTheModel(t *testing.T) {
	t.Parallel()
	for name, object := range map[string]oneObject{
		"an endpoint of Databricks":             {kind: "endpoint", name: "databricks-claude", body: `{"name": "databricks-claude"}`},
		"one with its name that somebody made":  {kind: "endpoint", name: "databricks-mine", body: `{"name": "databricks-mine", "id": "e1", "creator": "ana@example.com"}`},
		"one with its name that has an id":      {kind: "endpoint", name: "databricks-mine", body: `{"name": "databricks-mine", "id": "e1"}`},
		"one with another name":                 {kind: "endpoint", name: "chat", body: `{"name": "chat"}`},
		"a service of Databricks":               {kind: "model_service", name: "system.ai.claude", body: `{"name": "model-services/system.ai.claude"}`},
		"a service in a catalog of like a name": {kind: "model_service", name: "system.aide.x", body: `{"name": "model-services/system.aide.x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			leftOut := len(object.read(t, workspace.Scope{NoProvided: true})) == 0
			if provided := object.model(t).Provided; leftOut != provided {
				t.Errorf("left out: %v, provided in the model: %v", leftOut, provided)
			}
		})
	}
}
