package bundle

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// included returns the files that the root includes, in the order in which they are merged
// over it.
func included(b *Bundle, root file, bounds includeBounds) []source.Input {
	include := root.root.Get("include")
	switch {
	case include == nil:
		return nil
	case include.Kind == source.String && wholeReference().MatchString(include.Text):
		b.fault(root.fault(include.Range().Start, "the Databricks CLI resolves no reference in `include`: write the list"))
	case b.Root.Piped() && len(include.Items()) > 0:
		b.fault(root.fault(include.Range().Start, "files are included, which standard input does not show: name the root file instead of -"))
		return nil
	}
	folder := b.folder()
	i := &includer{bundle: b, root: root, folder: folder, limit: limitOf(b, folder), bounds: bounds, left: bounds, seen: map[string]bool{}}
	for _, name := range rootNames {
		i.seen[filepath.Join(folder, name)] = true
	}
	for _, item := range include.Items() {
		if item.Kind == source.String && !i.full {
			i.add(item)
		}
	}
	return i.inputs
}

// readLimit is the folder outside of which no file is read, and what that is.
type readLimit struct{ folder, name, remedy string }

// limitOf is the root of the repository that a folder lies in and, outside of one, the
// folder that the run is started in, where that lies above.
func limitOf(b *Bundle, folder string) readLimit {
	if repository, ok := source.Repository(folder); ok {
		return readLimit{repository, "repository", "put the file into it"}
	}
	const remedy = "start gwlint in a folder that holds all files of the bundle"
	if dir, err := filepath.EvalSymlinks(source.Absolute(b.options.Dir, ".")); err == nil && isWithin(dir, folder) {
		return readLimit{dir, "folder that gwlint is started in", remedy}
	}
	return readLimit{folder, "folder of the root file", remedy}
}

// isWithin says whether a path leads to a folder or below it.
func isWithin(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

// includeBounds are bounds of what a bundle may include: files, and entries of folders that
// its patterns look at.
type includeBounds struct{ files, entries int }

var mostIncluded = includeBounds{files: 10_000, entries: 1_000_000}

// includer finds the files behind the entries of `include`, as the CLI does: `*` stands for
// a part of one name, `**` too, and a name that begins with a dot is one as any other.
// Source: Databricks CLI v1.10.0, `databricks bundle validate` of such bundles.
type includer struct {
	bundle *Bundle
	root   file
	folder string // the root's
	limit  readLimit
	inputs []source.Input
	seen   map[string]bool // by path
	bounds includeBounds
	left   includeBounds // of the bounds
	full   bool          // a bound is reached
	said   int           // how many faults were found
}

// fault says of an entry what is wrong with it, up to a bound.
func (i *includer) fault(item *source.Node, format string, args ...any) {
	if i.said++; i.said > mostFaults {
		return
	}
	i.bundle.fault(i.root.fault(item.Range().Start, "`%s` "+format, append([]any{clip(item.Text)}, args...)...))
}

// add adds the files of one entry that no earlier one has, in alphabetical order.
func (i *includer) add(item *source.Node) {
	pattern := filepath.FromSlash(item.Text)
	_, err := filepath.Match(pattern, "")
	switch {
	case filepath.IsAbs(pattern):
		i.fault(item, "is an absolute path, which the Databricks CLI does not take in `include`: write one that begins at the folder of the root file")
	case err != nil:
		i.fault(item, "is not a valid pattern: close its brackets")
	case strings.Contains(pattern, "${"):
		i.fault(item, "matches nothing, since the Databricks CLI resolves no reference in `include`: write the path")
	case !isWithin(i.limit.folder, filepath.Join(i.folder, pattern)):
		i.fault(item, "leads out of the %s, where nothing is read: %s", i.limit.name, i.limit.remedy)
	default:
		i.addMatches(item, i.glob(pattern))
	}
	if i.left.entries < 0 && !i.full {
		i.full = true
		i.fault(item, "makes more than the limit of %d files to look through: narrow the patterns of `include`", i.bounds.entries)
	}
}

// addMatches adds the files that an entry matches.
func (i *includer) addMatches(item *source.Node, matches []string) {
	if len(matches) == 0 && !strings.ContainsAny(item.Text, "*?[") {
		i.fault(item, "is missing: there is no such file, and the Databricks CLI refuses that; remove the entry or write the right path")
		return
	}
	slices.Sort(matches)
	refused := false
	for _, match := range matches {
		if i.seen[match] {
			continue
		}
		i.seen[match] = true
		if i.left.files--; i.left.files < 0 {
			i.full = true
			i.fault(item, "makes more than the limit of %d files: narrow the patterns of `include`", i.bounds.files)
			return
		}
		if isConfiguration(match) {
			i.addFile(item, match)
			continue
		}
		if !refused {
			refused = true
			i.fault(item, "matches `%s`, which is neither YAML nor JSON, and the Databricks CLI refuses that: narrow the pattern, as in `*.yml`", i.name(match))
		}
	}
}

// isConfiguration says by its name whether the CLI includes a file.
func isConfiguration(path string) bool {
	return slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path))
}

func (i *includer) addFile(item *source.Node, path string) {
	input, err := source.NewInput(i.bundle.options.Dir, path)
	switch {
	case errors.Is(err, source.ErrFolder), errors.Is(err, source.ErrNotRegular):
		i.fault(item, "matches `%s`, which %s: narrow the pattern, or name files", i.name(path), err)
	case err != nil:
		i.fault(item, "matches `%s`, which cannot be read: remove it, or what keeps it from being read", i.name(path))
	case !isWithin(i.limit.folder, input.Real()):
		i.fault(item, "matches `%s`, a link that leads out of the %s, where nothing is read: put the file in its place", i.name(path), i.limit.name)
	default:
		i.inputs = append(i.inputs, input)
	}
}

// name is a path as one that begins at the folder of the root file.
func (i *includer) name(path string) string {
	rel, err := filepath.Rel(i.folder, path)
	if err != nil {
		return filepath.ToSlash(path)
	}
	return filepath.ToSlash(rel)
}

// glob returns the paths that a pattern matches. Folders that cannot be listed hold
// nothing.
func (i *includer) glob(pattern string) []string {
	paths := []string{i.folder}
	for part := range strings.SplitSeq(filepath.Clean(pattern), string(filepath.Separator)) {
		var next []string
		for _, path := range paths {
			next = append(next, i.below(path, part)...)
		}
		paths = next
	}
	return paths
}

// below returns the paths in a folder whose names a part of a pattern matches.
func (i *includer) below(folder, part string) []string {
	i.left.entries--
	if !strings.ContainsAny(part, `*?[\`) {
		path := filepath.Join(folder, part)
		if _, err := os.Lstat(path); err != nil {
			return nil
		}
		return []string{path}
	}
	if i.left.entries < 0 {
		return nil
	}
	entries, _ := os.ReadDir(folder)
	i.left.entries -= len(entries)
	var paths []string
	for _, entry := range entries {
		if ok, _ := filepath.Match(part, entry.Name()); ok {
			paths = append(paths, filepath.Join(folder, entry.Name()))
		}
	}
	return paths
}
