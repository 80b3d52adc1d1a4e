package engine

import (
	"context"

	"github.com/gwlint/gwlint/internal/gateway"
)

// Alone asks a rule all that it can be asked, past all caches: one of scope
// subject about s, one of scope workspace about all that v has judged.
func (w *Worker) Alone(ctx context.Context, id string, s *gateway.Subject) error {
	for i := range w.engine.workspace {
		if w.engine.workspace[i].ID != id {
			continue
		}
		var group []*keptSubject
		for s := range w.kept.all() {
			if kept := (waitingSubject{s, w.packer}).unpack(w.lines); kept.view(i) != nil {
				group = append(group, kept)
			}
		}
		_, err := comparison{worker: w, number: i, rule: &w.engine.workspace[i]}.ask(ctx, group)
		return err
	}
	for _, rule := range w.engine.program.Rules {
		if rule.ID == id {
			return w.session.AskAlone(ctx, rule, s)
		}
	}
	return nil
}

// Folded are the Rego rules of a module whose value was worked out when it was
// compiled, in order.
func (e *Engine) Folded(file string) []string { return e.program.Folded(file) }

// Context is input.context.
func (f Facts) Context() map[string]any { return f.context() }

// AllSeen are the facts with empty parts in place of what was not read, so that
// every facet is seen.
func (f Facts) AllSeen() Facts {
	f.State, f.Workspace = Part{Value: emptyState()}, Part{Value: emptyWorkspace()}
	return f
}

// WorkspaceSeen are the facts with a workspace that shows nothing, where none was read.
func (f Facts) WorkspaceSeen() Facts {
	f.Workspace = Part{Value: emptyWorkspace()}
	return f
}
