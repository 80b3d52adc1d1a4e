package engine

import (
	"cmp"
	"time"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// Facts is what is known beside the gateways of a run: parameters, time, the
// state file and what a workspace showed. Its zero value knows nothing: every
// facet of state and workspace is unseen.
type Facts struct {
	// Params are the configuration's, in the shape of the model's schema.
	Params map[string]any
	// AsOf is the time of the check.
	AsOf time.Time
	// State is the state file, Workspace what a workspace holds beside gateways.
	State, Workspace Part
}

// Part is one part of the facts: a state file, or a workspace.
type Part struct {
	// Value is what rules read, in the shape of the model's schema; nil where
	// nothing was read.
	Value map[string]any
	// Reason says why nothing was read; it counts where Value is nil.
	Reason string
	// Needs says what a run lacks that has nothing of the part whatever it reads, "" where
	// it could have read the part.
	Needs gateway.Need
	// None says that there is no such part, as the user knows: what requires it
	// concerns nothing.
	None bool
	// Unseen says which facets are unseen, and why, by dotted path: state.audit.
	Unseen map[string]string
	// Text is where the part is written, and Place says where in it, by the path
	// below the part: audit, <name>. Both are nil for what is written nowhere.
	Text  *source.Text
	Place func(path []string) (source.Place, bool)
}

// context is input.context as rules read it.
func (f Facts) context() map[string]any {
	params, state, workspace := f.Params, f.State.Value, f.Workspace.Value
	if params == nil {
		params = map[string]any{}
	}
	if state == nil {
		state = emptyState()
	}
	if workspace == nil {
		workspace = emptyWorkspace()
	}
	return map[string]any{
		"params": params, "as_of": f.AsOf.UTC().Format(time.RFC3339), "state": state, "workspace": workspace,
	}
}

// emptyState and emptyWorkspace are the shapes of the parts that were not read. A
// test holds them to the schema.
func emptyState() map[string]any {
	return map[string]any{
		"audit": map[string]any{}, "roles": map[string]any{},
		"otel_table_prefix": "", "inference_table_prefix": "",
	}
}

func emptyWorkspace() map[string]any {
	return map[string]any{"warehouses": []any{}}
}

// missingPart is why a facet of the facts is unseen.
type missingPart struct {
	reason string
	needs  gateway.Need
	none   bool
}

// unseen says which facets of all parts are unseen, and why.
func (f Facts) unseen() map[string]missingPart {
	unseen := map[string]missingPart{}
	f.State.addUnseen(unseen, "state", "no state file was given")
	f.Workspace.addUnseen(unseen, "workspace", "no workspace was scanned")
	return unseen
}

func (p Part) addUnseen(unseen map[string]missingPart, name, reason string) {
	if p.Value == nil {
		unseen[name] = missingPart{reason: cmp.Or(p.Reason, reason), needs: p.Needs, none: p.None}
	}
	for facet, reason := range p.Unseen {
		unseen[facet] = missingPart{reason: reason}
	}
}

// place says where a path of the context is written, if it is.
func (f Facts) place(path []string) (*source.Text, source.Place, bool) {
	part := f.State
	if path[0] == "workspace" {
		part = f.Workspace
	}
	if part.Place == nil {
		return nil, source.Place{}, false
	}
	at, ok := part.Place(path[1:])
	return part.Text, at, ok
}
