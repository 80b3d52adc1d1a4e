package check

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// SnapshotAmong returns the path of the snapshot among paths as it is written, "" when
// there is none. It is an error that there are other paths beside it: a snapshot is
// checked by itself, since what a workspace shows says nothing of other files.
func SnapshotAmong(dir string, paths []string) (string, error) {
	found := ""
	for _, path := range paths {
		if snapshot.Is(absolute(dir, path)) {
			found = path
		}
	}
	if found != "" && len(paths) > 1 {
		return "", fmt.Errorf("%[1]s is a snapshot, which is checked on its own: gwlint check %[1]s", filepath.ToSlash(filepath.Clean(found)))
	}
	return found, nil
}

// absolute is a path that starts from a folder.
func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// folderName is a folder as a report names it.
func folderName(dir, folder string) string {
	return source.NewBase(dir).Name(absolute(dir, folder), filepath.IsAbs(folder))
}

// RunSnapshot checks a snapshot folder as the workspace itself was checked, or would
// have been. Ages are measured against the time at which it was taken, unless the
// request names one. An error means that nothing was checked.
func RunSnapshot(ctx context.Context, r Request, folder string) (report.Report, error) {
	checked, _, err := runSnapshot(ctx, r, folder, false)
	return checked, err
}

// SnapshotPutBodies checks a snapshot as RunSnapshot does, and returns what PutBodies does of
// the workspace that it was taken of.
func SnapshotPutBodies(ctx context.Context, r Request, folder string, which Fixing) (report.Report, []PutBody, error) {
	checked, w, err := runSnapshot(ctx, r, folder, true)
	if err != nil || w == nil {
		return checked, nil, err
	}
	bodies, fixes, err := PutBodies(ctx, w, r, checked, which)
	checked.Fixes = fixes
	return checked, bodies, err
}

// runSnapshot returns the workspace of a snapshot with its report, nil where it cannot be
// read at all.
func runSnapshot(ctx context.Context, r Request, folder string, keep bool) (report.Report, *Workspace, error) {
	name, shown := folderName(r.Dir, folder), filepath.ToSlash(filepath.Clean(folder))
	reader, err := snapshot.Open(absolute(r.Dir, folder))
	if err != nil {
		return Unreadable(ctx, r, snapshotProblem(name, err)), nil, nil
	}
	m := reader.Manifest()
	w, complete := keptWorkspace(reader, Interests(r.Settings.Params, m.Scope, m.Options.Warehouse)), m.Complete
	w.Folder, w.KeepAnswers = folder, keep
	if !r.Dated {
		r.AsOf = m.TakenAt
	}
	if notice := m.TLS.Notice(); notice != "" {
		r.notice(shown + ": when it was taken, " + notice)
	}
	checked, err := Run(ctx, r, w)
	if err != nil {
		return checked, nil, err
	}
	if problems := keptProblems(name, w.Reading(), complete, checked); len(problems) > 0 {
		checked.Errors = append(checked.Errors, problems...)
		checked = report.New(checked, r.FailOn)
	}
	return checked, w, nil
}

// snapshotProblem says why nothing can be read of a snapshot.
func snapshotProblem(name string, err error) report.Problem {
	p := report.Problem{File: name, Message: err.Error(), Altered: errors.Is(err, snapshot.ErrDamaged)}
	if fault, ok := errors.AsType[*snapshot.Error](err); ok {
		p.File, p.Message = filepath.ToSlash(filepath.Join(p.File, fault.File)), fault.Message
	}
	return p
}
