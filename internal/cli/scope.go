package cli

import (
	"context"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

// scope is what a request leads to.
type scope struct {
	inputs  []source.Input
	missing []*source.Error // paths that lead nowhere
	state   surrounding
}

func locate(ctx context.Context, streams Streams, r request) (s scope, err error) {
	s.inputs, s.missing = source.Find(ctx, source.FindOptions{
		Dir: streams.Dir, Exclude: r.exclude, Stdin: streams.In, StdinName: r.stdinName,
	}, shorten(streams.Dir, r.paths))
	s.state, err = surround(ctx, streams.Dir, r, s.inputs)
	return s, err
}

// examine reads all of it and has it judged. An error means that nothing was
// checked.
func (s scope) examine(ctx context.Context, r request) (report.Report, error) {
	e, err := newEngine(ctx, r, s.state)
	if err != nil {
		return report.Report{}, err
	}
	return s.judge(ctx, e, r)
}

// judge has an engine judge all that was found.
func (s scope) judge(ctx context.Context, e *engine.Engine, r request) (report.Report, error) {
	in, err := newInspector(ctx, e, r, s.state)
	if err != nil {
		return report.Report{}, err
	}
	draft, err := blank(ctx, e, r)
	if err != nil {
		return draft, err
	}
	for _, err := range s.missing {
		draft.Errors = append(draft.Errors, problem(err))
	}
	files, err := in.inspect(ctx, s.inputs)
	draft.Errors = append(draft.Errors, broken(err)...)
	for i, file := range files {
		draft.Subjects = append(draft.Subjects, file.subjects...)
		draft.Errors = append(draft.Errors, file.problems...)
		if file.skipped {
			draft.Summary.Skipped++
			draft.Skipped = append(draft.Skipped, s.inputs[i].File)
		}
	}
	draft.Summary.Files = len(s.inputs) - draft.Summary.Skipped
	if s.state.matters(files) {
		s.state.add(ctx, in, &draft)
	}
	return settle(ctx, e, in, r, draft), nil
}

// settle compares what was judged, and makes the report whole. Of the kinds unseen
// there may be subjects that were not judged.
func settle(ctx context.Context, e *engine.Engine, in *inspector, r request, draft report.Report, unseen ...string) report.Report {
	defer r.profile.phase("compare")()
	judged, err := e.Finish(ctx, in.evaluators)
	r.profile.cost(judged.Costs)
	draft.Errors = append(draft.Errors, broken(err)...)
	draft.Errors = append(draft.Errors, unevaluated(judged.Errors)...)
	finding.Sort(judged.Findings)
	finding.Fingerprint(judged.Findings)
	draft.Findings = judged.Findings
	items, err := e.Checklist(ctx, judged.Tally, unseen...)
	draft.Errors = append(draft.Errors, broken(err)...)
	draft.Checklist = checklist(items)
	return report.New(draft, r.failOn)
}
