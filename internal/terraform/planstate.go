package terraform

import (
	"path"
	"slices"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// Keys of a state file.
const (
	keyVersion = "version"
	keyLineage = "lineage"
	keySerial  = "serial"
)

// isStateFile says whether a document is a state as Terraform stores it.
func isStateFile(doc *source.Document) bool {
	root := doc.Root
	if root == nil || root.Get(keyVersion) == nil || root.Get(keyVersion).Kind != source.Number {
		return false
	}
	list := root.Get(keyResources)
	return list != nil && list.Kind == source.List && (root.Get(keyLineage) != nil || root.Get(keySerial) != nil)
}

// OfStateFile says of a state as Terraform stores it what to do about it, nil where it has
// no resource whose type is wanted; ok is false where the document is no such state. None
// of it is shown: it has the values of secrets, and does not say which they are.
func OfStateFile(doc *source.Document, wanted func(resourceType string) bool) (fault *source.Error, ok bool) {
	if !isStateFile(doc) {
		return nil, false
	}
	doc.Text.Mask(source.Range{Start: 0, End: len(doc.Text.Bytes)})
	manages := func(item *source.Node) bool {
		return wanted(stringOf(item.Get(keyType))) && stringOf(item.Get(keyMode)) != "data"
	}
	if !slices.ContainsFunc(doc.Root.Get(keyResources).Items(), manages) {
		return nil, true
	}
	return &source.Error{File: doc.Text.File, Message: "is a state file of Terraform, which holds secrets and is not read: " +
		"run `terraform show -json" + argumentOf(doc.Text.File) + " | gwlint check -` in the folder of its configuration"}, true
}

// plainName is the name of a file that needs no quotes in a shell.
var plainName = regex.Lazy(`^[A-Za-z0-9_][A-Za-z0-9_.-]*$`)

// argumentOf is the name of a file as an argument of a command, "" where it is none.
func argumentOf(file string) string {
	if name := path.Base(file); plainName().MatchString(name) {
		return " " + name
	}
	return ""
}
