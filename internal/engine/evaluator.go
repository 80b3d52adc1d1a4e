package engine

import (
	"context"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// remembered bounds how many answers an evaluator keeps of one question. Beyond
// it the memory starts anew, so that a run over any number of subjects needs no
// more.
const remembered = 1024

// Evaluator judges subjects one after the other and remembers what rules
// answered to the same view. It is not safe for concurrent use: give each
// goroutine its own, and merge them with Finish.
type Evaluator struct {
	engine  *Engine
	machine *machine
	found   []map[string][]answer // answers by question and view
	holding []map[string]bool
	levels  map[decision]finding.Level

	subject *gateway.Subject // the one looked at
	shown   [][]byte         // its views, as they are needed
	ready   []bool
	answers [][]answer // of the bundles, as they are needed

	result  Result
	pending []sighting
	hashed  *source.Text // the text that lines belongs to
	lines   []string     // hashes of the lines of the text at hand

	unfolded, folded *source.Text // the text at hand, and what is kept of it
}

// Result is what came of judging subjects.
type Result struct {
	Findings []finding.Finding
	Errors   []error
	Tally    Tally
}

// Evaluator returns a new evaluator.
func (e *Engine) Evaluator(ctx context.Context) (*Evaluator, error) {
	machine, err := newMachine(ctx)
	if err != nil {
		return nil, err
	}
	v := &Evaluator{
		engine:  e,
		machine: machine,
		found:   make([]map[string][]answer, e.questions),
		holding: make([]map[string]bool, e.questions),
		levels:  map[decision]finding.Level{},
		shown:   make([][]byte, len(e.views)),
		ready:   make([]bool, len(e.views)),
		answers: make([][]answer, len(e.bundles)),
		result:  Result{Tally: Tally{}},
	}
	return v, nil
}

// look turns to the next subject.
func (v *Evaluator) look(s *gateway.Subject) {
	v.subject = s
	clear(v.ready)
	clear(v.answers)
}

// view is what a question reads of the subject looked at.
func (v *Evaluator) view(q *question) []byte {
	if !v.ready[q.seen] {
		v.shown[q.seen] = v.engine.views[q.seen].append(v.shown[q.seen][:0], v.subject)
		v.ready[q.seen] = true
	}
	return v.shown[q.seen]
}

// holds answers a yes-or-no question about the subject looked at; one that the
// rule does not ask has the answer given.
func (v *Evaluator) holds(ctx context.Context, q *question, unasked bool) (bool, error) {
	if q == nil {
		return unasked, nil
	}
	view := v.view(q)
	if known, ok := v.holding[q.number][string(view)]; ok {
		return known, nil
	}
	answer, err := v.put(ctx, q)
	if err != nil {
		return false, err
	}
	holds := answer != nil && ast.Boolean(true).Compare(answer.Value) == 0
	remember(v.holding, q, view, holds)
	return holds, nil
}

// put puts a question to its rule.
func (v *Evaluator) put(ctx context.Context, q *question) (*ast.Term, error) {
	return v.machine.ask(ctx, q.query, ast.ObjectTerm(
		ast.Item(ast.InternedTerm("subject"), q.projection.term(v.subject)),
		ast.Item(ast.InternedTerm("context"), v.engine.context),
	))
}

func remember[Answer any](memories []map[string]Answer, q *question, view []byte, answer Answer) {
	if memory := memories[q.number]; memory == nil || len(memory) >= remembered {
		memories[q.number] = map[string]Answer{}
	}
	memories[q.number][string(view)] = answer
}

// RuleError says that a rule could not be evaluated on a subject.
type RuleError struct {
	Rule, File, Subject string
	Err                 error
}

func (e *RuleError) Error() string {
	return fmt.Sprintf("rule %s cannot be evaluated on '%s': %v", e.Rule, e.Subject, e.Err)
}

func (e *RuleError) Unwrap() error { return e.Err }
