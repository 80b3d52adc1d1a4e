package ruletest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/schema"
)

// patched judges an example that no file shows: a patch in the model's own form,
// laid over the fixture that rules' tests start from. There are no lines to find
// anything on, so what the file wants, it wants anywhere.
func (e *examples) patched(ctx context.Context, name string) error {
	compiler, err := e.bench.withFixture()
	if err != nil {
		return err
	}
	q := asking{ctx: ctx, compiler: compiler, rule: e.rule.Package}
	input, err := q.overlaid(e.texts[name])
	if err != nil {
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil //nolint:nilerr // it is the example's fault
	}
	found, open, err := e.put(q, input)
	if err != nil {
		e.unit.fail(e.file(name), 0, "%v", err)
		return nil //nolint:nilerr // it is the rule's fault
	}
	e.compareAnywhere(name, found, open)
	return nil
}

// compareAnywhere holds messages to what a file wants, wherever it says so.
func (e *examples) compareAnywhere(name string, found, undecided []string) {
	wanted := wants(e.rule.ID, e.texts[name])
	file := e.file(name)
	for _, message := range found {
		i := slices.IndexFunc(wanted, func(w want) bool { return strings.Contains(message, w.part) })
		if i >= 0 {
			wanted = slices.Delete(wanted, i, i+1)
			continue
		}
		e.unit.fail(file, 0, "got fail: %s; nothing in this file wants it", message)
	}
	for _, w := range wanted {
		e.unit.fail(file, w.line, "want %q, and %s finds nothing like it", w.part, e.rule.ID)
	}
	for _, reason := range undecided {
		e.unit.fail(file, 0, "got unknown: %s", reason)
	}
	if e.bad && len(found) == 0 && len(undecided) == 0 && len(wanted) == 0 {
		e.unit.fail(file, 0, "%s finds nothing in it", e.rule.ID)
	}
}

// put puts an input before the rule as the engine would.
func (e *examples) put(q asking, input map[string]any) (found, undecided []string, err error) {
	if subject, ok := input["subject"].(map[string]any); ok && e.rule.Scope == "subject" {
		if kind, _ := subject["kind"].(string); !slices.Contains(e.rule.Kinds, kind) {
			return nil, nil, fmt.Errorf("the rule does not concern a subject of kind %q; it concerns: %s", kind, strings.Join(e.rule.Kinds, ", "))
		}
	}
	for _, excuse := range []struct {
		name    string
		defined bool
		when    bool
	}{{"applies", e.rule.HasApplies, false}, {"moot", e.rule.HasMoot, true}} {
		if !excuse.defined {
			continue
		}
		answer, err := q.ask(excuse.name, input)
		if err != nil || (answer == true) == excuse.when {
			return nil, nil, err
		}
	}
	if found, err = q.messages("findings", input); err != nil || len(found) > 0 || !e.rule.HasUndecided {
		return found, nil, err
	}
	undecided, err = q.messages("undecided", input)
	return nil, undecided, err
}

// asking asks for values of Rego.
type asking struct {
	ctx      context.Context
	compiler *ast.Compiler
	rule     string
}

func (q asking) evaluate(expression string, input any) (any, error) {
	options := []func(*rego.Rego){
		rego.Query("x := " + expression), rego.Compiler(q.compiler), rego.StrictBuiltinErrors(true),
	}
	if input != nil {
		options = append(options, rego.Input(input))
	}
	ctx, cancel := context.WithTimeout(q.ctx, longest)
	defer cancel()
	results, err := rego.New(options...).Eval(ctx)
	if err != nil || len(results) == 0 {
		return nil, err
	}
	return results[0].Bindings["x"], nil
}

func (q asking) ask(name string, input any) (any, error) {
	return q.evaluate("data."+q.rule+"."+name, input)
}

func (q asking) messages(name string, input any) ([]string, error) {
	answer, err := q.ask(name, input)
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

// withFixture compiles the rules together with the fixture, when first needed.
func (b *bench) withFixture() (*ast.Compiler, error) {
	if b.compiler != nil {
		return b.compiler, nil
	}
	compiler, err := engine.NewCompiler(schema.Rego())
	if err != nil {
		return nil, err
	}
	if compiler.Compile(b.modules); compiler.Failed() {
		return nil, engine.Faults(compiler, compiler.Errors)
	}
	b.compiler = compiler
	return compiler, nil
}
