package gateway_test

import (
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
