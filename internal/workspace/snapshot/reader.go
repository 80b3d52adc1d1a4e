package snapshot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"github.com/gwlint/gwlint/internal/workspace"
)

// Reader answers from a snapshot what the workspace answered when it was taken.
// It keeps no file open.
type Reader struct {
	dir      string
	manifest Manifest
	entries  map[string]Entry

	mu      sync.Mutex
	fetched map[string]bool
}

// Open reads the manifest of a snapshot, and refuses one that is not as
// SHA256SUMS says. Its error is an *Error.
func Open(dir string) (*Reader, error) {
	if err := isSnapshot(dir); err != nil {
		return nil, inFolder(dir, err)
	}
	m, err := manifest(dir)
	if err != nil {
		return nil, inFolder(dir, err)
	}
	entries := make(map[string]Entry, len(m.Records))
	for _, e := range m.Records {
		entries[e.Path] = e
	}
	return &Reader{dir: dir, manifest: m, entries: entries, fetched: map[string]bool{}}, nil
}

func isSnapshot(dir string) error {
	info, err := os.Stat(dir)
	none := &Error{Kind: ErrNoSnapshot}
	switch {
	case errors.Is(err, os.ErrNotExist):
		none.Message = "no such folder"
	case err != nil:
		none.Message = cause(err).Error()
	case !info.IsDir():
		none.Message = "it is a file; a snapshot is a folder"
	case !Is(dir):
		none.Message = "not a snapshot of gwlint (no " + manifestName + " that it wrote)"
	default:
		return nil
	}
	return none
}

// manifest reads a manifest and holds it against SHA256SUMS, which follows from
// it to the last byte.
func manifest(dir string) (Manifest, error) {
	text, err := read(dir, manifestName, maxManifest)
	if err != nil {
		return Manifest{}, damaged(manifestName, fmt.Errorf("it %w", err))
	}
	m, err := decode(text)
	if err != nil {
		return Manifest{}, err
	}
	sums, err := read(dir, sumsName, maxManifest)
	if err != nil {
		return Manifest{}, damaged(sumsName, fmt.Errorf("it %w", err))
	}
	if !bytes.Equal(sums, m.sums(text)) {
		return Manifest{}, damaged(sumsName, errors.New("it does not match "+manifestName+": 'gwlint verify' says more"))
	}
	return m, nil
}

// Manifest returns what the snapshot says of itself.
func (r *Reader) Manifest() Manifest { return r.manifest }

// Fetch implements workspace.Fetcher: the record is as it was, but for one whose
// file is not.
func (r *Reader) Fetch(_ context.Context, request workspace.Request) workspace.Record {
	record := workspace.Record{Path: request.Path, API: request.API, What: request.What, Needed: request.Needed}
	e, ok := r.entries[request.Path]
	if !ok {
		record.Message = "not in the snapshot, which was taken without it"
		return record
	}
	r.note(e.Path)
	record.API, record.Outcome, record.Status, record.Message = e.API, outcomes[e.Outcome], e.Status, e.Message
	if e.SHA256 == "" {
		return record
	}
	body, err := e.body(r.dir)
	if err != nil {
		record.Outcome, record.Status, record.Altered = workspace.Failed, 0, true
		record.Message = fmt.Sprintf("the snapshot's file %s %v", e.Path, err)
		return record
	}
	record.Body = body
	held := request.Hold(record)
	held.Altered = held.Outcome != record.Outcome // what is about something else was never kept
	return held
}

func (r *Reader) note(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fetched[path] = true
}

// Left returns the paths of the subjects and lists of subjects that nothing has asked for, in
// order: once all was read, those that no list names.
func (r *Reader) Left() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var left []string
	for _, e := range r.manifest.Records {
		if e.Needed && !r.fetched[e.Path] {
			left = append(left, e.Path)
		}
	}
	return left
}
