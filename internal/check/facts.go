package check

import (
	"time"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/gateway"
)

// Facts are what a run knows beside its gateways: the state file, and what a
// workspace showed. Their zero value knows nothing.
type Facts struct {
	state stateFile
	// Workspace is what a workspace holds beside gateways, empty for files.
	Workspace engine.Part
	// shownFile is the name by which a report shows a file; nil where that is its own.
	shownFile func(file string) string
}

// named is a file as a report shows it, by which a configuration names it.
func (f Facts) named(file string) string {
	if f.shownFile == nil {
		return file
	}
	return f.shownFile(file)
}

// forEngine returns the facts as the engine takes them.
func (f Facts) forEngine(params map[string]any, asOf time.Time) engine.Facts {
	facts := engine.Facts{Params: params, AsOf: asOf, State: f.state.part(), Workspace: f.Workspace}
	if f.Workspace.Value == nil {
		facts.Workspace.Reason, facts.Workspace.Needs = gateway.NotInFiles, gateway.NeedsWorkspace
	}
	return facts
}
