package gateway_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

func TestAnEntityIsShownWhereItIsNamed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ destination, want string }{
		"a served entity":           {`{"name": "a", "entity_name": "databricks-x"}`, "/config/served_entities/0/entity_name"},
		"an external model":         {`{"name": "a", "external_model": {"name": "gpt", "provider": "openai"}}`, "/config/served_entities/0/external_model/name"},
		"what an answer adds alone": {`{"name": "a", "foundation_model": {"name": "system.ai.x"}}`, "/config/served_entities/0/foundation_model/name"},
		"nothing":                   {`{"name": "a"}`, "/config/served_entities/0/entity_name"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := source.NewText("gw.json", []byte(`{"name": "gw", "ai_gateway": {}, "config": {"served_entities": [`+test.destination+`]}}`))
			if err != nil {
				t.Fatal(err)
			}
			documents, err := source.Parse(text, source.Limits{})
			if err != nil {
				t.Fatal(err)
			}
			subjects, err := gateway.Normalise(documents[0], gateway.Auto)
			if err != nil || len(subjects) != 1 {
				t.Fatal(subjects, err)
			}
			if got := subjects[0].Place([]string{"destinations", "0", "entity"}).Pointer; got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

// composed returns the document of one text with a part of another in it: where a
// file includes another, or a variable stands for a value.
func composed(t *testing.T) *source.Document {
	t.Helper()
	root := documents(t, "root.yaml", `{name: gw, ai_gateway: {usage_tracking_config: {enabled: true}}, config: {served_entities: [{entity_name: "$${m}", entity_version: "1"}]}}`)[0]
	other := documents(t, "other.yaml", `{inference_table_config: {catalog_name: main, schema_name: ops, table_name_prefix: chat_, cataloge: x}}`)[0]
	table := other.Root.Entries()[0]
	table.Value.Origin = &source.Origin{Text: other.Text}
	for _, e := range table.Value.Entries() {
		e.Value.Origin = &source.Origin{Text: other.Text}
	}
	table.Value.Get("catalog_name").Origin.Unresolved = "the variable catalog has no value"
	table.Value.Get("schema_name").Origin.From = &source.Spot{Text: root.Text, Range: source.Range{Start: 1, End: 5}}
	gateway := root.Root.Get("ai_gateway")
	gateway.SetEntries(append(gateway.Entries(), table))
	root.Root.Get("config").Get("served_entities").Items()[0].Get("entity_name").Origin = &source.Origin{Known: true}
	return root
}

func TestAGatewayIsReadFromSeveralTexts(t *testing.T) {
	t.Parallel()
	root := composed(t)
	subjects, err := gateway.Normalise(root, gateway.Auto)
	if err != nil || len(subjects) != 1 {
		t.Fatal(subjects, err)
	}
	s := subjects[0]
	written := func(at source.Place) string {
		if at.Text == nil {
			return "root: " + string(root.Text.Bytes[at.Range.Start:at.Range.End])
		}
		return at.Text.File + ": " + string(at.Text.Bytes[at.Range.Start:at.Range.End])
	}
	for path, want := range map[string]string{
		"inference_table":          "other.yaml: inference_table_config",
		"inference_table prefix":   "other.yaml: chat_",
		"inference_table enabled":  "other.yaml: inference_table_config",
		"usage_tracking enabled":   "root: true",
		"text unknown_keys 0":      "other.yaml: cataloge",
		"destinations 0 entity":    "root: \"$${m}\"",
		"rate_limits":              "root: ai_gateway",
		"inference_table schema x": "other.yaml: ops",
	} {
		if got := written(s.Place(strings.Fields(path))); got != want {
			t.Errorf("%s: %s, want %s", path, got, want)
		}
	}
	mark, unseen := s.Unseen("inference_table.table")
	if at := s.UnseenPlace(mark); !unseen || mark.Reason != "the variable catalog has no value" || written(at) != "other.yaml: main" {
		t.Errorf("%v %v at %s", unseen, mark, written(at))
	}
	if from := s.Place([]string{"inference_table", "schema"}).From; from == nil || from.Text != root.Text || from.Range.Start != 1 {
		t.Errorf("the schema comes from %v", from)
	}
	if mark, unseen := s.Unseen("destinations"); unseen || s.Hosting != "custom" {
		t.Errorf("a text that only looks like a variable: %v, %s", mark, s.Hosting)
	}
	if _, _, ok := s.Block(s.Place([]string{"inference_table"})); ok {
		t.Error("a block of another text surrounds the table")
	}
}
