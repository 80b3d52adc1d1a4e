package engine

import (
	"bytes"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// sighting is what is kept of a subject for the rules that look at all of them:
// what those rules read, and where it is written.
type sighting struct {
	id      string
	subject *gateway.Subject // without its tree
	rules   []seen           // by workspace rule
}

// seen is a subject as one workspace rule is shown it.
type seen struct {
	shown []byte
	mark  *gateway.Mark // the first facet that could not be seen
	at    source.Place  // where the rule's first facet is written, or that one
}

// who are the fields by which a workspace rule tells subjects apart.
var who = [][]string{{"id"}, {"kind"}, {"name"}, {"form"}, {"hosting"}, {"provided"}}

func workspacePaths(requires []string) [][]string {
	paths := slices.Clone(who)
	for _, facet := range requires {
		paths = append(paths, strings.Split(facet, "."))
	}
	return paths
}

// sight keeps of a subject what workspace rules will need once all are seen.
func (v *Evaluator) sight(s *gateway.Subject) {
	if len(v.engine.workspace) == 0 {
		return
	}
	kept := sighting{id: s.ID, subject: s.Bare()}
	c := scene{evaluator: v, subject: s}
	for i := range v.engine.workspace {
		rule := &v.engine.workspace[i]
		if !slices.Contains(rule.Kinds, s.Kind) {
			v.count(rule, s, finding.NotApplicable)
			kept.rules = append(kept.rules, seen{})
			continue
		}
		kept.rules = append(kept.rules, c.see(rule))
	}
	v.pending = append(v.pending, kept)
}

// see remembers a subject for a workspace rule. Its finding, if there is to be
// one, stands where the first facet that the rule requires is written.
func (c *scene) see(rule *compiled) seen {
	facet := rule.Requires[0]
	kept := seen{shown: rule.projection.append(nil, c.subject)}
	for _, required := range rule.Requires {
		if mark, unseen := c.subject.Unseen(required); unseen && !mark.Partly {
			kept.mark, facet = &mark, mark.Facet
			break
		}
	}
	kept.at = c.subject.Place(strings.Split(facet, "."))
	return kept
}

// Finish applies the rules of workspace scope to all that the evaluators saw,
// and returns everything they found together.
func (e *Engine) Finish(ctx context.Context, evaluators []*Evaluator) Result {
	all := e.Evaluator()
	for _, v := range evaluators {
		all.result.Findings = append(all.result.Findings, v.result.Findings...)
		all.result.Errors = append(all.result.Errors, v.result.Errors...)
		for c, n := range v.result.Tally {
			all.result.Tally[c] += n
		}
		all.pending = append(all.pending, v.pending...)
	}
	slices.SortFunc(all.pending, func(a, b sighting) int { return strings.Compare(a.id, b.id) })
	for i := range e.workspace {
		all.survey(ctx, i)
	}
	return all.result
}

// survey applies one workspace rule to all subjects that could be seen.
func (v *Evaluator) survey(ctx context.Context, i int) {
	rule := &v.engine.workspace[i]
	list := []byte{'['}
	for _, s := range v.pending {
		if seen := s.rules[i]; seen.shown != nil && seen.mark == nil {
			if len(list) > 1 {
				list = append(list, ',')
			}
			list = append(list, seen.shown...)
		}
	}
	subjects, err := ast.ValueFromReader(bytes.NewReader(append(list, ']')))
	if err != nil {
		v.result.Errors = append(v.result.Errors, &RuleError{Rule: rule.ID, Err: err})
		return
	}
	verdict := run(ctx, rule.query, ast.NewObject(
		ast.Item(ast.StringTerm("subjects"), ast.NewTerm(subjects)),
		ast.Item(ast.StringTerm("context"), v.engine.context),
	))
	if verdict.err != nil {
		v.result.Errors = append(v.result.Errors, &RuleError{Rule: rule.ID, Err: verdict.err})
	}
	v.settle(ctx, i, verdict)
}

// settle gives each subject the outcome that a workspace rule has for it.
func (v *Evaluator) settle(ctx context.Context, i int, verdict verdict) {
	rule := &v.engine.workspace[i]
	found := map[string][]raw{}
	for _, raw := range verdict.findings {
		found[raw.subject] = append(found[raw.subject], raw)
	}
	byID := map[string]sighting{}
	for _, s := range v.pending {
		byID[s.id] = s
	}
	for _, s := range v.pending {
		seen := s.rules[i]
		c := scene{evaluator: v, subject: s.subject}
		switch {
		case seen.shown == nil:
		case verdict.err != nil:
			v.count(rule, s.subject, finding.Unknown)
		case seen.mark != nil:
			c.add(ctx, rule, c.undecided(rule, seen.at, *seen.mark))
		case len(found[s.id]) == 0:
			v.count(rule, s.subject, finding.Pass)
		default:
			for _, raw := range found[s.id] {
				c.add(ctx, rule, c.among(i, raw, byID))
			}
		}
		delete(found, s.id)
	}
	if len(found) > 0 {
		v.result.Errors = append(v.result.Errors, &RuleError{Rule: rule.ID, Err: errors.New("it names a subject that is not there")})
	}
}

// among makes a finding about one of several subjects, which it shows too.
func (c *scene) among(i int, raw raw, byID map[string]sighting) finding.Finding {
	rule := &c.evaluator.engine.workspace[i]
	f := c.finding(rule, byID[raw.subject].rules[i].at)
	f.Outcome = finding.Fail
	f.Message = c.words(raw.message)
	for _, id := range raw.related {
		other, ok := byID[id]
		if !ok {
			continue
		}
		text := other.subject.Source()
		at := location(text, other.rules[i].at.Range)
		f.Related = append(f.Related, finding.Related{
			Location: at, Excerpt: excerpt(text, at), Message: "also " + nameOf(other.subject),
		})
	}
	return f
}
