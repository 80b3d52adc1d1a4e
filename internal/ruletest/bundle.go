package ruletest

import (
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/bundle"
	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// rootFile is what the root file of a bundle is called.
const rootFile = "databricks.yml"

// bundleExample is an example that is a bundle: one file, or a folder in which a root file
// lies. It is judged as all its targets deploy it.
type bundleExample struct {
	*examples

	name string
	// texts are its files by name, as examples.texts has them.
	texts map[string][]byte
	// given are the names of its files in examples.texts, by those that findings have.
	given map[string]string
}

// addFolder takes a folder among the examples that is a bundle; others hold none.
func (e *examples) addFolder(folder, name string) error {
	if _, err := fs.Stat(e.suite.tree.Files, path.Join(folder, name, rootFile)); err != nil {
		return nil //nolint:nilerr // it is no bundle
	}
	e.bundles = append(e.bundles, name)
	return fs.WalkDir(e.suite.tree.Files, path.Join(folder, name), func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(e.suite.tree.Files, file)
		e.texts[strings.TrimPrefix(file, folder+"/")] = text
		return err
	})
}

// bundle returns an example as a bundle, where it is one.
func (e *examples) bundle(name string) (bundleExample, bool) {
	b := bundleExample{examples: e, name: name, texts: map[string][]byte{}, given: map[string]string{}}
	if slices.Contains(e.bundles, name) {
		for file, text := range e.texts {
			if strings.HasPrefix(file, name+"/") {
				b.texts[strings.TrimPrefix(file, name+"/")] = text
			}
		}
		return b, true
	}
	text, err := source.NewText(e.file(name), e.texts[name])
	if err != nil {
		return b, false
	}
	documents, _ := source.Parse(text, source.Limits{})
	b.texts[rootFile] = e.texts[name]
	return b, len(documents) > 0 && isRoot(documents[0].Root)
}

// isRoot says whether a document is the root file of a bundle, and not what the CLI prints
// of one.
func isRoot(root *source.Node) bool {
	about := root.Get("bundle")
	return about != nil && about.Kind == source.Map && about.Get("target") == nil
}

// subjects reads the gateways of the bundle as each target deploys them.
func (b bundleExample) subjects() ([]*gateway.Subject, error) {
	dir, err := os.MkdirTemp("", "gwlint-example-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.RemoveAll(dir) }()
	for _, name := range slices.Sorted(maps.Keys(b.texts)) {
		if err := b.write(dir, name); err != nil {
			return nil, err
		}
	}
	root, err := source.NewInput(dir, rootFile)
	if err != nil {
		return nil, err
	}
	loaded := bundle.Load(root, bundle.Options{Dir: dir})
	faults := loaded.Faults
	var documents []*source.Document
	for _, target := range loaded.Targets {
		resolved := loaded.Resolve(target)
		faults = append(faults, resolved.Faults...)
		if resolved.Document != nil {
			documents = append(documents, resolved.Document)
		}
	}
	for _, fault := range faults {
		b.unit.fail(b.file(b.given[fault.File]), fault.At.Line, "%s", fault.Message)
	}
	subjects, unsupported, err := check.Normalise(documents, gateway.Auto, b.params)
	for _, fault := range unsupported {
		b.unit.fail(b.file(b.name), 0, "%v", fault)
	}
	return subjects, err
}

// write writes a file of the bundle into a folder, and keeps what findings call it.
func (b bundleExample) write(dir, name string) error {
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(file, b.texts[name], 0o600); err != nil {
		return err
	}
	input, err := source.NewInput(dir, filepath.FromSlash(name))
	if err != nil {
		return err
	}
	b.given[input.File] = b.name
	if slices.Contains(b.bundles, b.name) {
		b.given[input.File] = path.Join(b.name, name)
	}
	return nil
}

// named are findings with the names that the files of the bundle have among the examples.
func (b bundleExample) named(found []finding.Finding) []finding.Finding {
	for i := range found {
		if given, ok := b.given[found[i].Location.File]; ok {
			found[i].Location.File = b.file(given)
		}
	}
	return found
}
