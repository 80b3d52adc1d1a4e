package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// walk adds the JSON and YAML files below a folder that was named.
func (f *finder) walk(folder string) {
	if f.excluded(folder) {
		return
	}
	w := &walker{finder: f, root: realPath(folder)}
	w.folder(folder, w.root, ignoresAbove(w.root))
}

type walker struct {
	*finder
	root string // without symbolic links; links that lead out of it are not followed
}

// folder reads one level. Its path is what it was reached by, real the same
// without symbolic links.
func (w *walker) folder(folder, real string, above *ignores) {
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
			below = readIgnores(above, real, filepath.Join(real, ".gitignore"))
		}
	}
	for _, entry := range entries {
		w.entry(entry, filepath.Join(folder, entry.Name()), filepath.Join(real, entry.Name()), below)
	}
}

// entry adds a file or goes down a folder. A link to a folder is left alone:
// inside the tree it would show again what the walk sees anyway.
func (w *walker) entry(entry fs.DirEntry, path, real string, ignored *ignores) {
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

// isConfiguration tells by the name what a walk takes.
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
