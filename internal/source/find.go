package source

import (
	"cmp"
	"context"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
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

// Find lists the files that paths stand for, sorted by name, each of them
// once: files, folders (in which it takes JSON and YAML files that
// git does not ignore), globs where no file has that very name, and `-`.
//
// A path that cannot be found or listed is a problem and does not end the
// search. When ctx is done, what was found by then is returned.
func Find(ctx context.Context, opts FindOptions, paths []string) ([]Input, []*Error) {
	f := &finder{ctx: ctx, opts: opts, dir: Absolute(opts.Dir, ".")}
	for _, path := range paths {
		f.add(path)
	}
	slices.SortStableFunc(f.inputs, func(a, b Input) int { return strings.Compare(a.File, b.File) })
	slices.SortStableFunc(f.problems, func(a, b *Error) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Message, b.Message))
	})
	return unique(f.inputs), f.problems
}

// finder is one call of Find.
type finder struct {
	ctx      context.Context
	opts     FindOptions
	dir      string // absolute
	named    bool   // the path that is being added was given as an absolute one
	inputs   []Input
	problems []*Error
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

// addStdin adds standard input.
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
	f.inputs = append(f.inputs, f.input(absolute))
}

func (f *finder) input(absolute string) Input {
	return Input{File: f.display(absolute), path: absolute, real: realPath(absolute)}
}

// glob adds what a pattern matches, as if a shell had expanded it.
func (f *finder) glob(pattern string) {
	if !doublestar.ValidatePattern(filepath.ToSlash(pattern)) {
		f.problem(f.absolute(pattern), "not a valid pattern")
		return
	}
	base, rest := doublestar.SplitPattern(filepath.ToSlash(pattern))
	base = f.absolute(filepath.FromSlash(base))
	matches, err := doublestar.Glob(os.DirFS(base), rest, doublestar.WithNoFollow())
	if err != nil {
		f.problem(f.absolute(pattern), readMessage(err))
		return
	}
	matches = slices.DeleteFunc(matches, func(m string) bool { return slices.Contains(strings.Split(m, "/"), ".git") })
	if len(matches) == 0 {
		f.problem(f.absolute(pattern), "no file matches")
		return
	}
	// `**` matches folders too; only where the last part names something can
	// that mean the folder's content.
	folders := rest != "**" && !strings.HasSuffix(rest, "/**")
	for _, match := range matches {
		f.addMatch(filepath.Join(base, filepath.FromSlash(match)), folders)
	}
}

// addMatch adds what a pattern matches: a file, or a folder where those are meant.
func (f *finder) addMatch(path string, folders bool) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		f.problem(path, readMessage(err))
	case !info.IsDir():
		f.addNamed(path)
	case folders:
		f.walk(path)
	}
}

// walk adds the JSON and YAML files below a folder that was named.
func (f *finder) walk(folder string) {
	if f.excluded(folder) {
		return
	}
	w := &walker{finder: f, root: realPath(folder)}
	w.folder(folder, w.root, gitignoresAbove(w.root))
}

// walker is the walk of one folder that was named.
type walker struct {
	*finder
	root string // without symbolic links; links that lead out of it are not followed
}

// folder adds what a folder holds. Its path is the one that led there, real the
// same without symbolic links.
func (w *walker) folder(folder, real string, above *gitignore) {
	if w.ctx.Err() != nil {
		return
	}
	entries, err := os.ReadDir(folder)
	if err != nil {
		w.problem(folder, readMessage(err))
		return
	}
	below := above
	for _, entry := range entries {
		if entry.Name() == ".gitignore" {
			below = readGitignore(above, real, filepath.Join(real, ".gitignore"))
		}
	}
	for _, entry := range entries {
		w.entry(entry, filepath.Join(folder, entry.Name()), filepath.Join(real, entry.Name()), below)
	}
}

