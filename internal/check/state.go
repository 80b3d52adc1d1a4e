package check

import (
	"context"
	"path"
	"slices"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/state"
)

// StatePath is where a request says that the state file is; its zero value has it
// looked for beside the inputs.
type StatePath struct {
	Path string
	// Named says that a flag names it, and not the configuration: it is judged
	// whatever else there is, and called as the user wrote it.
	Named bool
	// None says that there is no role audit, and so no state file is looked for.
	None bool
}

// stateFile is the state file of a run, if there is one.
type stateFile struct {
	// file is its name in reports, "" without one.
	file  string
	state *state.State
	// subjects are the file itself and its roles.
	subjects []*gateway.Subject
	// others are state files that are not used since this one is.
	others []string
	// problems are what could not be read of it.
	problems []report.Problem
	// listed says that the file is among the inputs, and counted there.
	listed bool
	// wanted says that the user asked for the file: it is judged whatever else is
	// there. One that was found by itself matters only where there are gateways.
	wanted bool
	// none says that the user knows that there is no role audit.
	none bool
}

// findState reads the state file that a request names, or looks for one. An error means that gwlint itself is broken.
func findState(ctx context.Context, r Request, search state.Search, inputs []source.Input) (stateFile, error) {
	if r.State.None {
		return stateFile{none: true}, nil
	}
	found, err := openState(ctx, r, search)
	s := stateFile{wanted: r.State.Named}
	if err != nil {
		s.problems = problems(err)
		return s, nil
	}
	if found == nil {
		return s, nil
	}
	s.file, s.state, s.others = found.File, found.State, found.Others
	for _, fault := range found.Faults {
		s.problems = append(s.problems, problem(fault))
	}
	for _, input := range inputs {
		s.listed = s.listed || input.File == s.file
	}
	s.wanted = s.wanted || s.listed
	s.subjects, err = gateway.FromState(found.State, r.Settings.Params.RequiredRoles)
	return s, err
}

func openState(ctx context.Context, r Request, search state.Search) (*state.File, error) {
	switch {
	case r.State.Named:
		return state.Open(ctx, r.Dir, r.State.Path, r.Limits)
	case r.State.Path != "":
		return state.Open(ctx, r.Dir, relative(r.Dir, []string{r.State.Path})[0], r.Limits)
	}
	return state.Find(ctx, r.Dir, search, r.Limits)
}

// StateFile is the path of the state file that a run over a workspace would use, from r.Dir; "" where
// there is none.
func StateFile(ctx context.Context, r Request) (string, error) {
	if r.State.None {
		return "", nil
	}
	found, err := openState(ctx, r, state.Search{Inputs: []string{"."}})
	if err != nil || found == nil {
		return "", err
	}
	return source.NewBase(r.Dir).Path(found.File), nil
}

// name is what a report calls the state file, "" without one.
func (s stateFile) name() string {
	if s.none {
		return "none"
	}
	return s.file
}

// part is what rules read of the state.
func (s stateFile) part() engine.Part {
	switch {
	case s.state != nil:
		return engine.Part{Value: s.state.Value(), Unseen: s.state.Unseen(), Text: s.state.Text(), Place: s.state.Place}
	case len(s.problems) > 0:
		return engine.Part{Reason: "the state file could not be read"}
	case s.none:
		return engine.Part{Reason: "there is no role audit", None: true}
	default:
		return engine.Part{Reason: "there is no state file; name it with `--state FILE`", Needs: gateway.NeedsState}
	}
}

// unused names the state files that were not chosen: those among the inputs, and
// those that say something else than the one at the repository's root.
func (s stateFile) unused(inputs []source.Input) []string {
	if s.file == "" {
		return nil
	}
	list := slices.Clone(s.others)
	for _, input := range inputs {
		for _, name := range state.FileNames() {
			if path.Base(input.File) == name && input.File != s.file {
				list = append(list, input.File)
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// judge has the state file and its roles judged, and adds them to a draft, unless
// the file was found by itself and there is no gateway.
func (s stateFile) judge(ctx context.Context, j *Judge, draft *report.Report) {
	if !s.wanted && j.subjects.len() == 0 {
		return
	}
	draft.Errors = append(draft.Errors, s.problems...)
	if s.state == nil {
		return
	}
	if !s.listed {
		draft.Summary.Files++
	}
	draft.OtherStates = s.others
	j.comments.noteFile(s.state.Text(), s.subjects)
	j.subjects.add(entries(s.subjects))
	draft.Errors = append(draft.Errors, interrupted(j.Judge(ctx, s.subjects))...)
}
