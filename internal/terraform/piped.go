package terraform

import (
	"path/filepath"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// Piped is standard input that stands for a file of a module.
type Piped struct {
	Input source.Input
	// Path is the absolute path of the file, whose folder need not be there.
	Path string
}

// Folder is the folder of the file.
func (p *Piped) Folder() string { return filepath.Dir(p.Path) }

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
