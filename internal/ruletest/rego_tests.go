package ruletest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// timeLimit is how long one Rego test may take.
const timeLimit = 10 * time.Second

// failure is a test that did not hold, of a unit.
type failure struct {
	unit   int
	result *tester.Result
}

// plain is what an evaluation died of, without OPA's code in front.
func plain(err error) string {
	var fault *topdown.Error
	if errors.As(err, &fault) {
		return fault.Message
	}
	return err.Error()
}

// failedExpr watches a test for the last of its expressions that did not hold.
type failedExpr struct {
	file   string
	expr   *ast.Expr
	locals *ast.ValueMap
}

// Enabled says that the evaluation is watched.
func (*failedExpr) Enabled() bool { return true }

// Config asks for the values of variables.
func (*failedExpr) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

// TraceEvent keeps what did not hold.
func (f *failedExpr) TraceEvent(event topdown.Event) {
	expr, ok := event.Node.(*ast.Expr)
	if ok && event.Op == topdown.FailOp && expr.Location != nil && expr.Location.File == f.file {
		f.expr, f.locals = expr, event.Locals
	}
}

// why runs a test that failed once more, and says which line did not hold and,
// where that compares something with what is wanted, what was got.
func why(ctx context.Context, compiler *ast.Compiler, failed *tester.Result) (line int, got string) {
	c := &failedExpr{file: failed.Location.File}
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
// none to show.
func (f *failedExpr) compared(ctx context.Context, compiler *ast.Compiler) ast.Value {
	if !f.expr.IsEquality() || len(f.expr.Operands()) != 2 {
		return nil
	}
	left := f.expr.Operand(0)
	if v, ok := left.Value.(ast.Var); ok {
		return f.locals.Get(v)
	}
	answer := ast.VarTerm("got")
	body := ast.Equality.Expr(answer, left)
	for _, with := range f.expr.With {
		body = body.IncludeWith(with.Target, f.filled(with.Value))
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
func (f *failedExpr) filled(term *ast.Term) *ast.Term {
	if v, ok := term.Value.(ast.Var); ok {
		if known := f.locals.Get(v); known != nil {
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
