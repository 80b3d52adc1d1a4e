package rules_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

func TestAFacetIsAPartOfTheModel(t *testing.T) {
	t.Parallel()
	for facet, want := range map[string]string{
		"rate_limits":           "",
		"rate_limits.calls":     "",
		"state.audit":           "",
		"workspace.warehouses":  "",
		"rate_limits.call":      `the model has no "call" there; did you mean "calls"?`,
		"limits":                `the model has no "limits" there; did you mean "rate_limits"?`,
		"state.audits":          `the model has no "audits" there; did you mean "audit"?`,
		"fallback.enabled.text": `the model has no "text" there`,
		"params":                `the model has no "params" there`,
	} {
		got := ""
		if err := rules.CheckFacet(facet); err != nil {
			got = err.Error()
		}
		if want == "" && got != "" || len(got) < len(want) || got[:len(want)] != want {
			t.Errorf("%s: got %q, want %q", facet, got, want)
		}
	}
}

// TestMetadataNamesTheKindsOfTheModel holds the two schemas together.
func TestMetadataNamesTheKindsOfTheModel(t *testing.T) {
	t.Parallel()
	type field struct {
		Enum       []string
		Items      *field
		Properties map[string]json.RawMessage
	}
	part := func(name schema.Name, definition, property string) (f field) {
		var root struct{ Definitions map[string]field }
		if err := json.Unmarshal(schema.Text(name), &root); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(root.Definitions[definition].Properties[property], &f); err != nil {
			t.Fatal(err)
		}
		return f
	}
	if diff := cmp.Diff(part(schema.Model, "subject", "kind").Enum, part(schema.Metadata, "custom", "subjects").Items.Enum); diff != "" {
		t.Error(diff)
	}
}
