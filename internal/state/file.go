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
	// File is its name in reports: see source.Base.
	File string
	// State is what could be read of it.
	State *State
	// Faults are the parts that could not be read, such as a broken block of a
	// Markdown file; the run is then incomplete. In UTF-16, say, that is the whole.
	Faults []*source.Error
	// Others are the names of state files that are not used since this one is: what
	// they say differs.
	Others []string

	text []byte
}

// noState is the message about a file that is no state file.
const noState = "holds no state: a state file has '" + RolesKey + "' or '" + AuditKey +
	"' at the top of its YAML, or of a fenced yaml block when it is Markdown"

// Open reads the state file that the user names. dir is what a relative path
// starts from. Its error is always an *Error of package source: there is no such
// file, it cannot be read, or it holds no state.
func Open(_ context.Context, dir, path string, limits source.Limits) (*File, error) {
	input, err := source.NewInput(dir, path)
	if err != nil {
		return nil, &source.Error{File: filepath.ToSlash(path), Message: whyNot(err)}
	}
	found, _, err := read(input, limits, true)
	if found != nil {
		return found, nil
	}
	if faults := source.Faults(err); len(faults) > 0 {
		return nil, faults[0]
	}
	return nil, &source.Error{File: input.File, Message: noState}
}

// whyNot says what keeps a path from being a file.
func whyNot(err error) string {
	switch {
	case errors.Is(err, source.ErrFolder):
		return "is a folder: name the state file in it"
	case errors.Is(err, source.ErrNotRegular):
		return err.Error()
	case errors.Is(err, os.ErrNotExist):
		return "no such file"
	case errors.Is(err, os.ErrPermission):
		return "permission denied"
	default:
		return fmt.Sprintf("cannot be read: %v", source.WithoutPath(err))
	}
}

// read reads a file, nil when it is no state file. An error then says why it
// could not be read; opened is false when not even its content is known. Unless
// it was asked for, a file without any key of a state is not parsed.
func read(input source.Input, limits source.Limits, asked bool) (found *File, opened bool, err error) {
	text, err := source.Load(input, limits)
	if text == nil {
		return nil, false, err
	}
	if !asked && !hasKey(text.Bytes) {
		return nil, true, err // not worth parsing
	}
	var documents []*source.Document
	if err == nil {
		documents, err = source.Parse(text, limits)
	}
	if !slices.ContainsFunc(documents, Holds) && (err == nil || !hasKey(text.Bytes)) {
		return nil, true, err
	}
	return &File{File: text.File, State: build(text, documents, err != nil), Faults: source.Faults(err), text: bytes.Clone(text.Bytes)}, true, nil
}

// ownKeys are the keys that nothing but a state file has.
var ownKeys = [][]byte{[]byte(AuditKey), []byte(RolesKey), []byte(stepKey), []byte(otelKey)}

// hasKey says whether a text has any of them, and so was meant as a state even
// where it cannot be read. It may be UTF-16, in which every other byte of a key
// is NUL.
func hasKey(text []byte) bool {
	text = bytes.ReplaceAll(text, []byte{0}, nil)
	return slices.ContainsFunc(ownKeys, func(key []byte) bool { return bytes.Contains(text, key) })
}

// FileNames lists what a state file is called, for it to be found by itself.
func FileNames() []string { return []string{"state.yaml", ".vibecoding-state.md"} }

// Search is where to look for a state file.
type Search struct {
	// Inputs are the paths that the user named.
	Inputs []string
	// Files are the names of those that the inputs stand for.
	Files []string
	// Changed says that a hook names the inputs: that one of them is a state file
	// means that it changed, and not that it is to be used.
	Changed bool
}

// Find looks for the state file of a run: an input that is one; else one at the root
// of the repository that the working directory or an input lies in; else one beside
// an input, in the folder that it is or is in; else a file of the right name among
// those that the inputs stand for. The root of a repository is the nearest folder
// upwards that has a `.git`. dir is the working directory, and the folder of the
// input `-`. Whoever may add a file below the root can so not put another state in
// its place.
//
// A file of the right name that holds no state does not count. Nil without an
// error means that there is none. It is an error, always an *Error of package
// source, that there are two, or that one cannot be read.
func Find(_ context.Context, dir string, search Search, limits source.Limits) (*File, error) {
	var folders []string
	for _, input := range search.Inputs {
		folders = append(folders, folderOf(dir, input))
	}
	places := [][]string{statePaths(repositories(dir, folders)), statePaths(folders), stateNamed(source.NewBase(dir), search.Files)}
	var found *File
	var err error
	if !search.Changed {
		found, err = only(dir, search.Inputs, limits, true)
	}
	for i, paths := range places {
		if found != nil || err != nil {
			break
		}
		if found, err = only(dir, paths, limits, false); found != nil && i == 0 {
			found.Others = others(dir, found, slices.Concat(places[1:]...), limits)
		}
	}
	return found, err
}

// others names the state files at some paths that say something else than the one
// that is used, or cannot be read.
func others(dir string, used *File, paths []string, limits source.Limits) []string {
	var list []string
	seen := map[string]bool{}
	for _, name := range paths {
		input, err := source.NewInput(dir, name)
		if err != nil || seen[input.Real()] {
			continue
		}
		seen[input.Real()] = true
		found, opened, _ := read(input, limits, false)
		if !opened && input.File != used.File || found != nil && found.File != used.File && !bytes.Equal(found.text, used.text) {
			list = append(list, input.File)
		}
	}
	slices.Sort(list)
	return list
}

// only reads the one state file that some paths lead to. A file that cannot be
// read counts as one, unless it may be anything.
func only(dir string, paths []string, limits source.Limits, anything bool) (*File, error) {
	var all []*File
	seen := map[string]bool{}
	for _, name := range paths {
		input, err := source.NewInput(dir, name)
		if err != nil || name == "-" || seen[input.Real()] {
			continue
		}
		seen[input.Real()] = true
		found, opened, err := read(input, limits, false)
		if !opened && !anything {
			return nil, err // it may be a state file
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

// stateNamed are the paths of the files that have a state file's name.
func stateNamed(base source.Base, files []string) []string {
	var list []string
	for _, file := range files {
		if slices.Contains(FileNames(), path.Base(file)) {
			list = append(list, base.Path(file))
		}
	}
	return list
}

// statePaths are the paths that a state file may have in some folders, each once.
func statePaths(folders []string) []string {
	var paths []string
	seen := map[string]bool{}
	for _, folder := range folders {
		if folder = filepath.Clean(folder); seen[folder] {
			continue
		}
		seen[folder] = true
		for _, name := range FileNames() {
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
	info, err := os.Stat(source.Absolute(dir, path))
	if err == nil && info.IsDir() {
		return path
	}
	folder := filepath.Dir(path)
	for err != nil && strings.ContainsAny(folder, "*?[{") {
		folder = filepath.Dir(folder)
	}
	return folder
}

// repositories are the roots of the repositories that dir and some folders lie in, as
// paths from dir: a file there is shown by a relative name.
func repositories(dir string, folders []string) []string {
	at := source.Absolute(dir, ".")
	var roots []string
	for _, folder := range append([]string{"."}, folders...) {
		root, ok := source.Repository(source.Absolute(at, folder))
		if !ok {
			continue
		}
		from, err := filepath.Rel(at, root)
		if filepath.IsAbs(folder) && !filepath.IsLocal(from) {
			from = root
		}
		if err == nil && !slices.Contains(roots, from) {
			roots = append(roots, from)
		}
	}
	return roots
}
