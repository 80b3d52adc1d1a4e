package ruletest

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// culprit watches a test for the last of its expressions that did not hold.
type culprit struct {
	file   string
	expr   *ast.Expr
	locals *ast.ValueMap
}

// Enabled says that the evaluation is watched.
func (*culprit) Enabled() bool { return true }

// Config asks for the values of variables.
func (*culprit) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent keeps what did not hold.
func (c *culprit) TraceEvent(event topdown.Event) {
	expr, ok := event.Node.(*ast.Expr)
	if ok && event.Op == topdown.FailOp && expr.Location != nil && expr.Location.File == c.file {
		c.expr, c.locals = expr, event.Locals
	}
}

// why runs a test that failed once more, and says which line did not hold and,
// where that compares something with what is wanted, what was got.
func why(ctx context.Context, compiler *ast.Compiler, failed *tester.Result) (line int, got string) {
	c := &culprit{file: failed.Location.File}
	_, err := rego.New(
		rego.Query(failed.Package+"."+failed.Name),
		rego.Compiler(compiler),
		rego.QueryTracer(c),
	).Eval(ctx)
	if err != nil || c.expr == nil {
		return failed.Location.Row, ""
	}
	if value := c.compared(ctx, compiler); value != nil {
		got = fmt.Sprintf(": got %s", cut(value.String()))
	}
	return c.expr.Location.Row, got
}

// compared is the value of the left side of a comparison, nil when there is
// none to tell.
func (c *culprit) compared(ctx context.Context, compiler *ast.Compiler) ast.Value {
	if !c.expr.IsEquality() || len(c.expr.Operands()) != 2 {
		return nil
	}
	left := c.expr.Operand(0)
	if v, ok := left.Value.(ast.Var); ok {
		return c.locals.Get(v)
	}
	answer := ast.VarTerm("got")
	body := ast.Equality.Expr(answer, left)
	for _, with := range c.expr.With {
		body = body.IncludeWith(with.Target, c.filled(with.Value))
	}
	var value ast.Value
	err := topdown.NewQuery(ast.NewBody(body)).
		WithCompiler(compiler).
		Iter(ctx, func(found topdown.QueryResult) error {
			value = found["got"].Value
			return nil
		})
	if err != nil {
		return nil
	}
	return value
}

// filled is the value of a variable; the compiler leaves no other names in what
// stands behind a `with`.
func (c *culprit) filled(term *ast.Term) *ast.Term {
	if v, ok := term.Value.(ast.Var); ok {
		if known := c.locals.Get(v); known != nil {
			return ast.NewTerm(known)
		}
	}
	return term
}

// longestValue is how many characters of a value are shown.
const longestValue = 400

func cut(text string) string {
	if runes := []rune(text); len(runes) > longestValue {
		return string(runes[:longestValue]) + " …"
	}
	return text
}
