package check

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// SnapshotAmong returns the absolute path of the snapshot among paths, "" when there
// is none. It is an error that there are other paths beside it: a snapshot is
// checked by itself, since what a workspace shows says nothing of other files.
func SnapshotAmong(dir string, paths []string) (string, error) {
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
		return "", fmt.Errorf("%s is a snapshot of a workspace, which is checked by itself; leave the other paths to another run", relative(dir, []string{found})[0])
	}
	return found, nil
}

// RunSnapshot checks a snapshot folder as the workspace itself was checked, or would
// have been. Ages are measured against the time at which it was taken, unless the
// request names one. An error means that nothing was checked.
func RunSnapshot(ctx context.Context, r Request, folder string) (report.Report, error) {
	name := relative(r.Dir, []string{folder})[0]
	w, manifest, err := openSnapshot(folder, r)
	if err != nil {
		return Unreadable(ctx, r, snapshotProblem(name, err)), nil
	}
	if !r.Dated {
		r.AsOf = manifest.takenAt
	}
	checked, err := Run(ctx, r, w)
	if err == nil && !manifest.complete && checked.Summary.Complete {
		checked.Errors = append(checked.Errors, report.Problem{
			File: name, Message: "the snapshot was incomplete when it was taken; take it again",
		})
		checked = report.New(checked, r.FailOn)
	}
	return checked, err
}

// taking is how a snapshot was taken.
type taking struct {
	takenAt  time.Time
	complete bool
}

// openSnapshot opens a snapshot as the Workspace that it was taken from.
func openSnapshot(folder string, r Request) (*Workspace, taking, error) {
	reader, err := snapshot.Open(folder)
	if err != nil {
		return nil, taking{}, err
	}
	m := reader.Manifest()
	id := m.WorkspaceID // the manifest itself may be large, and is not kept
	w := &Workspace{
		Fetch: reader, Options: Interests(r.Settings.Params, m.Scope, m.Options.Warehouse),
		Host: m.Host, ID: func() string { return id },
	}
	return w, taking{m.TakenAt, m.Complete}, nil
}

// snapshotProblem says why nothing can be read of a snapshot.
func snapshotProblem(name string, err error) report.Problem {
	p := report.Problem{File: name, Message: err.Error()}
	if fault, ok := errors.AsType[*snapshot.Error](err); ok {
		p.File, p.Message = filepath.ToSlash(filepath.Join(p.File, fault.File)), fault.Message
	}
	return p
}
