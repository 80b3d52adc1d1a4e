// Package rules holds the rules and reads what their METADATA says of them: one
// folder for each rule, with its Rego, its tests, its examples and its page. It
// refuses to know how a rule is evaluated and what a finding means for a run.
package rules

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/module"
)

// Embedded holds the rules that gwlint ships and their pages.
//
//go:embed rules.rego */*/*.rego */*/README.md
var Embedded embed.FS

// root names the tree in messages and in the modules' file names.
const root = "rules"

// Load reads the Rego modules of a rules folder and the rule that each METADATA
// block describes, in order of ID. Tests and what only tests import are left
// out. A package that is neither a library nor a complete rule is an error that
// names the file and the line, so a half-written rule cannot ship.
func Load(fsys fs.FS) ([]Rule, map[string]*ast.Module, error) {
	modules, err := module.Parse(fsys, root, forTests)
	if err != nil {
		return nil, nil, err
	}
	var list []Rule
	var faults []error
	owner := map[string]string{}
	for _, m := range modules {
		if isLibrary(m) {
			continue
		}
		rule, fault := describe(m)
		if other, taken := owner[rule.ID]; taken && fault == nil {
			fault = m.Errorf("custom.id: %s is the ID of %s", rule.ID, other)
		}
		owner[rule.ID] = rule.Package
		list, faults = append(list, rule), append(faults, fault)
	}
	faults = append(faults, complete(fsys))
	if err := errors.Join(faults...); err != nil {
		return nil, nil, err
	}
	slices.SortFunc(list, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return list, module.ByFile(modules), nil
}

// forTests reports whether only tests import the file.
func forTests(name string) bool {
	return strings.HasPrefix(name, "lib/fixture/")
}

// isLibrary reports whether the module is the root package or a library, and
// stands where it belongs.
func isLibrary(m module.Module) bool {
	folder := path.Dir(m.File)
	if m.Package != strings.ReplaceAll(folder, "/", ".") {
		return false
	}
	return folder == root || path.Dir(folder) == "rules/lib"
}

// complete reports the first folder of an area that holds no rule.
func complete(fsys fs.FS) error {
	folders, err := fs.Glob(fsys, "*/*")
	if err != nil {
		return fmt.Errorf("%s: %w", root, err)
	}
	for _, folder := range folders {
		entries, err := fs.ReadDir(fsys, folder)
		if err != nil || len(entries) == 0 {
			continue // a file, or a folder that git does not know
		}
		want := path.Join(folder, path.Base(folder)+".rego")
		if _, err := fs.Stat(fsys, want); err != nil {
			return fmt.Errorf("%s: %w", path.Join(root, want), fs.ErrNotExist)
		}
	}
	return nil
}
