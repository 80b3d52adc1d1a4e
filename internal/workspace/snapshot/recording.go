package snapshot

import (
	"context"

	"github.com/gwlint/gwlint/internal/workspace"
)

// Recording keeps in w every record that f answers with. What goes wrong with
// that is w's to say, by Err and Close: the records are as good as before.
func Recording(f workspace.Fetcher, w *Writer) workspace.Fetcher {
	return &recording{from: f, to: w}
}

type recording struct {
	from workspace.Fetcher
	to   *Writer
}

// Fetch implements workspace.Fetcher.
func (r *recording) Fetch(ctx context.Context, request workspace.Request) workspace.Record {
	record := r.from.Fetch(ctx, request)
	_ = r.to.Keep(record) // Close says it
	return record
}
