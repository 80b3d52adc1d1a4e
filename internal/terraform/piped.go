package terraform

import (
	"path/filepath"

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
