package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Error is one fault in a configuration file.
type Error struct {
	File string
	// Line and Column count from 1; both are 0 when the fault has no place.
	Line, Column int
	// Message is one sentence without a final period.
	Message string
}

// Error gives "file:line:column: message".
func (e *Error) Error() string {
	if e.Line == 0 {
		return e.File + ": " + e.Message
	}
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
}

type position struct{ line, column int }

// faults collects what is wrong with one file, so that one run reports all of it.
type faults struct {
	file string
	all  []*Error
}

func (f *faults) add(at position, format string, args ...any) {
	f.all = append(f.all, &Error{File: f.file, Line: at.line, Column: at.column, Message: fmt.Sprintf(format, args...)})
}

// err joins the faults in the order of the file, nil when there is none.
func (f *faults) err() error {
	slices.SortStableFunc(f.all, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	var all []error
	for _, fault := range f.all {
		all = append(all, fault)
	}
	return errors.Join(all...)
}
