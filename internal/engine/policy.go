package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/rules"
)

// policy is what decides on findings.
type policy struct {
	level, checklist rego.Query
}

func newPolicy(compiler *ast.Compiler, name string) (policy, error) {
	if compiler.GetRules(ast.MustParseRef("data."+name+".level")) == nil {
		return policy{}, errors.New("it defines no level")
	}
	level, err := rego.NewQuery(compiler, "data."+name+".level")
	if err != nil {
		return policy{}, err
	}
	checklist, err := rego.NewQuery(compiler, "data."+name+".checklist")
	return policy{level: level, checklist: checklist}, err
}

// decision is all that a policy may look at when it decides what a finding
// means: findings that agree in it have the same level.
type decision struct {
	rule, severity           string
	outcome                  finding.Outcome
	kind, hosting, form, set string
	provided                 bool
}

// level asks the policy what a finding means.
func (v *Evaluator) level(ctx context.Context, rule *compiled, c *evaluation, outcome finding.Outcome) (finding.Level, error) {
	d := decision{
		rule: rule.ID, severity: string(rule.Severity), outcome: outcome,
		kind: c.who.Kind, hosting: c.who.Hosting, form: c.who.Form, provided: c.who.Provided,
		set: string(v.engine.configured(rule.Rule.Rule, c.text.File, c.who.Name)),
	}
	if level, ok := v.levels[d]; ok {
		return level, nil
	}
	level, err := v.decide(ctx, d)
	if err == nil {
		v.levels[d] = level
	}
	return level, err
}

func (v *Evaluator) decide(ctx context.Context, d decision) (finding.Level, error) {
	answer, err := v.session.Evaluate(ctx, v.engine.policy.level, map[string]any{
		"rule":       map[string]any{"id": d.rule, "severity": d.severity},
		"finding":    map[string]any{"outcome": string(d.outcome)},
		"subject":    map[string]any{"kind": d.kind, "hosting": d.hosting, "form": d.form, "provided": d.provided},
		"configured": d.set,
	}, "policy")
	if errors.Is(err, rego.ErrUndefined) {
		return "", fmt.Errorf("its level: %w; `default level := …` holds where nothing else does", errSilent)
	}
	if err != nil {
		return "", fmt.Errorf("its level: %w", err)
	}
	word, _ := answer.(string)
	switch level := finding.Level(word); level {
	case finding.Error, finding.Warning, finding.Note, finding.Off:
		return level, nil
	default:
		return "", fmt.Errorf("the policy gives it the level %q; want error, warning, note or off", word)
	}
}

// Levels gives the level that each rule's failures have by default: where
// nothing is special about the subject.
func (e *Engine) Levels(ctx context.Context) (map[string]finding.Level, error) {
	v, err := e.Evaluator(ctx)
	if err != nil {
		return nil, err
	}
	levels := map[string]finding.Level{}
	for _, rule := range e.loaded {
		if levels[rule.ID], err = v.decide(ctx, ordinary(rule, finding.Fail)); err != nil {
			return nil, fmt.Errorf("rule %s: %w", rule.ID, err)
		}
	}
	return levels, nil
}

// ordinary is what a policy decides on where nothing is special about the subject
// and configuration says nothing.
func ordinary(rule rules.Rule, outcome finding.Outcome) decision {
	return decision{
		rule: rule.ID, severity: string(rule.Severity), outcome: outcome,
		kind: rule.Kinds[0], hosting: "foundation", form: "create",
	}
}

var errSilent = errors.New("the policy does not say")
