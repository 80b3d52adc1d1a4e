package state

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

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

// Names lists what a state file is called, for it to be found by itself.
func Names() []string { return []string{"state.yaml", ".vibecoding-state.md"} }

// Search is where to look for a state file.
type Search struct {
	// Inputs are the paths that the user named.
	Inputs []string
	// Files are those that the inputs stand for.
	Files []string
}

// Find looks for the state file of a run: an input that is one; else one beside
// an input, in the folder that it is or is in; else a file of the right name
// among those that the inputs stand for; else one at the root of the repository,
// which is the nearest folder from dir upwards that has a `.git`. dir is the
// working directory, and the folder of the input `-`.
//
// A file of the right name that holds no state does not count. Nil without an
// error means that there is none. It is an error, always an *Error of package
// source, that there are two, or that one cannot be read.
func Find(ctx context.Context, dir string, search Search, limits source.Limits) (*File, error) {
	var folders []string
	for _, input := range search.Inputs {
		folders = append(folders, folderOf(dir, input))
	}
	places := [][]string{named(folders), rightlyNamed(search.Files)}
	if root, ok := repository(dir); ok {
		places = append(places, named([]string{root}))
	}
	found, err := among(ctx, dir, search.Inputs, limits, true)
	for _, paths := range places {
		if found != nil || err != nil {
			break
		}
		found, err = among(ctx, dir, paths, limits, false)
	}
	return found, err
}

// among finds the one state file that some paths lead to. What cannot be read
// counts as one, unless it may be anything.
func among(ctx context.Context, dir string, paths []string, limits source.Limits, anything bool) (*File, error) {
	var all []*File
	seen := map[string]bool{}
	for _, name := range paths {
		input, ok := inputOf(ctx, dir, name)
		if !ok || seen[realPath(absolute(dir, name))] {
			continue
		}
		seen[realPath(absolute(dir, name))] = true
		found, opened, err := read(input, limits, false)
		if !opened && !anything {
			return nil, err // nobody knows what it is
		}
		if found != nil {
			all = append(all, found)
		}
	}
	switch len(all) {
	case 0:
		return nil, nil //nolint:nilnil // no state file is no error
	case 1:
		return all[0], nil
	}
	return nil, &source.Error{File: all[0].File, Message: "is not the only state file, there is " + all[1].File + " too: choose one with --state"}
}

// rightlyNamed are the files that are called what a state file is.
func rightlyNamed(files []string) []string {
	var list []string
	for _, file := range files {
		if slices.Contains(Names(), path.Base(file)) {
			list = append(list, file)
		}
	}
	return list
}

// named gives the paths that a state file may have in some folders, each once.
func named(folders []string) []string {
	var paths []string
	seen := map[string]bool{}
	for _, folder := range folders {
		if folder = filepath.Clean(folder); seen[folder] {
			continue
		}
		seen[folder] = true
		for _, name := range Names() {
			paths = append(paths, filepath.Join(folder, name))
		}
	}
	return paths
}

// folderOf is the folder that an input is in, or that it is. Of a pattern it is
// the one that all it stands for lies below.
func folderOf(dir, path string) string {
	if path == "-" {
		return "."
	}
	info, err := os.Stat(absolute(dir, path))
	if err == nil && info.IsDir() {
		return path
	}
	folder := filepath.Dir(path)
	for err != nil && strings.ContainsAny(folder, "*?[{") {
		folder = filepath.Dir(folder)
	}
	return folder
}

// repository is the nearest folder that has a `.git`, from dir upwards, as a
// path from dir.
func repository(dir string) (string, bool) {
	at, err := filepath.Abs(dir)
	if err != nil {
		return "", false
	}
	for from := "."; ; from = filepath.Join(from, "..") {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			return from, true
		}
		parent := filepath.Dir(at)
		if parent == at {
			return "", false
		}
		at = parent
	}
}

func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	return path
}
