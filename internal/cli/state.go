package cli

import (
	"context"
	"maps"
	"path"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

// surrounding is what surrounds the gateways of a run: the state file, if there is
// one, and what a workspace holds beside them, if one was read.
type surrounding struct {
	// file is its name in reports, "" without one.
	file  string
	state *state.State
	// subjects are the file itself and its roles.
	subjects []*gateway.Subject
	// problems are what could not be read of it.
	problems []report.Problem
	// listed says that the file is among the inputs, and counted there.
	listed bool
	// wanted says that somebody asked for the file: it is judged whatever else is
	// there. One that was found by itself matters only where there are gateways.
	wanted bool

	// workspace is what rules read of a workspace, nil for files; hidden says what
	// of it could not be read, and why.
	workspace map[string]any
	hidden    map[string]string
}

// surround reads the state file that a request names, or looks for one. An error
// means that gwlint itself is broken.
func surround(ctx context.Context, dir string, r request, inputs []source.Input) (surrounding, error) {
	found, err := stateFile(ctx, dir, r, inputs)
	a := surrounding{wanted: r.state.named}
	if err != nil {
		a.problems = problems(err)
		return a, nil
	}
	if found == nil {
		return a, nil
	}
	a.file, a.state = found.File, found.State
	for _, fault := range found.Faults {
		a.problems = append(a.problems, problem(fault))
	}
	for _, input := range inputs {
		a.listed = a.listed || input.File == a.file
	}
	a.wanted = a.wanted || a.listed
	a.subjects, err = gateway.FromState(found.State, r.settings.Params.RequiredRoles)
	return a, err
}

func stateFile(ctx context.Context, dir string, r request, inputs []source.Input) (*state.File, error) {
	if r.state.path != "" {
		return state.Open(ctx, dir, r.state.path, r.limits)
	}
	var files []string
	for _, input := range inputs {
		files = append(files, input.File)
	}
	return state.Find(ctx, dir, state.Search{Inputs: r.paths, Files: files}, r.limits)
}

// value is the state as rules read it.
func (a surrounding) value() map[string]any {
	if a.state == nil {
		return new(state.State).Value()
	}
	return a.state.Value()
}

// unseen says what nobody has seen of what surrounds the gateways, and why.
func (a surrounding) unseen() map[string]string {
	unseen := map[string]string{}
	switch {
	case a.state != nil:
		unseen = a.state.Unseen()
	case len(a.problems) > 0:
		unseen["state"] = "the state file could not be read"
	default:
		unseen["state"] = noState
	}
	if a.workspace == nil {
		unseen["workspace"] = gateway.NotInFiles
	}
	maps.Copy(unseen, a.hidden)
	return unseen
}

// place says where a part of the state is written.
func (a surrounding) place(at []string) (*source.Text, source.Place, bool) {
	if a.state == nil || len(at) == 0 || at[0] != "state" {
		return nil, source.Place{}, false
	}
	place, ok := a.state.Place(at[1:])
	return a.state.Text(), place, ok
}

// matters says whether the state file is to be judged itself, given what else
// was found.
func (a surrounding) matters(files []inspection) bool {
	if a.wanted {
		return true
	}
	for _, file := range files {
		if len(file.subjects) > 0 {
			return true
		}
	}
	return false
}

// unused names the state files among the inputs that were not chosen.
func (a surrounding) unused(inputs []source.Input) []string {
	if a.file == "" {
		return nil
	}
	var list []string
	for _, input := range inputs {
		for _, name := range state.Names() {
			if path.Base(input.File) == name && input.File != a.file {
				list = append(list, input.File)
			}
		}
	}
	return list
}

// add judges the state file and its roles, and adds them to a report.
func (a surrounding) add(ctx context.Context, in *inspector, draft *report.Report) {
	draft.Errors = append(draft.Errors, a.problems...)
	if a.state == nil {
		return
	}
	if !a.listed {
		draft.Summary.Files++
	}
	draft.Subjects = append(draft.Subjects, entries(a.subjects)...)
	draft.Errors = append(draft.Errors, broken(in.judge(ctx, a.subjects))...)
}
