// Package evidence turns what was read of a workspace into what rules read: the
// subjects with the evidence beside them, and what surrounds them all. What
// could not be read becomes a facet that is unseen, with the reason. It knows
// both the objects of a workspace and the model, and refuses to know rules, and
// where the objects come from.
package evidence

import (
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/workspace"
)

// World is a workspace while its subjects are read. Subject may be called from
// several goroutines at once.
type World struct {
	// base is what files are called in reports: "databricks/<host>/" before the
	// path of a record.
	base   string
	host   string
	survey *workspace.Survey
}

// New returns a world. base goes before the path of each record to make the name
// of a file in reports; host is the workspace's own, without https://.
func New(base, host string, survey *workspace.Survey) *World {
	return &World{base: base, host: host, survey: survey}
}

// Context is input.context.workspace for the engine.
func (w *World) Context() map[string]any {
	return map[string]any{"alerts": []any{}, "warehouses": []any{}}
}

// Unseen says which parts of that nobody has seen, and why, by dotted path:
// workspace.alerts.
func (w *World) Unseen() map[string]string { return map[string]string{} }

// Subject returns a subject with its evidence, nil when it has to wait for the
// others: Rest has it then. An error means that gwlint's own schema is broken.
func (w *World) Subject(workspace.Subject) (*gateway.Subject, error) { return nil, nil }

// Rest returns the subjects that had to wait until all were read, in a fixed
// order: apps, since what stands before an endpoint is known only then.
func (w *World) Rest() ([]*gateway.Subject, error) { return nil, nil }
