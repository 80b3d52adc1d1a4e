package rego

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

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
	// late says that it once took longer than the limit. It is not asked again: a
	// run over many subjects would never end.
	late *atomic.Bool
	// what says what it asks, for who waits for its answer.
	what *string
}

// document is a document of rules that is asked for.
type document struct {
	ref ast.Ref
	// optional says that it may be undefined: the answer is then a list of its value, or an
	// empty one.
	optional bool
}

// term is the document, or the list.
func (d document) term() *ast.Term {
	if !d.optional {
		return ast.NewTerm(d.ref)
	}
	value := ast.VarTerm("value")
	return ast.ArrayComprehensionTerm(value, ast.NewBody(ast.Equality.Expr(value, ast.NewTerm(d.ref))))
}

// newQuery asks for one document. It and newListQuery write what OPA's compiler makes of a
// query, which takes as long as to evaluate it.
func newQuery(compiler *ast.Compiler, what string, d document) query {
	return query{
		body:     ast.NewBody(ast.Equality.Expr(ast.NewTerm(answerVar), d.term())),
		compiler: compiler, late: &atomic.Bool{}, what: &what,
	}
}

// newListQuery asks for a list of documents.
func newListQuery(compiler *ast.Compiler, what string, documents []document) query {
	var body ast.Body
	elements := make([]*ast.Term, 0, len(documents))
	for i, d := range documents {
		element := ast.VarTerm("element" + strconv.Itoa(i))
		elements = append(elements, element)
		body.Append(ast.Equality.Expr(element, d.term()))
	}
	body.Append(ast.Equality.Expr(ast.NewTerm(answerVar), ast.ArrayTerm(elements...)))
	return query{body: body, compiler: compiler, late: &atomic.Bool{}, what: &what}
}

// evaluator evaluates queries one after the other.
//
// It uses topdown itself, which rego wraps: rules are evaluated by the thousand
// on small inputs, and what rego sets up anew for each evaluation (metrics, a
// goroutine that waits for the context, a result made of Go maps) costs more
// than half of the whole: 9.7 µs against 4.8 for a rule of two expressions.
type evaluator struct {
	store  storage.Store
	txn    storage.Transaction
	cancel atomic.Pointer[topdown.Cancel]
	// limit is how long one evaluation may take, watch what ends it then.
	limit time.Duration
	watch *time.Timer
	late  atomic.Bool
	// number counts the beginnings and the ends of evaluations: it is odd while one
	// goes on, of which guard, where there is one, is told that it does not end.
	number atomic.Uint64
	guard  *Guard
	// what says what it evaluates, or evaluated last.
	what atomic.Pointer[string]
	// metrics are those that measure nothing.
	metrics metrics.Metrics
}

// newEvaluator returns an evaluator that stops when the context is done, and any one
// evaluation when it has taken as long as the limit.
func newEvaluator(ctx context.Context, limit time.Duration) (*evaluator, error) {
	store := inmem.New() // rules read no data; only their own documents
	txn, err := store.NewTransaction(ctx, storage.TransactionParams{})
	if err != nil {
		return nil, err
	}
	e := &evaluator{store: store, txn: txn, limit: limit, metrics: metrics.NoOp(), guard: guardOf(ctx)}
	e.rearm()
	e.watch = time.AfterFunc(limit, func() {
		e.late.Store(true)
		e.end()
	})
	e.watch.Stop()
	context.AfterFunc(ctx, e.end)
	e.guard.watch(e)
	return e, nil
}

// end tells the evaluation that goes on to end, and the guard where it does not.
func (e *evaluator) end() {
	(*e.cancel.Load()).Cancel()
	number := e.number.Load()
	if e.guard == nil || number%2 == 0 {
		return
	}
	time.AfterFunc(e.guard.Grace, func() {
		if e.number.Load() == number {
			e.guard.overdue(e.doing())
		}
	})
}

// doing says what it does.
func (e *evaluator) doing() string {
	if what := e.what.Load(); what != nil {
		return *what
	}
	return "the evaluation of a rule or a policy"
}

// rearm makes the evaluator ready after an evaluation was ended: what ended it
// stays ended.
func (e *evaluator) rearm() {
	cancel := topdown.NewCancel()
	e.cancel.Store(&cancel)
	e.late.Store(false)
}

var answerVar = ast.Var("x")

// ask evaluates a query. A query without an answer gives nil: it is undefined.
// A built-in that fails is an error, not an undefined answer.
func (e *evaluator) ask(ctx context.Context, q query, input *ast.Term) (*ast.Term, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if q.late.Load() {
		return nil, e.tooLate()
	}
	e.what.Store(q.what)
	e.watch.Reset(e.limit)
	e.number.Add(1)
	answer, err := e.run(ctx, q, input)
	e.number.Add(1)
	if e.watch.Stop() || !e.late.Load() {
		return answer, err
	}
	e.rearm()
	if err == nil {
		return answer, nil // it was done just in time
	}
	q.late.Store(true)
	return nil, e.tooLate()
}

// ErrLate says that an evaluation was ended because it took too long.
var ErrLate = errors.New("its evaluation takes longer than the limit")

func (e *evaluator) tooLate() error {
	return fmt.Errorf("%w of %v: does it loop over too much?", ErrLate, e.limit)
}

func (e *evaluator) run(ctx context.Context, q query, input *ast.Term) (answer *ast.Term, err error) {
	err = topdown.NewQuery(q.body).
		WithCompiler(q.compiler).
		WithStore(e.store).
		WithTransaction(e.txn).
		WithCancel(*e.cancel.Load()).
		WithInput(input).
		WithStrictBuiltinErrors(true).
		WithMetrics(e.metrics).
		Iter(ctx, func(found topdown.QueryResult) error {
			if answer != nil && answer.Equal(found[answerVar]) {
				return nil
			}
			if answer != nil {
				return errors.New("it has more than one answer")
			}
			answer = found[answerVar]
			return nil
		})
	return answer, err
}

// evaluationOf says what is evaluated, by the names of rules or the path of a document.
func evaluationOf(names ...string) string {
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, "`"+name+"`")
	}
	return "the evaluation of " + strings.Join(quoted, " or ")
}

// Query is a document of modules of their own, as a policy's level.
type Query struct{ query query }

// NewQuery prepares a document, by its dotted path.
func NewQuery(compiler *ast.Compiler, path string) Query {
	return Query{newQuery(compiler, evaluationOf(path), document{ref: refTo(path)})}
}

// NewListQuery prepares a list of documents, by their dotted paths.
func NewListQuery(compiler *ast.Compiler, paths ...string) Query {
	documents := make([]document, 0, len(paths))
	for _, path := range paths {
		documents = append(documents, document{ref: refTo(path)})
	}
	return Query{newListQuery(compiler, evaluationOf(paths...), documents)}
}

// ErrUndefined says that a document has no value for an input.
var ErrUndefined = errors.New("it is undefined")
