package ruletest

import (
	"context"
	"errors"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/schema"
)

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
