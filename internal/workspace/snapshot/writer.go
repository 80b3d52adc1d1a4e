package snapshot

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gwlint/gwlint/internal/workspace"
)

// Writer writes a snapshot into a hidden folder beside its place, and puts it
// there when it is whole. It is safe for concurrent use.
//
// Nothing is synced to the disk: 20,000 calls would take minutes, and a file that
// a power cut left empty does not match its digest, which a reader of the
// snapshot reports.
type Writer struct {
	files  filesystem
	target target
	temp   string

	// gate is held for reading while a record is written, so that the folder is not
	// removed or renamed meanwhile.
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

func create(dir string, files filesystem) (*Writer, error) {
	t, err := newTarget(dir)
	if err != nil {
		return nil, err
	}
	vacant, err := t.isFree()
	if err != nil {
		return nil, err
	}
	temp, err := files.Temp(filepath.Dir(t.path), ".gwlint-"+filepath.Base(t.path)+"-*")
	if err != nil {
		return nil, fmt.Errorf("%s: the folder around it cannot be written to: %w%s", dir, cause(err), nameAnother)
	}
	w := &Writer{files: files, target: t, temp: temp, entries: map[string]Entry{}, folders: map[string]bool{".": true}}
	if !vacant {
		err = w.tryReplace()
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
	first, err := w.addEntry(e)
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

// addEntry adds a record to the manifest, and makes its folder.
func (w *Writer) addEntry(e Entry) (first bool, err error) {
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
		if err := w.files.Folder(w.fullPath(folder)); err != nil {
			w.failure = w.writeError(folder, err)
			return false, w.failure
		}
		w.folders[folder] = true
	}
	return true, nil
}

// write writes a file.
func (w *Writer) write(name string, body []byte) error {
	file, err := w.files.Create(w.fullPath(name))
	if err != nil {
		return w.fail(w.writeError(name, err))
	}
	_, err = file.Write(body)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return w.fail(w.writeError(name, err))
	}
	return nil
}

func (w *Writer) fullPath(name string) string { return filepath.Join(w.temp, filepath.FromSlash(name)) }

func (w *Writer) writeError(name string, err error) error {
	return fmt.Errorf("%s: cannot be written: %w; no part of the snapshot is kept; make room or name another folder, and run it again",
		filepath.Join(w.target.shown, filepath.FromSlash(name)), cause(err))
}

// Close writes the manifest and SHA256SUMS and puts the snapshot in its place in
// one step. The format, the tool's name and the records are its own to fill in;
// a snapshot is never complete that was interrupted, or of which nobody knows who took it. After an error there is no snapshot,
// and one that was there before is there again.
func (w *Writer) Close(m Manifest) error {
	w.gate.Lock()
	defer w.gate.Unlock()
	if w.done {
		return errDone
	}
	w.done = true
	err := w.failure
	if err == nil {
		err = w.finish(m)
	}
	if err == nil {
		return w.putInPlace()
	}
	return errors.Join(err, w.remove(w.temp))
}

// Abort removes what was written so far. After Close it does nothing.
func (w *Writer) Abort() error {
	w.gate.Lock()
	defer w.gate.Unlock()
	if w.done {
		return nil
	}
	w.done = true
	return w.remove(w.temp)
}

func (w *Writer) remove(folder string) error {
	if err := w.files.Remove(folder); err != nil {
		return fmt.Errorf("%s: cannot be removed: %w; remove it", folder, cause(err))
	}
	return nil
}

// finish writes the two lists of files.
func (w *Writer) finish(m Manifest) error {
	m.Format, m.Version, m.Tool.Name = Format, Version, toolName
	m.TakenAt = m.TakenAt.UTC().Truncate(time.Second)
	m.Complete = m.Complete && !m.Interrupted && m.Identity != ""
	m.Records = slices.SortedFunc(maps.Values(w.entries), func(a, b Entry) int { return cmp.Compare(a.Path, b.Path) })
	if m.Counts == nil {
		m.Counts = map[string]int{}
	}
	if m.Scope.Endpoints == nil {
		m.Scope.Endpoints = []string{}
	}
	if m.Options.Principals == nil {
		m.Options.Principals = []string{}
	}
	text, err := m.canonical()
	if err != nil {
		return fmt.Errorf("%s: the manifest cannot be written: %s", w.target.shown, message(err))
	}
	if err := w.write(manifestName, text); err != nil {
		return err
	}
	return w.write(sumsName, m.sums(text))
}

// putInPlace renames the folder to its target, and removes what was there before.
func (w *Writer) putInPlace() error {
	vacant, err := w.target.isFree() // something may have been put there since
	if err != nil {
		return errors.Join(err, w.remove(w.temp))
	}
	if !vacant {
		err = w.files.Rename(w.target.path, w.oldPath())
	}
	if err != nil {
		return errors.Join(w.notReplaceable(err), w.remove(w.temp))
	}
	if err := w.files.Rename(w.temp, w.target.path); err != nil {
		err = w.notReplaceable(err)
		if !vacant {
			err = errors.Join(err, w.restore())
		}
		return errors.Join(err, w.remove(w.temp))
	}
	if vacant {
		return nil
	}
	return w.remove(w.oldPath())
}

// tryReplace moves what is there away and back, so that a folder which cannot be
// replaced, such as the root of a volume, is refused before anything is
// collected.
func (w *Writer) tryReplace() error {
	if err := w.files.Rename(w.target.path, w.oldPath()); err != nil {
		return w.notReplaceable(err)
	}
	return w.restore()
}

func (w *Writer) restore() error {
	if err := w.files.Rename(w.oldPath(), w.target.path); err != nil {
		return fmt.Errorf("%s: cannot be put back: %w; it is now %s", w.target.shown, cause(err), w.oldPath())
	}
	return nil
}

// oldPath is where the older snapshot lies while it is replaced.
func (w *Writer) oldPath() string { return w.temp + "-old" }

func (w *Writer) notReplaceable(err error) error {
	return fmt.Errorf("%s: the snapshot cannot be put there: %w; name another folder, or one in it", w.target.shown, cause(err))
}

// Recording returns a Fetcher that writes every record of f to w. An error of w is in
// its Err and Close, and leaves the records as they are.
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

// filesystem is where a snapshot is written to. A test has one that is full.
type filesystem interface {
	// Temp makes a folder with a name of its own.
	Temp(parent, pattern string) (string, error)
	Folder(path string) error
	Create(path string) (io.WriteCloser, error)
	Rename(from, to string) error
	Remove(path string) error
}

// disk is the file system. Only their owner may read the files: they say who may do
// what in a workspace.
type disk struct{}

func (disk) Temp(parent, pattern string) (string, error) { return os.MkdirTemp(parent, pattern) }

func (disk) Folder(path string) error { return os.MkdirAll(path, 0o700) }

func (disk) Create(path string) (io.WriteCloser, error) {
	return os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
}

func (disk) Rename(from, to string) error { return os.Rename(from, to) }

func (disk) Remove(path string) error { return os.RemoveAll(path) }
