package engine_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/rules"
)

// inputs is the end of the name of an example that no file can show: what a
// rule reads of a workspace, laid over the fixture of rules' tests.
const inputs = ".input.yaml"

// fixtureCompiler compiles the rules together with the fixture of their tests.
var fixtureCompiler = sync.OnceValues(func() (*ast.Compiler, error) {
	_, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		return nil, err
	}
	const file = "../../rules/lib/fixture/fixture.rego"
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	fixture, err := ast.ParseModule(file, string(text))
	if err != nil {
		return nil, err
	}
	modules = maps.Clone(modules)
	modules[file] = fixture
	compiler := ast.NewCompiler()
	compiler.Compile(modules)
	if compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
})

// evaluate gives the value of a Rego expression, nil when it is undefined.
func evaluate(t testing.TB, expression string, input any) any {
	t.Helper()
	compiler, err := fixtureCompiler()
	if err != nil {
		t.Fatal(err)
	}
	options := []func(*rego.Rego){rego.Query("x := " + expression), rego.Compiler(compiler), rego.StrictBuiltinErrors(true)}
	if input != nil {
		options = append(options, rego.Input(input))
	}
	results, err := rego.New(options...).Eval(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(results) == 0 {
		return nil
	}
	return results[0].Bindings["x"]
}

// said is what came of a rule on an input.
type said struct {
	concerned       bool
	found, unsolved []string // messages
}

// put puts an input before one rule, as the engine would.
func put(t testing.TB, rule rules.Rule, input map[string]any) said {
	t.Helper()
	if subject, ok := input["subject"].(map[string]any); ok {
		kind, _ := subject["kind"].(string)
		if !slices.Contains(rule.Kinds, kind) {
			return said{}
		}
	}
	ask := func(name string) any { return evaluate(t, "data."+rule.Package+"."+name, input) }
	if rule.HasApplies && ask("applies") != true || rule.HasMoot && ask("moot") == true {
		return said{}
	}
	answer := said{concerned: true, found: messages(t, ask("findings"))}
	if rule.HasUndecided {
		answer.unsolved = messages(t, ask("undecided"))
	}
	if rule.HasSuspect && ask("suspect") != true && len(answer.found)+len(answer.unsolved) > 0 {
		t.Errorf("%s says something where its suspect does not hold: %+v", rule.ID, answer)
	}
	return answer
}

func messages(t testing.TB, findings any) []string {
	t.Helper()
	list, ok := findings.([]any)
	if !ok {
		t.Fatalf("findings are %v", findings)
	}
	var all []string
	for _, f := range list {
		all = append(all, fmt.Sprint(f.(map[string]any)["message"]))
	}
	return all
}

// overlaid reads an example's patch and lays it over the fixture.
func overlaid(t testing.TB, content []byte) map[string]any {
	t.Helper()
	var patch map[string]any
	if err := yaml.Unmarshal(content, &patch); err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(patch)
	if err != nil {
		t.Fatal(err)
	}
	if patch = nil; json.Unmarshal(text, &patch) != nil {
		t.Fatal("the patch is no object")
	}
	base := map[string]any{
		"subject": evaluate(t, "data.rules.lib.fixture.subject", nil),
		"context": evaluate(t, "data.rules.lib.fixture.context", nil),
	}
	if list, ok := patch["subjects"].([]any); ok { // a rule of scope workspace
		var subjects []any
		for _, one := range list {
			subjects = append(subjects, laidOver(base["subject"], one))
		}
		delete(patch, "subjects")
		base["subjects"] = subjects
		delete(base, "subject")
	}
	return laidOver(base, any(patch)).(map[string]any)
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

// with sets the params of an example's own configuration.
func with(t testing.TB, o engine.Options, configuration []byte) engine.Options {
	t.Helper()
	params, err := config.ReadParams(".gwlint.yaml", configuration)
	if err != nil {
		t.Fatal(err)
	}
	value, err := params.Value()
	if err != nil {
		t.Fatal(err)
	}
	o.Facts.Params = value
	return o
}
