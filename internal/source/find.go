package source

import (
	"cmp"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// FindOptions says where and how to look for files.
type FindOptions struct {
	// Dir is the working directory that relative paths start from; "" is that
	// of the process.
	Dir string
	// Exclude holds glob patterns with `**`, relative to Dir; a pattern without
	// a slash concerns names at every level. What matches is left out with all
	// that is below it, even a file that is named explicitly.
	Exclude []string
	// Stdin is what the path `-` reads; nil is empty.
	Stdin io.Reader
	// StdinName is the name of standard input in reports; "" is `<stdin>`.
	StdinName string
}

// Input is a file to read, or standard input.
type Input struct {
	// File is its name in reports, with forward slashes: relative to the
	// working directory, absolute only when it was given so and is not below
	// that.
	File string

	path  string // absolute
	real  string // path without symbolic links: what makes two inputs one
	stdin io.Reader
}

// Piped says that the input is standard input.
func (in Input) Piped() bool { return in.stdin != nil }

// Find lists the files that paths stand for, sorted by name, each of them
// once: files, folders (in which it takes JSON and YAML files that
// git does not ignore), globs where no file has that very name, and `-`.
//
// A path that cannot be found or listed is a problem and does not end the
// search. When ctx is done, what was found by then is returned.
func Find(ctx context.Context, opts FindOptions, paths []string) ([]Input, []*Error) {
	f := &finder{ctx: ctx, opts: opts}
	f.dir, _ = filepath.Abs(opts.Dir)
	for _, path := range paths {
		f.add(path)
	}
	slices.SortStableFunc(f.inputs, func(a, b Input) int { return strings.Compare(a.File, b.File) })
	slices.SortStableFunc(f.problems, func(a, b *Error) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Message, b.Message))
	})
	return once(f.inputs), f.problems
}

type finder struct {
	ctx      context.Context
	opts     FindOptions
	dir      string // absolute
	named    bool   // the path that is being added was given as an absolute one
	inputs   []Input
	problems []*Error
}

// once drops inputs that are the same file as an earlier one.
func once(inputs []Input) []Input {
	seen := make(map[string]bool, len(inputs))
	return slices.DeleteFunc(inputs, func(in Input) bool {
		again := seen[in.real]
		seen[in.real] = true
		return again
	})
}

func (f *finder) add(path string) {
	if path == "-" {
		f.addStdin()
		return
	}
	absolute := f.absolute(path)
	f.named = filepath.IsAbs(path)
	info, err := os.Stat(absolute)
	switch {
	case err == nil && info.IsDir():
		f.walk(absolute)
	case err == nil:
		f.addNamed(absolute)
	case os.IsNotExist(err) && strings.ContainsAny(path, "*?[{"):
		f.glob(path)
	default:
		f.problem(absolute, readMessage(err))
	}
}

func (f *finder) addStdin() {
	in := Input{File: cmp.Or(f.opts.StdinName, "<stdin>"), stdin: f.opts.Stdin}
	if in.stdin == nil {
		in.stdin = strings.NewReader("")
	}
	f.inputs = append(f.inputs, in)
}

// addNamed adds a file that was asked for by its name, whatever that is.
func (f *finder) addNamed(absolute string) {
	if f.excluded(absolute) {
		return
	}
	f.inputs = append(f.inputs, Input{File: f.display(absolute), path: absolute, real: realPath(absolute)})
}

func (f *finder) problem(absolute, message string) {
	f.problems = append(f.problems, &Error{File: f.display(absolute), Message: message})
}

func (f *finder) absolute(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(f.dir, path)
}

// display is the name of a path in reports: relative, unless it was given as
// an absolute one and is not below the working directory.
func (f *finder) display(absolute string) string {
	rel, err := filepath.Rel(f.dir, absolute)
	if err != nil || f.named && !filepath.IsLocal(rel) {
		return filepath.ToSlash(absolute)
	}
	return filepath.ToSlash(rel)
}

func realPath(path string) string {
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	return path
}
