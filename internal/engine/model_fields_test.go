package engine

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/schema"
)

// TestTheListsOfFactsAreTheModels compares them with the schema, which may
// come to have more.
func TestTheListsOfFactsAreTheModels(t *testing.T) {
	t.Parallel()
	var model struct {
		Properties map[string]map[string]any `json:"properties"`
	}
	if err := json.Unmarshal(schema.Text(schema.Model), &model); err != nil {
		t.Fatal(err)
	}
	parts, _ := model.Properties["context"]["properties"].(map[string]any)
	var lists []string
	for _, part := range []string{"state", "workspace"} {
		fields, _ := parts[part].(map[string]any)["properties"].(map[string]any)
		for name, field := range fields {
			if field.(map[string]any)["type"] == "array" {
				lists = append(lists, part+"."+name)
			}
		}
	}
	slices.Sort(lists)
	if diff := cmp.Diff(lists, modelFields.FactLists); diff != "" {
		t.Error(diff)
	}
}