// entry adds a file or goes down a folder. A link to a folder is left alone:
// inside the tree it would show again what the walk sees anyway.
func (w *walker) entry(entry fs.DirEntry, path, real string, ignored *gitignore) {
	if entry.Name() == ".git" || w.excludedItself(path) || ignored.match(real, entry.IsDir()) {
		return
	}
	switch {
	case entry.IsDir():
		w.folder(path, real, ignored)
	case !isConfiguration(entry.Name()):
	case entry.Type().IsRegular():
		w.inputs = append(w.inputs, Input{File: w.display(path), path: path, real: real})
	case entry.Type()&fs.ModeSymlink != 0:
		w.link(path)
	}
}

// link adds a symbolic link that leads to a file of the tree.
func (w *walker) link(path string) {
	real := realPath(path)
	info, err := os.Stat(real)
	if err != nil || !info.Mode().IsRegular() {
		return
	}
	if rel, err := filepath.Rel(w.root, real); err != nil || !filepath.IsLocal(rel) {
		return
	}
	w.inputs = append(w.inputs, Input{File: w.display(path), path: path, real: real})
}

// isConfiguration says by a file's name whether a walk takes it.
func isConfiguration(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".json", ".jsonc", ".jsonl", ".ndjson", ".yaml", ".yml":
		return true
	}
	return false
}

// excluded says whether a path, or a folder above it, is excluded.
func (f *finder) excluded(absolute string) bool {
	if len(f.opts.Exclude) == 0 {
		return false
	}
	for {
		if f.excludedItself(absolute) {
			return true
		}
		parent := filepath.Dir(absolute)
		if parent == absolute || absolute == f.dir {
			return false
		}
		absolute = parent
	}
}

// excludedItself says whether a pattern matches this very path.
func (f *finder) excludedItself(absolute string) bool {
	if len(f.opts.Exclude) == 0 {
		return false
	}
	name := f.display(absolute)
	for _, pattern := range f.opts.Exclude {
		pattern = strings.TrimPrefix(filepath.ToSlash(pattern), "./")
		subject := name
		if !strings.Contains(strings.TrimSuffix(pattern, "/"), "/") {
			subject = path.Base(name)
		}
		if doublestar.MatchUnvalidated(strings.TrimSuffix(pattern, "/"), subject) {
			return true
		}
	}
	return false
}

// ValidGlob says whether a pattern can be used in FindOptions.Exclude.
func ValidGlob(pattern string) bool { return doublestar.ValidatePattern(pattern) }

func (f *finder) problem(absolute, message string) {
	f.problems = append(f.problems, &Error{File: f.display(absolute), Message: message})
}

func (f *finder) absolute(path string) string { return Absolute(f.dir, path) }

// display is the name of a path in reports: relative, unless it was given as
// an absolute one and is not below the working directory.
func (f *finder) display(absolute string) string {
	rel, err := filepath.Rel(f.dir, absolute)
	if err != nil || f.named && !filepath.IsLocal(rel) {
		return filepath.ToSlash(absolute)
	}
	return filepath.ToSlash(rel)
}

// Absolute is a path that starts from dir as an absolute one; a dir that is not
// absolute starts from the working directory of the process.
func Absolute(dir, path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	from, _ := filepath.Abs(dir) // without a working directory no path leads anywhere
	return filepath.Join(from, path)
}

// Repository is the nearest folder that has a `.git`, from an absolute folder
// upwards; false when there is none.
func Repository(folder string) (string, bool) {
	for {
		if _, err := os.Lstat(filepath.Join(folder, ".git")); err == nil {
			return folder, true
		}
		parent := filepath.Dir(folder)
		if parent == folder {
			return "", false
		}
		folder = parent
	}
}

func realPath(path string) string {
	if found, err := filepath.EvalSymlinks(path); err == nil {
		return found
	}
	return path
}

// unique drops inputs that are the same file as an earlier one.
func unique(inputs []Input) []Input {
	seen := make(map[string]bool, len(inputs))
	return slices.DeleteFunc(inputs, func(in Input) bool {
		again := seen[in.real]
		seen[in.real] = true
		return again
	})
}
