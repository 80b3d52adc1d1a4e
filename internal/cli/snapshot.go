package cli

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// snapshotIn is the snapshot among the paths of a request, "" when there is none.
// One is checked by itself: what a workspace shows says nothing of other files.
func snapshotIn(dir string, paths []string) (string, error) {
	found := ""
	for _, path := range paths {
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, path)
		}
		if snapshot.Is(path) {
			found = path
		}
	}
	if found != "" && len(paths) > 1 {
		return "", fmt.Errorf("%s is a snapshot of a workspace, which is checked by itself; leave the other paths to another run", shorten(dir, []string{found})[0])
	}
	return found, nil
}

// checkSnapshot checks a snapshot as the workspace itself was checked, or would
// have been.
func checkSnapshot(ctx context.Context, streams Streams, r request, folder string) int {
	for _, notice := range notices(r.settings) {
		_, _ = fmt.Fprintf(streams.Err, "gwlint: %s\n", notice) // a notice that cannot be given stops nothing
	}
	reader, err := snapshot.Open(folder)
	if err != nil {
		return streams.unopened(ctx, r, folder, err)
	}
	m := reader.Manifest()
	if !r.dated {
		r.asOf = m.TakenAt
	}
	id := m.WorkspaceID // the manifest itself may be large
	f := target{
		fetch: reader, options: interests(r.settings, m.Scope, m.Options.Warehouse),
		host: m.Host, id: func() string { return id },
	}
	checked, _, err := f.examine(ctx, streams, r)
	if err != nil {
		return streams.usage(err)
	}
	if !m.Complete && checked.Summary.Complete {
		checked.Errors = append(checked.Errors, report.Problem{
			File:    shorten(streams.Dir, []string{folder})[0],
			Message: "the snapshot was incomplete when it was taken; take it again",
		})
		checked = report.New(checked, r.failOn)
	}
	return streams.publish(checked, r)
}

// unopened reports a snapshot of which nothing can be read.
func (s Streams) unopened(ctx context.Context, r request, folder string, err error) int {
	p := report.Problem{File: shorten(s.Dir, []string{folder})[0], Message: err.Error()}
	if fault, ok := errors.AsType[*snapshot.Error](err); ok {
		p.File, p.Message = filepath.ToSlash(filepath.Join(p.File, fault.File)), fault.Message
	}
	return s.unread(ctx, r, p)
}

// unread reports that nothing could be read, and why.
func (s Streams) unread(ctx context.Context, r request, why report.Problem) int {
	draft := report.Report{}
	if e, err := newEngine(ctx, r, surrounding{}); err == nil {
		draft, _ = blank(ctx, e, r) // the report says then less of what checks
	}
	draft.Errors = append(draft.Errors, why)
	return s.publish(report.New(draft, r.failOn), r)
}
