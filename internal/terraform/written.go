package terraform

import "github.com/gwlint/gwlint/internal/source"

// tree is the file as it is written, nil where nothing of it is read.
func (f *file) tree() *source.Node { return f.written }
