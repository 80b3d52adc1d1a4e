package terraform

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// fileNames are the files of a module by their names: those that declare it, and those that
// are merged over these, each in alphabetical order.
type fileNames struct{ primary, override []string }

// namesOf sorts the names of a folder's files. A file of OpenTofu stands for the file of
// Terraform beside it that has the same name but for its ending.
func namesOf(names []string) fileNames {
	var n fileNames
	for _, name := range slices.Sorted(slices.Values(names)) {
		base, ending := splitName(name)
		switch {
		case ending == "", slices.Contains(names, base+tofuOf[ending]):
		case base == "override", strings.HasSuffix(base, "_override"):
			n.override = append(n.override, name)
		default:
			n.primary = append(n.primary, name)
		}
	}
	return n
}

// tofuOf is the ending of OpenTofu's file that stands for one of Terraform's.
var tofuOf = map[string]string{".tf": ".tofu", ".tf.json": ".tofu.json", ".tofu": "/", ".tofu.json": "/"}

// splitName splits the name of a file into what Terraform goes by and the ending; that is
// "" for a file that declares nothing.
func splitName(name string) (base, ending string) {
	if strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") {
		return name, ""
	}
	for _, ending := range []string{".tf", ".tf.json", ".tofu", ".tofu.json"} {
		if base, ok := strings.CutSuffix(name, ending); ok {
			return base, ending
		}
	}
	return name, ""
}

// IsFile says by its name whether a file declares a part of a module.
func IsFile(name string) bool {
	_, ending := splitName(filepath.Base(name))
	return ending != ""
}

// IsValues says by its name whether a file holds values of variables that are read without
// being asked for.
func IsValues(name string) bool {
	name = filepath.Base(name)
	return name == "terraform.tfvars" || name == "terraform.tfvars.json" ||
		strings.HasSuffix(name, ".auto.tfvars") || strings.HasSuffix(name, ".auto.tfvars.json")
}

// valueFiles are the names of the files of values in a folder, the last one wins.
func valueFiles(names []string) []string {
	var named, auto []string
	for _, name := range slices.Sorted(slices.Values(names)) {
		switch {
		case !IsValues(name):
		case strings.HasPrefix(name, "terraform.tfvars"):
			named = append(named, name)
		default:
			auto = append(auto, name)
		}
	}
	return append(named, auto...)
}

// list returns the names of the files in a folder, none where it cannot be listed.
func list(folder string) ([]string, error) {
	entries, err := os.ReadDir(folder)
	names := make([]string, 0, len(entries))
	for _, entry := range entries {
		if !entry.IsDir() {
			names = append(names, entry.Name())
		}
	}
	return names, err
}

// isOutside says whether a path leads out of the folder that all is read in, also by a
// symbolic link. What does not exist does where its folder does.
func (l *loader) isOutside(path string) bool {
	if l.options.Root == "" {
		return false
	}
	if l.root == "" {
		l.root = realPath(l.options.Root)
	}
	return !isWithin(l.root, realPath(path))
}

// realPath is a path without symbolic links; of what does not exist, as much of it as does.
func realPath(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	parent := filepath.Dir(path)
	if parent == path {
		return path
	}
	return filepath.Join(realPath(parent), filepath.Base(path))
}

// isWithin says whether a path leads to a folder or below it.
func isWithin(folder, path string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && filepath.IsLocal(rel)
}

// given is a path as the folder of the module was given: what lies outside of the run's
// folder is named so.
func (l *loader) given(path string) string {
	if rel, err := filepath.Rel(l.options.Dir, path); err == nil && !l.options.Absolute {
		return rel
	}
	return path
}

// open returns the input of a file, nil where there is nothing to read: then that is noted.
func (l *loader) open(path string, named bool) *source.Input {
	if l.isPiped(path) {
		return &l.options.Piped.Input
	}
	input, err := source.NewInput(l.options.Dir, l.given(path))
	unread := source.Input{File: l.base().Name(path, named)}
	switch {
	case errors.Is(err, source.ErrFolder), errors.Is(err, source.ErrNotRegular):
		l.refuse(unread, err.Error()+", which Terraform cannot read: put a file in its place")
	case err != nil:
		l.refuse(unread, "cannot be read: remove it, or what keeps it from being read")
	case !named && l.isOutside(input.Real()):
		l.refuse(unread, "is a link that leads out of the folder in which gwlint reads: put the file in its place")
	default:
		return &input
	}
	return nil
}

func (l *loader) refuse(input source.Input, message string) {
	l.report(&source.Error{File: input.File, Message: message})
}

// isPiped says whether standard input stands for a file.
func (l *loader) isPiped(path string) bool {
	return l.options.Piped != nil && l.options.Piped.Path == path
}

// list returns the names of the files in a folder, with the one that standard input stands
// for.
func (l *loader) list(folder string) ([]string, error) {
	names, err := list(folder)
	if p := l.options.Piped; p != nil && p.Folder() == folder {
		if name := filepath.Base(p.Path); !slices.Contains(names, name) {
			names = append(names, name)
		}
		return names, nil
	}
	return names, err
}
