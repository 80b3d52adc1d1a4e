package check

import (
	"context"
	"errors"
	"time"

	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// SnapshotRecorder writes every answer of a workspace to a snapshot folder; nil
// writes nothing.
type SnapshotRecorder struct {
	writer *snapshot.Writer
}

// Err is why there will be no folder, nil while there is no reason.
func (s *SnapshotRecorder) Err() error {
	if s == nil {
		return nil
	}
	return s.writer.Err()
}

// Abort removes what was written so far.
func (s *SnapshotRecorder) Abort() {
	if s != nil {
		_ = s.writer.Abort() // the error that led here says more
	}
}

// Close makes the folder whole, once the workspace was read. What was interrupted
// is kept as far as it came, and marked so. An error means that there is no folder.
func (s *SnapshotRecorder) Close(w *Workspace, version string, taken time.Time, complete bool) error {
	if s == nil {
		return nil
	}
	o, r := w.Options, w.reading
	return s.writer.Close(snapshot.Manifest{
		Tool: snapshot.Tool{Version: version}, TakenAt: taken,
		Host: w.Host, WorkspaceID: w.ID(), Identity: r.Identity, TLS: w.TLS,
		Scope:    o.Scope,
		Options:  snapshot.Options{Principals: o.Principals, Operations: o.Operations, Warehouse: o.Warehouse, AllowEmpty: w.AllowEmpty},
		Complete: complete && r.Err == nil, Interrupted: errors.Is(r.Err, context.Canceled) || errors.Is(r.Err, context.DeadlineExceeded),
		Counts: r.Counts,
	})
}
