package schema

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTheKeysThatAreWrittenOutAreThoseOfTheSchemas(t *testing.T) {
	t.Parallel()
	enums, answers := map[string]bool{}, map[string]bool{}
	for _, name := range Documents() {
		tree, err := decodeTree(name)
		if err != nil {
			t.Fatal(err)
		}
		collectKeys(tree, enums, answers)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(enums)), Enums()); diff != "" {
		t.Errorf("enumKeys: %s", diff)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(answers)), answerKeys); diff != "" {
		t.Errorf("answerKeys: %s", diff)
	}
}

func collectKeys(tree map[string]any, enums, answers map[string]bool) {
	properties, _ := tree["properties"].(map[string]any)
	for key, property := range properties {
		if child, ok := property.(map[string]any); ok && len(enum(child)) > 0 {
			enums[key] = true
		}
	}
	for key, below := range tree {
		child, ok := below.(map[string]any)
		if !ok {
			continue
		}
		if only, _ := child["x-answer"].(bool); only {
			answers[key] = true
		}
		collectKeys(child, enums, answers)
	}
}
