package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// policy is what decides on findings.
type policy struct {
	level, checklist rego.PreparedEvalQuery
}

func newPolicy(ctx context.Context, compiler *ast.Compiler, name string) (policy, error) {
	level, err := prepare(ctx, compiler, "data."+name+".level")
	if err != nil {
		return policy{}, err
	}
	checklist, err := prepare(ctx, compiler, "data."+name+".checklist")
	return policy{level: level, checklist: checklist}, err
}

// decision is all that a policy may look at when it decides what a finding
// means: findings that agree in it have the same level.
type decision struct {
	rule, severity             string
	outcome                    finding.Outcome
	kind, hosting, form, named string
	provided                   bool
}

// level asks the policy what a finding means.
func (v *Evaluator) level(ctx context.Context, rule *compiled, s *gateway.Subject, outcome finding.Outcome) (finding.Level, error) {
	d := decision{
		rule: rule.ID, severity: string(rule.Severity), outcome: outcome,
		kind: s.Kind, hosting: s.Hosting, form: s.Form, provided: s.Provided,
		named: string(v.engine.configured(rule.Rule, s.Source().File, s.Name)),
	}
	if level, ok := v.levels[d]; ok {
		return level, nil
	}
	level, err := v.engine.policy.decide(ctx, d)
	if err == nil {
		v.levels[d] = level
	}
	return level, err
}

func (p policy) decide(ctx context.Context, d decision) (finding.Level, error) {
	answer, err := ask(ctx, p.level, map[string]any{
		"rule":       map[string]any{"id": d.rule, "severity": d.severity},
		"finding":    map[string]any{"outcome": string(d.outcome)},
		"subject":    map[string]any{"kind": d.kind, "hosting": d.hosting, "form": d.form, "provided": d.provided},
		"configured": d.named,
	})
	if err != nil {
		return "", fmt.Errorf("its level: %w", err)
	}
	word, _ := answer.(string)
	switch level := finding.Level(word); level {
	case finding.Error, finding.Warning, finding.Note, finding.Off:
		return level, nil
	default:
		return "", fmt.Errorf("the policy gives it the level %q", word)
	}
}

// ask evaluates a query that must have an answer.
func ask(ctx context.Context, query rego.PreparedEvalQuery, input map[string]any) (any, error) {
	results, err := query.Eval(ctx, rego.EvalInput(input))
	if err != nil {
		return nil, err
	}
	if len(results) != 1 {
		return nil, errors.New("the policy does not say")
	}
	return results[0].Expressions[0].Value, nil
}
