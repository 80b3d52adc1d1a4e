package engine

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
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
		all.session.AddCosts(v.session)
	}
	slices.SortFunc(all.pending, func(a, b keptSubject) int { return strings.Compare(a.who.ID, b.who.ID) })
	for i := range e.workspace {
		if err := all.compareGroups(ctx, i); err != nil {
			all.result.Errors = append(all.result.Errors, &RuleError{Rule: e.workspace[i].ID, Err: err})
			for _, s := range all.pending {
				all.evaluate(s).count(&e.workspace[i], finding.Unknown)
			}
		}
	}
	all.tally(all.result.Tally)
	all.result.Findings = all.found.whole()
	all.result.Costs = all.session.Costs()
	return all.result, nil
}

// compareGroups applies one workspace rule to all subjects that could be seen: all at
// once, or group by group where the rule compares those that agree in a facet.
// A subject that stands alone in its group agrees with no other.
func (v *Evaluator) compareGroups(ctx context.Context, i int) error {
	rule := &v.engine.workspace[i]
	groups := map[string][]keptSubject{}
	for _, s := range v.pending {
		if kept := s.rules[i]; kept.view != nil && kept.mark == nil {
			groups[kept.group] = append(groups[kept.group], s)
		}
	}
	found := map[string][]rego.Found{}
	for _, group := range slices.Sorted(maps.Keys(groups)) {
		if rule.GroupBy != "" && (group == "" || len(groups[group]) == 1) {
			continue
		}
		findings, err := v.compare(ctx, i, groups[group])
		if err != nil {
			return err
		}
		for _, one := range findings {
			found[one.Subject] = append(found[one.Subject], one)
		}
	}
	return v.assignOutcomes(ctx, i, found)
}

// compare puts subjects before a workspace rule.
func (v *Evaluator) compare(ctx context.Context, i int, group []keptSubject) ([]rego.Found, error) {
	views := make([][]byte, 0, len(group))
	for _, s := range group {
		views = append(views, s.rules[i].view)
	}
	return v.session.Compare(ctx, v.engine.workspace[i].Rule, views)
}

// assignOutcomes gives each subject the outcome that a workspace rule has for it.
func (v *Evaluator) assignOutcomes(ctx context.Context, i int, found map[string][]rego.Found) error {
	rule := &v.engine.workspace[i]
	byID := map[string]keptSubject{}
	for _, s := range v.pending {
		if len(found) > 0 {
			byID[s.who.ID] = s
		}
	}
	for id := range found {
		if _, ok := byID[id]; !ok {
			return errors.New("it names a subject that is not there")
		}
	}
	for _, s := range v.pending {
		kept, mine := s.rules[i], found[s.who.ID]
		switch {
		case kept.view == nil:
			continue
		case kept.mark == nil && len(mine) == 0:
			v.countsOf(s.who).add(rule, finding.Pass)
			continue
		}
		if err := v.evaluate(s).assignOutcome(ctx, i, kept, mine, byID); err != nil {
			return err
		}
	}
	return nil
}

// assignOutcome gives one subject what a workspace rule found, or could not see.
func (e *evaluation) assignOutcome(ctx context.Context, i int, kept subjectView, mine []rego.Found, byID map[string]keptSubject) error {
	rule := &e.evaluator.engine.workspace[i]
	if kept.mark != nil {
		return e.addUnknown(ctx, rule, gateway.Scrub(kept.at.Pointer), location(e.text, kept.at.Range), kept.mark.Reason)
	}
	for _, one := range mine {
		if err := e.add(ctx, rule, e.withOthers(i, one, byID)); err != nil {
			return err
		}
	}
	return nil
}

// withOthers makes a finding about one of several subjects, which it shows too.
func (e *evaluation) withOthers(i int, one rego.Found, byID map[string]keptSubject) finding.Finding {
	rule := &e.evaluator.engine.workspace[i]
	at := byID[one.Subject].rules[i].at
	f := e.finding(rule, e.text, at, one.Message)
	for _, id := range one.Related {
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
