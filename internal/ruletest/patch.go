package ruletest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/schema"
)

// regoQuery asks for values of Rego.
type regoQuery struct {
	ctx      context.Context
	compiler *ast.Compiler
	rule     string
}

func (r regoQuery) evaluate(expression string, input any) (any, error) {
	options := []func(*rego.Rego){
		rego.Query("x := " + expression), rego.Compiler(r.compiler), rego.StrictBuiltinErrors(true),
	}
	if input != nil {
		options = append(options, rego.Input(input))
	}
	ctx, cancel := context.WithTimeout(r.ctx, timeLimit)
	defer cancel()
	results, err := rego.New(options...).Eval(ctx)
	if err != nil || len(results) == 0 {
		return nil, err
	}
	return results[0].Bindings["x"], nil
}

func (r regoQuery) ask(name string, input any) (any, error) {
	return r.evaluate("data."+r.rule+"."+name, input)
}

func (r regoQuery) messages(name string, input any) ([]string, error) {
	answer, err := r.ask(name, input)
	if err != nil {
		return nil, err
	}
	list, _ := answer.([]any)
	messages := make([]string, 0, len(list))
	for _, item := range list {
		finding, _ := item.(map[string]any)
		message, ok := finding["message"].(string)
		if !ok {
			return nil, errors.New("a finding lacks path or message; rules return report.at(path, message)")
		}
		messages = append(messages, message)
	}
	return messages, nil
}

// overlaid lays a patch over the fixture, and holds it to the model's schema: a
// misspelt field would change nothing in silence.
func (r regoQuery) overlaid(text []byte) (map[string]any, error) {
	patch, err := objectOf(text)
	if err != nil {
		return nil, err
	}
	subject, err := r.evaluate("data.rules.lib.fixture.subject", nil)
	if err != nil {
		return nil, err
	}
	around, err := r.evaluate("data.rules.lib.fixture.context", nil)
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
