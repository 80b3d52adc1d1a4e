package check

import (
	"context"
	"path"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// include adds the files that the roots of bundles include, wherever in their
// repository those lie: a root that only includes configures what they do.
func (f *Files) include(ctx context.Context, opts source.FindOptions) {
	for _, root := range f.found.Inputs {
		if root.Piped() || !gateway.IsBundleRoot(path.Base(root.File)) {
			continue
		}
		globs := f.included(root)
		for i, glob := range globs {
			globs[i] = path.Join(path.Dir(root.File), glob)
		}
		more := source.Find(ctx, opts, globs)
		more.Inputs = within(repositoryOf(root), more.Inputs)
		f.found = f.found.With(more)
	}
}

// included reads which files the root of a bundle includes. One that cannot be read
// is told of when it is read for its gateways.
func (f *Files) included(root source.Input) []string {
	text, err := source.Load(root, f.limits)
	if err != nil {
		return nil
	}
	documents, _ := source.Parse(text, f.limits)
	if len(documents) == 0 {
		return nil
	}
	return gateway.Included(documents[0])
}

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
