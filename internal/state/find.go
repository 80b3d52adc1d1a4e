package state

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

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
