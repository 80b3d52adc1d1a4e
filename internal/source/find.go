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
	// of the process. Files are named from the root of the repository that it lies in:
	// see Base.
	Dir string
	// Exclude holds glob patterns with `**`, relative to Dir; a pattern without
	// a slash concerns names at every level. What matches is left out with all
	// that is below it, even a file that is named explicitly.
	Exclude []string
	// Stdin is what the path `-` reads; nil is empty.
	Stdin io.Reader
	// StdinName is the path whose name standard input has in reports; "" is for
	// `<stdin>`. There need not be such a file.
	StdinName string
	// Names are those that a walk takes whatever their extension.
	Names []string
}

// Found is what Find found.
type Found struct {
	// Inputs are sorted by name, each file once.
	Inputs []Input
	// Problems are the paths that cannot be found or listed.
	Problems []*Error
	// LeftOut are the files that may be configuration by their names and are not
	// among the inputs, sorted by name.
	LeftOut []LeftOut
	// Cut are the reasons of which there is more than LeftOut lists.
	Cut map[Reason]bool
	// Index says why it is not known whether git tracks what it ignores, nil where it
	// is known or nothing is ignored.
	Index []*Error
}

// Find lists the files that paths stand for: files, folders (in which it takes
// JSON, YAML and Terraform's files that git tracks or does not ignore), globs
// where no file has that very name, and `-`.
//
// A path that cannot be found or listed is a problem and does not end the
// search. When ctx is done, what was found by then is returned.
func Find(ctx context.Context, opts FindOptions, paths []string) Found {
	f := &finder{ctx: ctx, opts: opts, base: NewBase(opts.Dir), leaver: newLeaver()}
	for _, path := range paths {
		f.add(path)
	}
	slices.SortStableFunc(f.inputs, func(a, b Input) int { return strings.Compare(a.File, b.File) })
	slices.SortStableFunc(f.problems, func(a, b *Error) int {
		return cmp.Or(strings.Compare(a.File, b.File), strings.Compare(a.Message, b.Message))
	})
	inputs := unique(f.inputs)
	return Found{Inputs: inputs, Problems: f.problems, LeftOut: f.leaver.withoutRead(inputs), Cut: f.leaver.cut, Index: f.index}
}

// With adds what another search found that nobody asked for: its inputs count as
// found in a folder, and what it could not find as not there.
func (f Found) With(more Found) Found {
	for _, in := range more.Inputs {
		in.named = false
		f.Inputs = append(f.Inputs, in)
	}
	slices.SortStableFunc(f.Inputs, func(a, b Input) int { return strings.Compare(a.File, b.File) })
	f.Inputs = unique(f.Inputs)
	l := leaver{leftOut: append(slices.Clip(f.LeftOut), more.LeftOut...)}
	f.LeftOut = l.withoutRead(f.Inputs)
	return f
}

// finder is one call of Find.
type finder struct {
	ctx      context.Context
	opts     FindOptions
	base     Base
	named    bool // the path that is being added was given as an absolute one
	inputs   []Input
	problems []*Error
	index    []*Error
	leaver   leaver
	// real are the paths of folders without links, by path.
	real map[string]string
	// shown is the folder at hand, and what the names of its files begin with: see displayIn.
	shown struct {
		folder, names string
		named         bool
	}
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
	in := Input{File: "<stdin>", stdin: f.opts.Stdin}
	if name := f.opts.StdinName; name != "" {
		in.File = f.base.Name(f.absolute(name), filepath.IsAbs(name))
	}
	if in.stdin == nil {
		in.stdin = strings.NewReader("")
	}
	f.inputs = append(f.inputs, in)
}

