package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Error says why an input could not be read. It never quotes what the input
// holds, which may be a secret.
type Error struct {
	// File is the path as reports show it.
	File string
	// At is where it went wrong, zero when that is no place in the file.
	At Position
	// Message is one sentence without a final period.
	Message string
}

// Error gives "file: line 3, column 7: message", without the place when there
// is none.
func (e *Error) Error() string {
	if e.At == (Position{}) {
		return fmt.Sprintf("%s: %s", e.File, e.Message)
	}
	return fmt.Sprintf("%s: line %d, column %d: %s", e.File, e.At.Line, e.At.Column, e.Message)
}

// Faults lists what an error of this package is made of, in the order of the
// text: one fault, or one for each broken block of a Markdown file.
func Faults(err error) []*Error {
	switch err := err.(type) { //nolint:errorlint // it goes through what is wrapped itself
	case *Error:
		return []*Error{err}
	case interface{ Unwrap() error }:
		return Faults(err.Unwrap())
	case interface{ Unwrap() []error }:
		var all []*Error
		for _, each := range err.Unwrap() {
			all = append(all, Faults(each)...)
		}
		return all
	}
	return nil
}

// WithoutPath is an error of the operating system without the path in it, which may be one of
// this machine that the user has not named, and which stands beside the error. Any other error
// is returned as it is, and nil is nil.
func WithoutPath(err error) error {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err
	}
	if link, ok := errors.AsType[*os.LinkError](err); ok {
		return link.Err
	}
	return err
}
