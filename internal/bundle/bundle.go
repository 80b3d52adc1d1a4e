// Package bundle reads Databricks Asset Bundles: the root file, what it includes, its
// targets, variables and presets, as the Databricks CLI resolves them when it deploys.
// Every value keeps the place where it is written and where it comes from. It knows what
// a bundle is and which type each field has, and refuses to know what a gateway is.
//
// Source of what the CLI does: the answers of Databricks CLI v1.10.0 to small bundles,
// which are held in testdata and in the tests of this package.
package bundle

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// Options say how bundles are read and resolved.
type Options struct {
	// Dir is the absolute folder that the run is started in: files are named from the
	// root of its repository.
	Dir string
	// Targets are the targets to resolve, by name; none is all of them.
	Targets []string
	// Variables are values of variables that flags set, by name.
	Variables map[string]string
	// LookupEnv returns a variable of the environment, for BUNDLE_VAR_<name>; nil has none.
	LookupEnv func(name string) (string, bool)
	// Limits bound each file.
	Limits source.Limits
}

// Bundle is the root file of a bundle and what it includes, each file read once for all
// targets.
type Bundle struct {
	// Root is the root file.
	Root source.Input
	// Included are the files that it includes, in the order in which they are merged
	// over it: the last one wins.
	Included []source.Input
	// Targets are the names of the targets to resolve, in the order they are written:
	// those that Options names, or all. A bundle without targets has one of the name
	// "default".
	Targets []string
	// Default is the target that the CLI takes where none is named, "" where one must be.
	Default string
	// Faults are what the CLI refuses, and what cannot be seen, whatever the target.
	Faults []*source.Error
	// Beside is the one of these that says that another root file lies in the folder, nil
	// where none does.
	Beside *source.Error

	options Options
	files   []file // the root first
	// targetFaults are what is wrong in files with the settings of a target, by its name.
	targetFaults map[string][]*source.Error
	// base is the root file with what it includes merged over it, and declared are the
	// targets in it.
	base     *source.Node
	declared []source.Entry
}

// file is one file of a bundle.
type file struct {
	input source.Input
	text  *source.Text
	root  *source.Node // of its first document; nil where it has none
}

// Resolved is a bundle as one target deploys it.
type Resolved struct {
	// Document is shaped as `databricks bundle validate -o json` prints it: bundle.name,
	// bundle.target, workspace.host, resources.<kind>.<key>. Keys that the CLI does not
	// know are in it too. A value that is not known is a text whose Origin says why, in
	// which what is not known stands as the reference that is written: dev_${var.x}.
	// Document.Variant is the target. Nil where the target cannot be resolved at all.
	Document *source.Document
	// Faults are what the CLI refuses of this target, and what cannot be seen of it.
	Faults []*source.Error
}

// Load reads a bundle from its root file. What cannot be read is among its Faults.
func Load(root source.Input, o Options) *Bundle {
	b := &Bundle{Root: root, options: o}
	b.load()
	b.Targets = targetsOf(b)
	checkGiven(b)
	return b
}

// Texts are the texts of all files of the bundle, the root's first.
func (b *Bundle) Texts() []*source.Text {
	var texts []*source.Text
	for _, f := range b.files {
		texts = append(texts, f.text)
	}
	return texts
}

// written are the trees of all files of the bundle, as they are written.
func (b *Bundle) written() []*source.Node {
	var roots []*source.Node
	for _, f := range b.files {
		if f.root != nil {
			roots = append(roots, f.root)
		}
	}
	return roots
}

// Resolve returns the bundle as one of its Targets deploys it.
func (b *Bundle) Resolve(target string) Resolved {
	r := &resolution{bundle: b, target: target, faults: slices.Clone(b.targetFaults[target])}
	root := r.merge()
	root = r.substitute(root)
	root = preset(r, root)
	root = r.link(root)
	if root == nil {
		return Resolved{Faults: r.faults}
	}
	document := &source.Document{
		Text: b.files[0].text, Texts: append(b.Texts()[1:], r.texts...), Root: root,
		Index: slices.Index(b.Targets, target), Variant: target,
	}
	document.Written = append(b.written(), r.written...)
	return Resolved{Document: document, Faults: r.faults}
}

// resolution is the work on one target.
type resolution struct {
	bundle  *Bundle
	target  string
	faults  []*source.Error
	texts   []*source.Text // beside those of the bundle
	written []*source.Node // the trees of these
	values  *values        // of what references name
}

// Variables are the names of the variables that the bundle declares.
func (b *Bundle) Variables() []string {
	var names []string
	if b.base != nil {
		for _, x := range declaredVariables(b) {
			names = append(names, x.name)
		}
	}
	return names
}
