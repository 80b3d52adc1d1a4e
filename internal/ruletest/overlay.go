package ruletest

import (
	"encoding/json"
	"fmt"
	"maps"
	"strings"

	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/schema"
)

// overlaid lays a patch over the fixture, and holds it to the model's schema: a
// misspelt field would change nothing in silence.
func (q asking) overlaid(text []byte) (map[string]any, error) {
	patch, err := objectOf(text)
	if err != nil {
		return nil, err
	}
	subject, err := q.evaluate("data.rules.lib.fixture.subject", nil)
	if err != nil {
		return nil, err
	}
	around, err := q.evaluate("data.rules.lib.fixture.context", nil)
	if err != nil {
		return nil, err
	}
	base := map[string]any{"subject": subject, "subjects": []any{}, "context": around}
	list, several := patch["subjects"].([]any)
	if several { // of a rule of scope workspace
		subjects := make([]any, 0, len(list))
		for _, one := range list {
			subjects = append(subjects, laidOver(subject, one))
		}
		patch["subjects"] = subjects
	}
	input, _ := laidOver(base, patch).(map[string]any)
	violations, err := schema.Validate(schema.Model, input)
	if err != nil {
		return nil, err
	}
	for _, v := range violations {
		return nil, fmt.Errorf("%s is not as the model has it: want %s", strings.Join(v.Pointer, "."), v.Expected)
	}
	return input, nil
}

// objectOf reads YAML as JSON would have it.
func objectOf(text []byte) (map[string]any, error) {
	var written map[string]any
	if err := yaml.Unmarshal(text, &written); err != nil {
		return nil, err
	}
	same, err := json.Marshal(written)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(strings.NewReader(string(same)))
	decoder.UseNumber()
	var object map[string]any
	return object, decoder.Decode(&object)
}

// laidOver merges objects and replaces everything else.
func laidOver(value, patch any) any {
	old, isObject := value.(map[string]any)
	changes, changesObject := patch.(map[string]any)
	if !isObject || !changesObject {
		return patch
	}
	merged := maps.Clone(old)
	for key, change := range changes {
		merged[key] = laidOver(old[key], change)
	}
	return merged
}
