package snapshot

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"sync"

	"github.com/gwlint/gwlint/internal/workspace"
)

// Writer writes a snapshot into a hidden folder beside its place, and puts it
// there when it is whole. It is safe for concurrent use.
//
// Nothing is synced to the disk: 20,000 calls would take minutes, and a file that
// a power cut left empty does not match its digest, which whoever reads the
// snapshot is told.
type Writer struct {
	files  files
	target target
	temp   string

	// gate is held for reading while a record is kept, so that a folder is not
	// removed or put in place under it.
	gate sync.RWMutex
	done bool

	mu      sync.Mutex
	entries map[string]Entry
	folders map[string]bool
	failure error
}

var errDone = errors.New("the snapshot is closed")

// Create begins a snapshot at dir: a path at which there is nothing, an empty
// folder, or an older snapshot, which is replaced when the new one is whole.
// Anything else is refused, as is a folder that cannot be written to.
func Create(dir string) (*Writer, error) { return create(dir, disk{}) }

func create(dir string, files files) (*Writer, error) {
	t, err := targetOf(dir)
	if err != nil {
		return nil, err
	}
	vacant, err := t.vacant()
	if err != nil {
		return nil, err
	}
	temp, err := files.Temp(filepath.Dir(t.path), ".gwlint-"+filepath.Base(t.path)+"-*")
	if err != nil {
		return nil, fmt.Errorf("%s: the folder around it cannot be written to: %w%s", dir, cause(err), elsewhere)
	}
	w := &Writer{files: files, target: t, temp: temp, entries: map[string]Entry{}, folders: map[string]bool{".": true}}
	if !vacant {
		err = w.rehearse()
	}
	if err != nil {
		return nil, errors.Join(err, w.Abort())
	}
	return w, nil
}

// Keep writes a record. The first of a path is kept, and later ones are not.
// After an error nothing is written any more, and Close has the same error.
func (w *Writer) Keep(r workspace.Record) error {
	w.gate.RLock()
	defer w.gate.RUnlock()
	if w.done {
		return errDone
	}
	e, err := entryOf(r)
	if err != nil {
		return w.fail(fmt.Errorf("%s: record %q %w", w.target.shown, r.Path, err))
	}
	first, err := w.enter(e)
	if err != nil || !first || e.SHA256 == "" {
		return err
	}
	return w.write(e.Path, r.Body)
}

// Err is the error that Keep had first: there will be no snapshot.
func (w *Writer) Err() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.failure
}

func (w *Writer) fail(err error) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failure == nil {
		w.failure = err
	}
	return w.failure
}

// enter adds a record to the manifest, and makes its folder.
func (w *Writer) enter(e Entry) (first bool, err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.failure != nil {
		return false, w.failure
	}
	if _, again := w.entries[e.Path]; again {
		return false, nil
	}
	w.entries[e.Path] = e
	if folder := path.Dir(e.Path); e.SHA256 != "" && !w.folders[folder] {
		if err := w.files.Folder(w.place(folder)); err != nil {
			w.failure = w.unwritten(folder, err)
			return false, w.failure
		}
		w.folders[folder] = true
	}
	return true, nil
}

// write writes a file.
func (w *Writer) write(name string, body []byte) error {
	file, err := w.files.Create(w.place(name))
	if err != nil {
		return w.fail(w.unwritten(name, err))
	}
	_, err = file.Write(body)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return w.fail(w.unwritten(name, err))
	}
	return nil
}

func (w *Writer) place(name string) string { return filepath.Join(w.temp, filepath.FromSlash(name)) }

func (w *Writer) unwritten(name string, err error) error {
	return fmt.Errorf("%s: cannot be written: %w; no part of the snapshot is kept; make room or name another folder, and run it again",
		filepath.Join(w.target.shown, filepath.FromSlash(name)), cause(err))
}

// entryOf is what the manifest says of a record.
func entryOf(r workspace.Record) (Entry, error) {
	e := Entry{
		Path: r.Path, API: r.API, What: r.What, Outcome: r.Outcome.Word(),
		Needed: r.Needed, Status: r.Status, Message: r.Message,
	}
	if len(r.Body) > 0 {
		e.SHA256, e.Size = sum(r.Body), int64(len(r.Body))
	}
	if !placeable(r.Path) {
		return e, errors.New("has a path that no file of a snapshot may have")
	}
	return e, e.check()
}
