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
		return "", fmt.Errorf("%[1]s is a snapshot, which is checked on its own: gwlint check %[1]s", relative(dir, []string{found})[0])
	}
	return found, nil
}

// RunSnapshot checks a snapshot folder as the workspace itself was checked, or would
// have been. Ages are measured against the time at which it was taken, unless the
// request names one. An error means that nothing was checked.
func RunSnapshot(ctx context.Context, r Request, folder string) (report.Report, error) {
	name, shown := source.NewBase(r.Dir).Name(folder, true), relative(r.Dir, []string{folder})[0]
	reader, err := snapshot.Open(folder)
	if err != nil {
		return Unreadable(ctx, r, snapshotProblem(name, err)), nil
	}
	m := reader.Manifest()
	w, complete := keptWorkspace(reader, Interests(r.Settings.Params, m.Scope, m.Options.Warehouse)), m.Complete
	if !r.Dated {
		r.AsOf = m.TakenAt
	}
	if notice := m.TLS.Notice(); notice != "" {
		r.notice(shown + ": when it was taken, " + notice)
	}
	checked, err := Run(ctx, r, w)
	if err != nil {
		return checked, err
	}
	if problems := keptProblems(name, w.Reading(), complete, checked); len(problems) > 0 {
		checked.Errors = append(checked.Errors, problems...)
		checked = report.New(checked, r.FailOn)
	}
	return checked, nil
}

// snapshotProblem says why nothing can be read of a snapshot.
func snapshotProblem(name string, err error) report.Problem {
	p := report.Problem{File: name, Message: err.Error(), Altered: errors.Is(err, snapshot.ErrDamaged)}
	if fault, ok := errors.AsType[*snapshot.Error](err); ok {
		p.File, p.Message = filepath.ToSlash(filepath.Join(p.File, fault.File)), fault.Message
	}
	return p
}
