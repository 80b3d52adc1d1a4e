package check

import (
	"maps"
	"time"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

// Facts are what a run knows beside its gateways: the state file, and what a
// workspace showed. Their zero value knows nothing.
type Facts struct {
	state stateFile
	// Workspace is what rules read of a workspace, nil for files; Unseen says what
	// of it could not be read, and why.
	Workspace map[string]any
	Unseen    map[string]string
}

// noState is why a rule does not see the state.
const noState = "there is no state file; name one with --state"

// context is what rules read as input.context, in the shape of the model's schema.
func (f Facts) context(params map[string]any, asOf time.Time) map[string]any {
	workspace := f.Workspace
	if workspace == nil {
		workspace = map[string]any{"alerts": []any{}, "warehouses": []any{}}
	}
	s := f.state.state
	if s == nil {
		s = new(state.State)
	}
	return map[string]any{
		"params":    params,
		"as_of":     asOf.UTC().Format(time.RFC3339),
		"state":     s.Value(),
		"workspace": workspace,
	}
}

// reasons say what of the facts is unseen, and why.
func (f Facts) reasons() map[string]string {
	unseen := map[string]string{}
	switch {
	case f.state.state != nil:
		unseen = f.state.state.Unseen()
	case len(f.state.problems) > 0:
		unseen["state"] = "the state file could not be read"
	default:
		unseen["state"] = noState
	}
	if f.Workspace == nil {
		unseen["workspace"] = gateway.NotInFiles
	}
	maps.Copy(unseen, f.Unseen)
	return unseen
}

// place says where a part of the state is written.
func (f Facts) place(at []string) (*source.Text, source.Place, bool) {
	s := f.state.state
	if s == nil || len(at) == 0 || at[0] != "state" {
		return nil, source.Place{}, false
	}
	place, ok := s.Place(at[1:])
	return s.Text(), place, ok
}
