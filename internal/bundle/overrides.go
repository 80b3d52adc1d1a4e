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

// overrides reads the file with the values of variables that somebody gives the target on
// this machine: a map by name. Nil where there is none.
func (r *resolution) overrides() *source.Node {
	name := filepath.FromSlash(overridesFile(r.target))
	if !filepath.IsLocal(name) || r.bundle.Root.Real() == "" {
		return nil
	}
	input, err := source.NewInput(r.bundle.options.Dir, filepath.Join(filepath.Dir(r.bundle.Root.Real()), name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	var text *source.Text
	if err == nil {
		text, err = source.Load(input, r.bundle.options.Limits)
	}
	if err != nil {
		r.unreadable(err)
		return nil
	}
	r.texts = append(r.texts, text)
	documents, err := source.Parse(text, r.bundle.options.Limits)
	switch {
	case err != nil:
		r.faults = append(r.faults, source.Faults(err)...)
		return nil
	case len(documents) != 1 || documents[0].Root.Kind != source.Map:
		r.fault(&source.Error{File: text.File, Message: "is no JSON object: write the values of variables by their names, as in `{\"catalog\": \"main\"}`"})
		return nil
	}
	source.SetText(documents[0].Root, text)
	return documents[0].Root
}

// unreadable says that the overrides file cannot be read.
func (r *resolution) unreadable(err error) {
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
