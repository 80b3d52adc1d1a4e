// Package snapshot keeps what was read of a workspace in a folder, and answers
// from there what the workspace answered: one file per record, a manifest of all
// of them, and their digests. It knows files and bytes, and refuses to know what
// is in a record.
package snapshot

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
)

// What a manifest says of itself. Version goes up whenever a reader of the one
// before could take the new one for something that it is not.
const (
	Format  = "gwlint-snapshot"
	Version = 2
)

const (
	toolName     = "gwlint"
	manifestName = "manifest.json"
	sumsName     = "SHA256SUMS"
)

// Bounds on what is read, and so on what is written. The index of 20,000
// endpoints has 4 MiB, and the manifest of their records 20 MiB.
const (
	maxFile     = 64 << 20
	maxManifest = 128 << 20
)

// Is says whether a folder is a snapshot, whole or not: no changed byte and no
// missing file makes it pass for a folder of something else, which would then be
// judged as such.
func Is(dir string) bool {
	start := manifestStart(dir)
	switch {
	case bytes.Contains(start, []byte(`"`+Format+`"`)):
		return true
	case bytes.Contains(start, []byte(`"name": "`+toolName+`"`)) && bytes.Contains(start, []byte(`"taken_at": "`)):
		return true
	}
	return manifestLost(dir) || bothLost(dir)
}

// bothLost says whether both lists of files are gone from a folder that has records of a
// workspace.
func bothLost(dir string) bool {
	for _, name := range []string{manifestName, sumsName} {
		if _, err := os.Lstat(filepath.Join(dir, name)); !errors.Is(err, fs.ErrNotExist) {
			return false
		}
	}
	return hasLayout(dir)
}

// manifestStart is where a manifest says what it is.
func manifestStart(dir string) []byte {
	file, _, err := open(dir, manifestName)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }() // it was only read
	start, err := io.ReadAll(io.LimitReader(file, 4096))
	if err != nil {
		return nil
	}
	return start
}

// manifestLost says whether there was another manifest here than there is now. A folder
// of another program that has such names has them right.
func manifestLost(dir string) bool {
	text, err := read(dir, sumsName, maxManifest)
	if err != nil {
		return false
	}
	sums, _ := parseSums(text)
	was, listed := sums[manifestName]
	if !listed {
		return false
	}
	manifest, err := read(dir, manifestName, maxManifest)
	return err != nil || sum(manifest) != was
}

// validPath says whether a record can lie at a path: in the folder whatever the
// system, one line of SHA256SUMS without escapes, and no file of the snapshot's
// own, also where capitals make no difference.
func validPath(name string) bool {
	return fs.ValidPath(name) && filepath.IsLocal(filepath.FromSlash(name)) &&
		path.Ext(name) == ".json" && !reservedPath(name) &&
		!strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == '\x7f' || r == '\\' })
}

func reservedPath(name string) bool {
	return strings.EqualFold(name, manifestName) || strings.EqualFold(name, sumsName) || isSignature(name)
}

// isSignature says whether a file is one that people put beside SHA256SUMS:
// SHA256SUMS.asc, SHA256SUMS.sig, SHA256SUMS.sigstore.json.
func isSignature(name string) bool {
	prefix := sumsName + "."
	return len(name) > len(prefix) && strings.EqualFold(name[:len(prefix)], prefix) && !strings.Contains(name, "/")
}

// errIrregular is about a link, a folder or a device. A snapshot is written
// without any, and a link could lead to a file that it has no business with.
var errIrregular = errors.New("is no regular file")

// read reads a file of the folder. Nothing leads out of it: os.Root follows no
// link that does.
func read(dir, name string, limit int64) ([]byte, error) {
	file, size, err := open(dir, name)
	if err != nil {
		return nil, readProblem(err)
	}
	defer func() { _ = file.Close() }() // it was only read
	if size > limit {
		return nil, fmt.Errorf("has %d bytes, and at most %d are read", size, limit)
	}
	text, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err != nil {
		return nil, readProblem(err)
	}
	if int64(len(text)) > limit {
		return nil, fmt.Errorf("has more than %d bytes, and no more are read", limit)
	}
	return text, nil
}

// open opens a file of the folder and returns its size.
func open(dir, name string) (*os.File, int64, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, 0, err
	}
	defer func() { _ = root.Close() }()
	// Before it is opened: opening a pipe would wait for who writes to it.
	if info, err := root.Lstat(name); err != nil {
		return nil, 0, err
	} else if !info.Mode().IsRegular() {
		return nil, 0, errIrregular
	}
	file, err := root.Open(name)
	if err != nil {
		return nil, 0, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = errIrregular
	}
	if err != nil {
		_ = file.Close()
		return nil, 0, err
	}
	return file, info.Size(), nil
}

// readProblem says what is wrong with a file, to stand behind its name.
func readProblem(err error) error {
	switch {
	case errors.Is(err, errIrregular):
		return errIrregular
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("is missing")
	default:
		return fmt.Errorf("cannot be read: %w", cause(err))
	}
}

// The kinds of Error, for errors.Is.
var (
	// ErrNoSnapshot: the folder is none, or is not there.
	ErrNoSnapshot = errors.New("no snapshot")
	// ErrVersion: it was written in a version of the format that this gwlint does
	// not read.
	ErrVersion = errors.New("another version of the format")
	// ErrDamaged: it is not what it was when it was written.
	ErrDamaged = errors.New("damaged")
)

// Error says why a folder cannot be read as a snapshot, and what to do.
type Error struct {
	Kind error
	Dir  string
	// File is the file that it is about, in the folder; "" is the folder itself.
	File    string
	Message string
}

func (e *Error) Error() string { return filepath.Join(e.Dir, e.File) + ": " + e.Message }

// Unwrap returns the kind.
func (e *Error) Unwrap() error { return e.Kind }

func damaged(file string, err error) *Error {
	return &Error{Kind: ErrDamaged, File: file, Message: "damaged: " + err.Error() + "; take a new snapshot, or copy this one again from where it was whole"}
}

// inFolder names the folder of an error.
func inFolder(dir string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.Dir = dir
		return e
	}
	return err
}

// cause is an error of the system without the path in it, which may be one that
// the user has not named.
func cause(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	if e, ok := errors.AsType[*os.LinkError](err); ok {
		return e.Err
	}
	return err
}

// message is what an error says behind the name of its file.
func message(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Message
	}
	return err.Error()
}
