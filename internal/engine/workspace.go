package engine

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
)

// Finish applies the rules of workspace scope to all that the evaluators saw,
// and returns everything they found together.
func (e *Engine) Finish(ctx context.Context, evaluators []*Evaluator) (Result, error) {
	all, err := e.Evaluator(ctx)
	if err != nil {
		return Result{}, err
	}
	for _, v := range evaluators {
		all.found.join(&v.found)
		all.result.Errors = append(all.result.Errors, v.result.Errors...)
		v.tally(all.result.Tally)
		all.pending = append(all.pending, v.pending...)
		all.watch.merge(v.watch)
	}
	slices.SortFunc(all.pending, func(a, b sighting) int { return strings.Compare(a.who.ID, b.who.ID) })
	for i := range e.workspace {
		if err := all.survey(ctx, i); err != nil {
			all.result.Errors = append(all.result.Errors, &RuleError{Rule: e.workspace[i].ID, Err: err})
			for _, s := range all.pending {
				all.scene(s).count(&e.workspace[i], finding.Unknown)
			}
		}
	}
	all.tally(all.result.Tally)
	all.result.Findings = all.found.whole()
	all.result.Costs = all.watch.list()
	return all.result, nil
}

// survey applies one workspace rule to all subjects that could be seen: all at
// once, or group by group where the rule compares those that agree in a facet.
// A subject that stands alone in its group agrees with no other.
func (v *Evaluator) survey(ctx context.Context, i int) error {
	rule := &v.engine.workspace[i]
	groups := map[string][]sighting{}
	for _, s := range v.pending {
		if kept := s.rules[i]; kept.view != nil && kept.mark == nil {
			groups[kept.group] = append(groups[kept.group], s)
		}
	}
	found := map[string][]raw{}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		if rule.GroupBy != "" && (group == "" || len(groups[group]) == 1) {
			continue
		}
		findings, err := v.compare(ctx, i, groups[group])
		if err != nil {
			return err
		}
		for _, raw := range findings {
			found[raw.subject] = append(found[raw.subject], raw)
		}
	}
	return v.settle(ctx, i, found)
}

// compare puts subjects before a workspace rule.
func (v *Evaluator) compare(ctx context.Context, i int, group []sighting) ([]raw, error) {
	rule := &v.engine.workspace[i]
	subjects := make([]*ast.Term, 0, len(group))
	for _, s := range group {
		subject, err := ast.ValueFromReader(bytes.NewReader(s.rules[i].view))
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, ast.NewTerm(subject))
	}
	defer v.watch.start(rule.ID)()
	answer, err := v.machine.ask(ctx, rule.survey, ast.ObjectTerm(
		ast.Item(ast.InternedTerm("subjects"), ast.ArrayTerm(subjects...)),
		ast.Item(ast.InternedTerm("context"), v.engine.context),
	))
	if err != nil {
		return nil, err
	}
	found := decode(answer)
	return found.findings, found.err
}

// settle gives each subject the outcome that a workspace rule has for it.
func (v *Evaluator) settle(ctx context.Context, i int, found map[string][]raw) error {
	rule := &v.engine.workspace[i]
	byID := map[string]sighting{}
	for _, s := range v.pending {
		byID[s.who.ID] = s
	}
	for id := range found {
		if _, ok := byID[id]; !ok {
			return errors.New("it names a subject that is not there")
		}
	}
	for _, s := range v.pending {
		kept := s.rules[i]
		if kept.view == nil {
			continue
		}
		c := v.scene(s)
		if kept.mark != nil {
			if err := c.add(ctx, rule, c.unknown(rule, c.finding(rule, c.text, kept.at), kept.mark.Reason)); err != nil {
				return err
			}
			continue
		}
		if len(found[s.who.ID]) == 0 {
			c.count(rule, silence(rule, kept))
		}
		for _, raw := range found[s.who.ID] {
			if err := c.add(ctx, rule, c.among(i, raw, byID)); err != nil {
				return err
			}
		}
	}
	return nil
}

// silence is what it means that a rule found nothing: there was nothing to compare
// where the subject lacks what others are compared by.
func silence(rule *compiled, kept seen) finding.Outcome {
	if rule.GroupBy != "" && kept.group == "" {
		return finding.NotApplicable
	}
	return finding.Pass
}

// among makes a finding about one of several subjects, which it shows too.
func (c *scene) among(i int, raw raw, byID map[string]sighting) finding.Finding {
	rule := &c.evaluator.engine.workspace[i]
	at := byID[raw.subject].rules[i].at
	f := c.finding(rule, c.text, at)
	c.show(&f, c.text, at)
	f.Outcome = finding.Fail
	f.Message = gateway.Scrub(c.words(raw.message))
	for _, id := range raw.related {
		other, ok := byID[id]
		if !ok {
			continue
		}
		text := other.text
		at := location(text, other.rules[i].at.Range)
		f.Related = append(f.Related, finding.Related{
			Location: at, Excerpt: excerpt(text, other.rules[i].at.Range, at), Message: "also " + other.who.String(),
		})
	}
	return f
}