// addNamed adds a file that was asked for by its name, whatever that is.
func (f *finder) addNamed(absolute string) {
	if glob, excluded := f.excluded(absolute); excluded {
		f.leaveFile(absolute, LeftOut{Why: Excluded, By: glob, Asked: true})
		return
	}
	in := f.input(absolute)
	in.named = true
	f.inputs = append(f.inputs, in)
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
	matches = slices.DeleteFunc(matches, func(m string) bool {
		parts := strings.Split(m, "/")
		return slices.Contains(parts, ".git") || slices.Contains(parts, ".terraform") && !strings.Contains(rest, ".terraform")
	})
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

// excluded says whether a path, or a folder above it, is excluded, and by which glob.
func (f *finder) excluded(absolute string) (glob string, excluded bool) {
	if len(f.opts.Exclude) == 0 {
		return "", false
	}
	for {
		if glob, excluded := f.excludedItself(absolute); excluded {
			return glob, true
		}
		parent := filepath.Dir(absolute)
		if parent == absolute || absolute == f.base.dir {
			return "", false
		}
		absolute = parent
	}
}

// excludedItself says whether a pattern matches this very path, and which.
func (f *finder) excludedItself(absolute string) (glob string, excluded bool) {
	if len(f.opts.Exclude) == 0 {
		return "", false
	}
	name := f.fromDir(absolute)
	for _, glob := range f.opts.Exclude {
		pattern := strings.TrimPrefix(filepath.ToSlash(glob), "./")
		subject := name
		if !strings.Contains(strings.TrimSuffix(pattern, "/"), "/") {
			subject = path.Base(name)
		}
		if doublestar.MatchUnvalidated(strings.TrimSuffix(pattern, "/"), subject) {
			return glob, true
		}
	}
	return "", false
}

// ValidGlob says whether a pattern can be used in FindOptions.Exclude.
func ValidGlob(pattern string) bool { return doublestar.ValidatePattern(pattern) }

func (f *finder) problem(absolute, message string) {
	f.problems = append(f.problems, &Error{File: f.display(absolute), Message: message})
}

func (f *finder) absolute(path string) string { return Absolute(f.base.dir, path) }

// display is the name of a path in reports.
func (f *finder) display(absolute string) string {
	return f.base.name(absolute, f.named, f.realFolder)
}

// displayIn is the name of a file of a folder in reports: what it begins with is worked out
// once for all of them, which follow each other.
func (f *finder) displayIn(folder, file string) string {
	if f.shown.folder != folder || f.shown.named != f.named {
		f.shown.folder, f.shown.named = folder, f.named
		f.shown.names = strings.TrimSuffix(f.display(filepath.Join(folder, file)), file)
	}
	return f.shown.names + file
}

// realFolder is the path of a folder without links, which is asked of the system once for
// all files of the folder.
func (f *finder) realFolder(path string) string {
	real, ok := f.real[path]
	if !ok {
		real = realPath(path)
		if f.real == nil {
			f.real = map[string]string{}
		}
		f.real[path] = real
	}
	return real
}

// fromDir is a path as globs see it, which start from the working directory: relative,
// unless it was given as an absolute one and is not below that.
func (f *finder) fromDir(absolute string) string {
	rel, err := filepath.Rel(f.base.dir, absolute)
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

// PackManifest is the file that makes a folder an evidence pack, which is a root of its own: what
// is said of it does not depend on where it lies.
const PackManifest = "gwlint-pack.json"

// Repository is the nearest folder that has a `.git`, or is an evidence pack, from an absolute
// folder upwards; false when there is none.
func Repository(folder string) (string, bool) {
	for {
		for _, mark := range []string{".git", PackManifest} {
			if _, err := os.Lstat(filepath.Join(folder, mark)); err == nil {
				return folder, true
			}
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

// partOf is a name, as the end of a path where it is that: of thousands of files, it is then
// not kept beside the path.
func partOf(path, name string) string {
	if strings.HasSuffix(path, name) {
		return path[len(path)-len(name):]
	}
	return name
}

// unique drops inputs that are the same file as an earlier one, which is named when
// any of them is.
func unique(inputs []Input) []Input {
	first := make(map[string]int, len(inputs))
	kept := slices.Grow([]Input(nil), len(inputs))
	for _, in := range inputs {
		if i, again := first[in.real]; again {
			kept[i].named = kept[i].named || in.named
			continue
		}
		first[in.real] = len(kept)
		kept = append(kept, in)
	}
	return kept
}

// repository returns the work tree that has a `.git` in a folder.
func (f *finder) repository(root string) *repository {
	return &repository{root: root, git: gitFolder(root), takes: f.takes}
}

// leaveFolder lists the files below a folder that may be configuration. It follows
// no link.
func (f *finder) leaveFolder(folder string, as LeftOut) {
	entries, err := os.ReadDir(folder)
	if err != nil || f.ctx.Err() != nil { // what is left out need not be readable
		return
	}
	_, most := as.Why.bounds()
	for _, entry := range entries {
		if f.leaver.entries[as.Why]++; f.leaver.entries[as.Why] > most {
			f.leaver.cut[as.Why] = true
			return
		}
		below := filepath.Join(folder, entry.Name())
		switch {
		case isOwn(entry):
		case entry.IsDir():
			f.leaveFolder(below, as)
		case entry.Type().IsRegular() && f.takes(entry.Name()):
			f.leaveFile(below, as)
		}
	}
}

func (f *finder) leaveFile(file string, as LeftOut) {
	as.Input = Input{File: f.display(file), path: file, real: file}
	f.leaver.leave(as)
}

// leaveEntry lists what an entry of a folder is, or holds.
func (f *finder) leaveEntry(entry fs.DirEntry, file string, as LeftOut) {
	switch {
	case entry.IsDir():
		f.leaveFolder(file, as)
	case f.takes(entry.Name()):
		f.leaveFile(file, as)
	}
}

// walk adds the files below a folder that was named.
func (f *finder) walk(path string) {
	if glob, excluded := f.excluded(path); excluded {
		f.leaveFolder(path, LeftOut{Why: Excluded, By: glob, Asked: true})
		return
	}
	in := folder{path, realPath(path)}
	w := &walker{finder: f, root: in.real}
	above := level{}
	if root, ok := Repository(w.root); ok {
		above.repository = f.repository(root)
		above.rules = gitignoresAbove(w.root, above.repository)
		w.asked = root != w.root
	}
	w.folder(in, above)
}

// down is what git says one folder further down: a repository within another one,
// as a submodule is, has its own rules.
func (f *finder) down(l level, entries []fs.DirEntry, real string) level {
	holds := func(name string) bool {
		return slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == name })
	}
	if holds(".git") && (l.repository == nil || l.repository.root != real) {
		in := f.repository(real)
		l = level{repository: in, rules: readGitignore(nil, real, in.exclude())}
	}
	if l.repository != nil && holds(".gitignore") {
		l.rules = readGitignore(l.rules, real, filepath.Join(real, ".gitignore"))
	}
	return l
}

// takes says by a file's name whether a walk reads it.
func (f *finder) takes(name string) bool {
	return isConfiguration(name) || slices.Contains(f.opts.Names, name)
}
