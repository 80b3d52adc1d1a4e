package bundle

import (
	"path/filepath"

	"github.com/gwlint/gwlint/internal/source"
)

// load reads the root file and what it includes.
func (b *Bundle) load() {
	root, ok := b.read(b.Root)
	if !ok {
		return
	}
	b.files = append(b.files, root)
	for _, input := range b.included(root) {
		if f, ok := b.read(input); ok {
			b.Included = append(b.Included, input)
			b.files = append(b.files, f)
		}
	}
}

// read reads the first document of a file.
func (b *Bundle) read(input source.Input) (file, bool) {
	text, err := source.Load(input, b.options.Limits)
	if err != nil {
		b.fault(&source.Error{File: input.File, Message: err.Error()})
		return file{}, false
	}
	documents, err := source.Parse(text, b.options.Limits)
	if err != nil {
		b.Faults = append(b.Faults, source.Faults(err)...)
	}
	f := file{input: input, text: text}
	if len(documents) > 0 {
		f.root = documents[0].Root
		source.SetText(f.root, text)
		f.root = fit(f.root, rootField)
	}
	return f, true
}

func (b *Bundle) fault(err *source.Error) { b.Faults = append(b.Faults, err) }

// included returns the files that the root includes, in order.
func (b *Bundle) included(root file) []source.Input {
	var inputs []source.Input
	include := root.root.Get("include")
	if include == nil {
		return nil
	}
	folder := filepath.Dir(b.Root.Real())
	for _, item := range include.Items {
		found, _ := filepath.Glob(filepath.Join(folder, item.Text))
		for _, name := range found {
			if input, err := source.NewInput(b.options.Dir, name); err == nil {
				inputs = append(inputs, input)
			}
		}
	}
	return inputs
}
