package engine

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

// Alone asks a rule all that it can be asked, as if nothing were remembered: one
// of scope subject about s, one of scope workspace about all that v has judged.
func (v *Evaluator) Alone(ctx context.Context, id string, s *gateway.Subject) error {
	for i := range v.engine.rules {
		if rule := &v.engine.rules[i]; rule.ID == id {
			return v.alone(ctx, rule, s)
		}
	}
	for i := range v.engine.workspace {
		if v.engine.workspace[i].ID != id {
			continue
		}
		var group []sighting
		for _, s := range v.pending {
			if s.rules[i].view != nil {
				group = append(group, s)
			}
		}
		_, err := v.compare(ctx, i, group)
		return err
	}
	return nil
}

func (v *Evaluator) alone(ctx context.Context, rule *compiled, s *gateway.Subject) error {
	for _, q := range rule.questions() {
		b := &v.engine.bundles[q.bundle]
		alone, err := q.single(b.query.compiler)
		if err != nil {
			return err
		}
		if _, err := v.machine.ask(ctx, alone, ast.ObjectTerm(
			ast.Item(ast.InternedTerm("subject"), b.projection.term(s)),
			ast.Item(ast.InternedTerm("context"), v.engine.context),
		)); err != nil {
			return err
		}
	}
	return nil
}

// Settled are the rules of a module that stand for a value alone, in order.
func (e *Engine) Settled(file string) []string {
	var names []string
	for _, rule := range e.bundles[0].query.compiler.Modules[file].Rules {
		if rule.Head.Value != nil && rule.Head.Value.IsGround() && rule.Body.Equal(ast.NewBody(ast.NewExpr(ast.BooleanTerm(true)))) {
			names = append(names, rule.Head.Name.String())
		}
	}
	return names
}

// Context is input.context.
func (f Facts) Context() map[string]any { return f.context() }

// AllSeen are the facts with empty parts in place of what was not read, so that
// every facet is seen.
func (f Facts) AllSeen() Facts {
	f.State, f.Workspace = Part{Value: emptyState()}, Part{Value: emptyWorkspace()}
	return f
}
