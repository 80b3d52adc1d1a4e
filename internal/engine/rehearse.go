package engine

import (
	"context"
	"fmt"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// Meaning is what a rule's findings mean by a policy, where nothing is special
// about the subject and configuration says nothing.
type Meaning struct {
	Rule          rules.Rule
	Fail, Unknown finding.Level
}

// Rehearse asks the policy what a check may ask of it: the level of every rule,
// for each outcome and with what configuration may say, and the checklist of
// nothing. Its error is the policy's author's, and comes before anything is
// read.
func (e *Engine) Rehearse(ctx context.Context) ([]Meaning, []Item, error) {
	v, err := e.Evaluator(ctx)
	if err != nil {
		return nil, nil, err
	}
	meanings := make([]Meaning, 0, len(e.loaded))
	for _, rule := range e.loaded {
		levels := map[finding.Outcome]finding.Level{}
		for _, outcome := range []finding.Outcome{finding.Fail, finding.Unknown, finding.Waived} {
			if levels[outcome], err = v.dryRun(ctx, rule, outcome); err != nil {
				return nil, nil, &PolicyError{"level", fmt.Errorf("a finding of %s with the outcome %s: %w", rule.ID, outcome, err)}
			}
		}
		meanings = append(meanings, Meaning{Rule: rule, Fail: levels[finding.Fail], Unknown: levels[finding.Unknown]})
	}
	items, err := e.Checklist(ctx, Tally{})
	if err != nil {
		return nil, nil, &PolicyError{"checklist", err}
	}
	return meanings, items, nil
}

// PolicyError says which of its decisions a policy cannot be asked for.
type PolicyError struct {
	Decision string // level or checklist
	Err      error
}

func (e *PolicyError) Error() string { return e.Err.Error() }

func (e *PolicyError) Unwrap() error { return e.Err }

// dryRun is the level of an outcome, which a policy must have also where
// configuration says something and where Databricks provides the subject.
func (v *Evaluator) dryRun(ctx context.Context, rule rules.Rule, outcome finding.Outcome) (finding.Level, error) {
	plain := ordinary(rule, outcome)
	configured, provided := plain, plain
	configured.set, provided.provided = string(finding.Warning), true
	for _, d := range []decision{configured, provided} {
		if _, err := v.decide(ctx, d); err != nil {
			return "", err
		}
	}
	return v.decide(ctx, plain)
}
