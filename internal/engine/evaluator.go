package engine

import (
	"context"
	"fmt"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// remembered bounds how many answers an evaluator keeps of one bundle. Beyond
// it the memory starts anew, so that a run over any number of subjects needs no
// more.
const remembered = 4096

// Evaluator judges subjects one after the other and remembers what rules
// answered to the same view. It is not safe for concurrent use: give each
// goroutine its own, and merge them with Finish.
type Evaluator struct {
	engine   *Engine
	machine  *machine
	memories []recollection // by bundle
	levels   map[decision]finding.Level

	subject *gateway.Subject // the one looked at
	answers [][]answer       // about it, by bundle, as they are needed
	view    []byte

	watch   *stopwatch
	result  Result
	found   pile
	counted map[Count]counts
	pending []sighting
	hashed  *source.Text    // the text that lines belongs to
	lines   *finding.Hashes // of the lines of the text at hand

	unfolded, folded *source.Text // the text at hand, and what is kept of it
}

// Result is what came of judging subjects.
type Result struct {
	Findings []finding.Finding
	Errors   []error
	Tally    Tally
	// Costs are what was measured, dearest first; nil unless Options has a Clock.
	Costs []Cost
}

// Evaluator returns a new evaluator.
func (e *Engine) Evaluator(ctx context.Context) (*Evaluator, error) {
	machine, err := newMachine(ctx, e.limit)
	if err != nil {
		return nil, err
	}
	return &Evaluator{
		engine:   e,
		machine:  machine,
		memories: make([]recollection, len(e.bundles)),
		levels:   map[decision]finding.Level{},
		answers:  make([][]answer, len(e.bundles)),
		watch:    newStopwatch(e.clock),
		result:   Result{Tally: Tally{}},
		counted:  map[Count]counts{},
	}, nil
}

// look turns to the next subject.
func (v *Evaluator) look(s *gateway.Subject) {
	v.subject = s
	clear(v.answers)
}

// holds answers a yes-or-no question about the subject looked at; one that the
// rule does not ask has the answer given.
func (v *Evaluator) holds(ctx context.Context, q *question, unasked bool) (bool, error) {
	if q == nil {
		return unasked, nil
	}
	answer := v.ask(ctx, q)
	return answer.holds, answer.err
}

// RuleError says that a rule could not be evaluated on a subject.
type RuleError struct {
	Rule, File, Subject string
	Err                 error
}

func (e *RuleError) Error() string {
	if e.Subject == "" && e.File == "" { // it looks at all subjects at once
		return fmt.Sprintf("rule %s cannot be evaluated: %v", e.Rule, e.Err)
	}
	return fmt.Sprintf("rule %s cannot be evaluated on '%s': %v", e.Rule, e.Subject, e.Err)
}

func (e *RuleError) Unwrap() error { return e.Err }
