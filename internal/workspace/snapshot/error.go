package snapshot

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

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

// in names the folder of an error.
func in(dir string, err error) error {
	if e, ok := errors.AsType[*Error](err); ok {
		e.Dir = dir
		return e
	}
	return err
}

// cause is an error of the system without the path in it, which may be one that
// nobody has named.
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
