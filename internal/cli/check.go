package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/report"
)

// check runs a check, from reading to the exit code.
func check(ctx context.Context, streams Streams, r request) int {
	for _, notice := range notices(r.settings) {
		_, _ = fmt.Fprintf(streams.Err, "gwlint: %s\n", notice) // a notice that cannot be given stops nothing
	}
	all, err := locate(ctx, streams, r)
	if err != nil {
		return streams.usage(err)
	}
	for _, file := range all.state.unused(all.inputs) {
		_, _ = fmt.Fprintf(streams.Err, "gwlint: %s: not used, since %s is; --state chooses\n", report.Visible(file), report.Visible(all.state.file))
	}
	checked, err := all.examine(ctx, r)
	if err != nil {
		return streams.usage(err)
	}
	code := streams.publish(checked, r)
	_ = r.profile.write(streams.Err) // there is nowhere left to tell that this failed
	return code
}

// blank is a report that says what checks, and nothing yet of what was found.
func blank(ctx context.Context, e *engine.Engine, r request) (draft report.Report, err error) {
	if draft.Tool, err = tool(r); err != nil {
		return draft, err
	}
	draft.Rules, err = catalogue(ctx, e, r.rules)
	if errors.Is(err, engine.ErrLate) {
		draft.Errors, err = broken(err), nil
	}
	return draft, err
}

func checklist(items []engine.Item) []report.Item {
	list := make([]report.Item, 0, len(items))
	for _, i := range items {
		list = append(list, report.Item{
			ID: i.ID, Title: i.Title, Status: report.Status(i.Status),
			Rules: i.Rules, Findings: i.Findings, Reason: i.Reason,
		})
	}
	return list
}

// shorten makes absolute paths in the working directory relative to it, so that
// a report names a file the same way however it was asked for.
func shorten(dir string, paths []string) []string {
	short := make([]string, 0, len(paths))
	for _, path := range paths {
		if rel, err := filepath.Rel(dir, path); err == nil && filepath.IsAbs(path) && filepath.IsLocal(rel) {
			path = rel
		}
		short = append(short, path)
	}
	return short
}

// publish writes every report and returns the exit code. One that cannot be
// written leaves the check incomplete: somebody waits for it.
func (s Streams) publish(r report.Report, req request) int {
	defer req.profile.phase("report")()
	for _, prompt := range r.Prompts {
		_, _ = fmt.Fprintln(s.Err, report.Visible(prompt)) // word for word, whatever the reports are
	}
	code := r.Summary.ExitCode
	for _, o := range req.outputs {
		if err := s.write(r, o, req.options); err != nil && !brokenPipe(err) {
			_, _ = fmt.Fprintf(s.Err, "gwlint: %s\n", err) // there is nowhere left to tell that this failed
			code = report.ExitIncomplete
		}
	}
	return code
}

// write writes one report; a file gets neither colours nor links.
func (s Streams) write(r report.Report, o output, options report.Options) error {
	if o.file == "" {
		return report.Write(s.Out, o.format, r, options)
	}
	options.Color, options.Hyperlinks = false, false
	return writeFile(o.file, func(w io.Writer) error { return report.Write(w, o.format, r, options) })
}
