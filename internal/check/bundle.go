package check

import (
	"path/filepath"

	"github.com/gwlint/gwlint/internal/source"
)

// repositoryOf is the root of the repository that a file lies in, the file's own
// folder outside of one.
func repositoryOf(file source.Input) string {
	folder := filepath.Dir(file.Real())
	if root, ok := source.Repository(folder); ok {
		return root
	}
	return folder
}

// within drops the inputs that lie outside of a folder.
func within(folder string, inputs []source.Input) []source.Input {
	var kept []source.Input
	for _, in := range inputs {
		if rel, err := filepath.Rel(folder, in.Real()); err == nil && filepath.IsLocal(rel) {
			kept = append(kept, in)
		}
	}
	return kept
}
