package engine

import (
	"context"
	"fmt"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
)

// Evaluator judges subjects one after the other, and counts and keeps what came of
// it. It is not safe for concurrent use: give each
// goroutine its own, and merge them with Finish.
type Evaluator struct {
	engine  *Engine
	session *rego.Session
	levels  map[decision]finding.Level

	result  Result
	found   findingBuffer
	counted map[Count]counts
	pending []keptSubject
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
	session, err := e.program.NewSession(ctx)
	if err != nil {
		return nil, err
	}
	return &Evaluator{
		engine:  e,
		session: session,
		levels:  map[decision]finding.Level{},
		result:  Result{Tally: Tally{}},
		counted: map[Count]counts{},
	}, nil
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
