package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// File is a state file that was read.
type File struct {
	// File is its name in reports: relative to the working directory, with
	// forward slashes.
	File string
	// State is what could be read of it.
	State *State
	// Faults are the parts that could not be read, such as a broken block of a
	// Markdown file; the run is then incomplete. In UTF-16, say, that is the whole.
	Faults []*source.Error
}

// wanted says what a state file must have.
const wanted = "holds no state: a state file has '" + RolesKey + "' or '" + AuditKey +
	"' at the top of its YAML, or of a fenced yaml block when it is Markdown"

// Open reads the state file that somebody names. dir is what a relative path
// starts from. Its error is always an *Error of package source: there is no such
// file, it cannot be read, or it holds no state.
func Open(ctx context.Context, dir, path string, limits source.Limits) (*File, error) {
	input, ok := inputOf(ctx, dir, path)
	if !ok {
		return nil, &source.Error{File: filepath.ToSlash(path), Message: whyNot(dir, path)}
	}
	found, _, err := read(input, limits, true)
	if found != nil {
		return found, nil
	}
	if faults := source.Faults(err); len(faults) > 0 {
		return nil, faults[0]
	}
	return nil, &source.Error{File: input.File, Message: wanted}
}

// read reads a file, nil when it is no state file. An error then says why it
// could not be read; opened is false when not even its content is known. Unless
// it was asked for, what has no word of a state's is not parsed.
func read(input source.Input, limits source.Limits, asked bool) (found *File, opened bool, err error) {
	text, err := source.Load(input, limits)
	if text == nil {
		return nil, false, err
	}
	if !asked && !speaks(text.Bytes) {
		return nil, true, err // not worth parsing
	}
	var documents []*source.Document
	if err == nil {
		documents, err = source.Parse(text, limits)
	}
	if !slices.ContainsFunc(documents, Holds) && (err == nil || !speaks(text.Bytes)) {
		return nil, true, err
	}
	if err != nil {
		hide(text, documents)
	}
	return &File{File: text.File, State: build(text, documents, err != nil), Faults: source.Faults(err)}, true, nil
}

// hide masks what stands behind the last document: nobody knows what is in
// there.
func hide(text *source.Text, documents []*source.Document) {
	end := 0
	if len(documents) > 0 {
		end = documents[len(documents)-1].Root.Range.End
	}
	text.Mask(source.Range{Start: end, End: len(text.Bytes)})
}

// telling are the keys that nothing but a state file has.
var telling = [][]byte{[]byte(AuditKey), []byte(RolesKey), []byte(stepKey), []byte(otelKey)}

// speaks says whether a text that cannot be read was meant as a state. It may be
// UTF-16, in which every other byte of the keys is NUL.
func speaks(text []byte) bool {
	text = bytes.ReplaceAll(text, []byte{0}, nil)
	return slices.ContainsFunc(telling, func(key []byte) bool { return bytes.Contains(text, key) })
}

// inputOf makes an input of a path that is a file.
func inputOf(ctx context.Context, dir, path string) (source.Input, bool) {
	if info, err := os.Stat(absolute(dir, path)); err != nil || info.IsDir() {
		return source.Input{}, false
	}
	inputs, _ := source.Find(ctx, source.FindOptions{Dir: dir}, []string{path})
	if len(inputs) != 1 {
		return source.Input{}, false
	}
	return inputs[0], true
}

func absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(dir, path)
}

// whyNot says what keeps a path from being a file.
func whyNot(dir, path string) string {
	info, err := os.Stat(absolute(dir, path))
	switch {
	case err == nil && info.IsDir():
		return "is a folder: name the state file in it"
	case err == nil || errors.Is(err, os.ErrNotExist):
		return "no such file"
	case errors.Is(err, os.ErrPermission):
		return "permission denied"
	default:
		return fmt.Sprintf("cannot be read: %v", errors.Unwrap(err))
	}
}
