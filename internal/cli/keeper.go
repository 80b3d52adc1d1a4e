package cli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// keeper keeps what is read of a workspace in a folder; nil keeps nothing.
type keeper struct {
	writer *snapshot.Writer
}

// newKeeper makes the target keep what it reads in a folder, "" for none. An error
// means that the folder cannot be written to.
func newKeeper(folder string, streams Streams, f *target) (*keeper, error) {
	if folder == "" {
		return nil, nil //nolint:nilnil // a nil keeper keeps nothing
	}
	if !filepath.IsAbs(folder) {
		folder = filepath.Join(streams.Dir, folder)
	}
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return nil, err
	}
	w, err := snapshot.Create(folder)
	if err != nil {
		return nil, err
	}
	f.fetch = snapshot.Recording(f.fetch, w)
	return &keeper{writer: w}, nil
}

// err is why there will be no folder, nil while there is no reason.
func (k *keeper) err() error {
	if k == nil {
		return nil
	}
	return k.writer.Err()
}

// drop removes what was kept so far.
func (k *keeper) drop() {
	if k != nil {
		_ = k.writer.Abort() // the error that led here says more
	}
}

// close makes the folder whole. What was interrupted is kept as far as it came,
// and says so. An error means that there is no folder.
func (k *keeper) close(t *visit, taken time.Time, complete bool) error {
	if k == nil {
		return nil
	}
	o := t.options
	return k.writer.Close(snapshot.Manifest{
		Tool: snapshot.Tool{Version: Version()}, TakenAt: taken,
		Host: t.host, WorkspaceID: t.id(), Identity: t.who,
		Scope:    o.Scope,
		Options:  snapshot.Options{Principals: o.Principals, Operations: o.Operations, Warehouse: o.Warehouse},
		Complete: complete && t.err == nil, Interrupted: errors.Is(t.err, context.Canceled) || errors.Is(t.err, context.DeadlineExceeded),
		Counts: t.counts,
	})
}
