package source

import (
	"path"
	"path/filepath"
)

// Base is where a run stands: relative paths start from its folder, and files are named
// from the root of the repository that this lies in, so that one file has one name
// wherever in its repository gwlint is started. Outside of a repository both are the
// same folder.
type Base struct {
	dir, root string // absolute
	start     string // dir from root, with forward slashes
}

// NewBase is the base of a run that is started in a folder; "" is the working directory
// of the process.
func NewBase(dir string) Base {
	dir = Absolute(dir, ".")
	for _, folder := range []string{dir, realPath(dir)} { // git sees no links either
		if root, ok := Repository(folder); ok {
			start, _ := filepath.Rel(root, folder) // root lies above it
			return Base{dir: dir, root: root, start: filepath.ToSlash(start)}
		}
	}
	return Base{dir: dir, root: dir, start: "."}
}

// Start is the name of the folder that relative paths start from, "." where that is the
// root.
func (b Base) Start() string { return b.start }

// Root is the absolute path of the folder that files are named from.
func (b Base) Root() string { return b.root }

// Name is the name of an absolute path in reports: from the root. What lies elsewhere is
// named so too, unless it was given as an absolute path.
func (b Base) Name(absolute string, given bool) string { return b.name(absolute, given, realPath) }

// name is Name with a function that follows the links in the path of a folder.
func (b Base) name(absolute string, given bool, follow func(folder string) string) string {
	if rel, err := filepath.Rel(b.dir, absolute); err == nil && filepath.IsLocal(rel) {
		return path.Join(b.start, filepath.ToSlash(rel))
	}
	rel, err := filepath.Rel(b.root, absolute)
	if err == nil && filepath.IsLocal(rel) {
		return filepath.ToSlash(rel)
	}
	real := filepath.Join(follow(filepath.Dir(absolute)), filepath.Base(absolute))
	if below, err := filepath.Rel(follow(b.root), real); err == nil && filepath.IsLocal(below) {
		return filepath.ToSlash(below)
	}
	if err != nil || given {
		return filepath.ToSlash(absolute)
	}
	return filepath.ToSlash(rel)
}

// PortableName is the name of an absolute path in reports, without where this machine keeps
// it: as Name, and by its last part alone where that would be an absolute path.
func (b Base) PortableName(absolute string, given bool) string {
	name := b.Name(absolute, given)
	if filepath.IsAbs(name) {
		name = filepath.Base(name)
	}
	return name
}

// Path is the path that leads from the folder that relative paths start from to a file of
// a name.
func (b Base) Path(name string) string {
	name = filepath.FromSlash(name)
	if rel, err := filepath.Rel(b.dir, filepath.Join(b.root, name)); err == nil && !filepath.IsAbs(name) {
		return rel
	}
	return name
}
