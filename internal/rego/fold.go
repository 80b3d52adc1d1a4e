package rego

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
)

// foldConstants works out once what rules make of the context alone: it is the same for
// every subject, and a workspace may hold hundreds of alerts. It looks at rules of
// the form `name := value` and puts the answer in the place of each. One that has no
// answer, or fails, or takes too long stays as it is: who asks for it learns why.
func (p *Program) foldConstants(ctx context.Context, compiler *ast.Compiler) error {
	if replacesInput(compiler) {
		return nil
	}
	evaluator, err := newEvaluator(ctx, p.limit)
	if err != nil {
		return err
	}
	input := ast.ObjectTerm(ast.Item(ast.InternedTerm("context"), p.context))
	for _, module := range compiler.Modules {
		for _, rule := range module.Rules {
			if !ofContext(compiler, rule) {
				continue
			}
			query, err := prepare(compiler, rule.Ref().String())
			if err != nil {
				return err
			}
			if answer, err := evaluator.ask(ctx, query, input); err == nil && answer != nil {
				rule.Head.Value, rule.Body = answer, ast.NewBody(ast.NewExpr(ast.BooleanTerm(true)))
			}
		}
	}
	return ctx.Err()
}

// ofContext says whether a rule stands for one value that reads of the context and of nothing else.
func ofContext(compiler *ast.Compiler, rule *ast.Rule) bool {
	if rule.Default || rule.Else != nil || rule.Head.Key != nil || len(rule.Head.Args) > 0 || rule.Head.Value == nil || !rule.Ref().IsGround() {
		return false
	}
	if len(compiler.GetRulesExact(rule.Ref())) != 1 {
		return false
	}
	found := inputs(compiler, rule.Ref().String())
	for _, ref := range found {
		if path, err := readPath(ref); err != nil || path[0] != "context" {
			return false
		}
	}
	return len(found) > 0
}

// replacesInput says whether a rule asks another about an input of its own making:
// then an answer for the input at hand is not the answer for all.
func replacesInput(compiler *ast.Compiler) (found bool) {
	for _, module := range compiler.Modules {
		ast.WalkWiths(module, func(*ast.With) bool {
			found = true
			return found
		})
	}
	return found
}
