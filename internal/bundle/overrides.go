package bundle

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"

	"github.com/gwlint/gwlint/internal/source"
)

// overridesFile is where the values of variables that one person gives a target stand,
// from the folder of the root file.
func overridesFile(target string) string {
	return path.Join(".databricks/bundle", target, "variable-overrides.json")
}

// overridesOf reads the file with the values of variables that somebody gives the target on
// this machine: a map by name, nil where there is none. False where it cannot be read.
func overridesOf(r *resolution) (values *source.Node, ok bool) {
	name := filepath.FromSlash(overridesFile(r.target))
	if !filepath.IsLocal(name) || r.bundle.Root.Real() == "" {
		return nil, true
	}
	input, err := source.NewInput(r.bundle.options.Dir, filepath.Join(filepath.Dir(r.bundle.Root.Real()), name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, true
	}
	var text *source.Text
	if err == nil {
		text, err = source.Load(input, r.bundle.options.Limits)
	}
	if err != nil {
		unreadable(r, err)
		return nil, false
	}
	r.texts = append(r.texts, text)
	documents, err := source.Parse(text, r.bundle.options.Limits)
	for _, fault := range source.Faults(err) {
		r.fault(fault)
	}
	for _, document := range documents {
		source.SetText(document.Root, text)
		r.written = append(r.written, document.Root)
	}
	switch {
	case err != nil:
		return nil, false
	case len(documents) != 1 || documents[0].Root.Kind != source.Map:
		r.fault(&source.Error{File: text.File, Message: "is no JSON object: write the values of variables by their names, as in `{\"catalog\": \"main\"}`"})
		return nil, false
	}
	return documents[0].Root, true
}

// unreadable says that the overrides file cannot be read.
func unreadable(r *resolution, err error) {
	if fault, ok := errors.AsType[*source.Error](err); ok {
		r.fault(fault)
		return
	}
	message := "cannot be read"
	if errors.Is(err, source.ErrFolder) || errors.Is(err, source.ErrNotRegular) {
		message = err.Error()
	}
	folder := path.Dir(filepath.ToSlash(r.bundle.Root.File))
	r.fault(&source.Error{
		File: path.Join(folder, overridesFile(r.target)), Message: message + ": make it a file of values by the names of variables, or remove it",
	})
}
