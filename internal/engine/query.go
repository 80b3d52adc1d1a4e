package engine

import (
	"context"
	"errors"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// query is a compiled query whose answer is bound to the variable x.
type query struct {
	body     ast.Body
	compiler *ast.Compiler
}

// prepare compiles `x = <expression>`, type-checked against the schemas.
func prepare(compiler *ast.Compiler, expression string) (query, error) {
	body, err := ast.ParseBody("x = " + expression)
	if err != nil {
		return query{}, err
	}
	body, err = compiler.QueryCompiler().Compile(body)
	return query{body: body, compiler: compiler}, err
}

// machine evaluates queries one after the other.
//
// It uses topdown itself, which rego wraps: rules are evaluated by the thousand
// on small inputs, and what rego sets up anew for each evaluation (metrics, a
// goroutine that waits for the context, a result made of Go maps) costs more
// than half of the whole: 9.7 µs against 4.8 for a rule of two expressions.
type machine struct {
	store  storage.Store
	txn    storage.Transaction
	cancel topdown.Cancel
	// metrics are those that measure nothing.
	metrics metrics.Metrics
}

// newMachine returns a machine that stops when the context is done.
func newMachine(ctx context.Context) (*machine, error) {
	store := inmem.New() // rules read no data; only their own documents
	txn, err := store.NewTransaction(ctx, storage.TransactionParams{})
	if err != nil {
		return nil, err
	}
	m := &machine{store: store, txn: txn, cancel: topdown.NewCancel(), metrics: metrics.NoOp()}
	context.AfterFunc(ctx, m.cancel.Cancel)
	return m, nil
}

var x = ast.Var("x")

// ask evaluates a query. A query without an answer gives nil: it is undefined.
// A built-in that fails is an error, not an undefined answer.
func (m *machine) ask(ctx context.Context, q query, input *ast.Term) (*ast.Term, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var answer *ast.Term
	err := topdown.NewQuery(q.body).
		WithCompiler(q.compiler).
		WithStore(m.store).
		WithTransaction(m.txn).
		WithCancel(m.cancel).
		WithInput(input).
		WithStrictBuiltinErrors(true).
		WithMetrics(m.metrics).
		Iter(ctx, func(found topdown.QueryResult) error {
			if answer != nil && answer.Equal(found[x]) {
				return nil
			}
			if answer != nil {
				return errors.New("it has more than one answer")
			}
			answer = found[x]
			return nil
		})
	return answer, err
}
