// Package policies holds the policies: which rules decide which item of a
// checklist, and what a finding means for a run. It refuses to know how they
// are evaluated and what a gateway looks like.
package policies

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/module"
)

// Embedded holds the policies that gwlint ships.
//
//go:embed policies.rego */*.rego */*/*.rego
var Embedded embed.FS

// Default is the name of the policy that holds where none is named.
const Default = "f4_checklist"

// root names the tree in messages and in the modules' file names.
const root = "policies"

// Policy is what METADATA says of one policy.
type Policy struct {
	Name string // the last part of the package: f4_checklist
	// Package is the Rego package, without `data.`: policies.f4_checklist.
	Package     string
	Title       string
	Description string // Markdown
	// Digest is "sha256:" and the hexadecimal digest of the policy's text and of
	// the libraries that all policies share; it changes when a decision may.
	Digest string
}

// Load reads the policies of a folder in order of name, and their modules.
// Tests are left out. A package that is neither a library nor a complete policy
// is an error that names the file and the line.
func Load(fsys fs.FS) ([]Policy, map[string]*ast.Module, error) {
	modules, err := module.Parse(fsys, root, func(string) bool { return false })
	if err != nil {
		return nil, nil, err
	}
	var names []string
	for _, m := range modules {
		if err := inPlace(m); err != nil {
			return nil, nil, err
		}
		if !isShared(m) && !slices.Contains(names, m.Package) {
			names = append(names, m.Package)
		}
	}
	slices.Sort(names)
	list := make([]Policy, 0, len(names))
	for _, name := range names {
		policy, err := describe(name, modules)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, policy)
	}
	return list, module.ByFile(modules), nil
}

// inPlace holds a module to the package that its folder names.
func inPlace(m module.Module) error {
	folder := path.Dir(m.File)
	want := strings.ReplaceAll(folder, "/", ".")
	if m.Package != want {
		return m.Errorf("package %s is not named after its folder: %s", m.Package, want)
	}
	if !isShared(m) && path.Dir(folder) != root {
		return m.Errorf("package %s is neither a library nor a policy", m.Package)
	}
	return nil
}

// isShared reports whether the module belongs to all policies.
func isShared(m module.Module) bool {
	return m.Package == root || strings.HasPrefix(m.Package, root+".lib.")
}

// describe reads a policy from the modules of its package, which together must
// decide levels and a checklist.
func describe(name string, modules []module.Module) (Policy, error) {
	own := slices.DeleteFunc(slices.Clone(modules), func(m module.Module) bool { return m.Package != name })
	i := slices.IndexFunc(own, func(m module.Module) bool { return m.Metadata() != nil })
	if i < 0 {
		return Policy{}, own[0].Errorf("package %s has no METADATA block", name)
	}
	block := own[i].Metadata()
	if block.Title == "" || strings.TrimSpace(block.Description) == "" {
		return Policy{}, own[i].Errorf("METADATA lacks title or description")
	}
	for _, decision := range []string{"level", "checklist"} {
		if !slices.ContainsFunc(own, func(m module.Module) bool { return m.Defines(decision) }) {
			return Policy{}, own[i].Errorf("package %s does not decide %s", name, decision)
		}
	}
	return Policy{
		Name:        strings.TrimPrefix(name, root+"."),
		Package:     name,
		Title:       block.Title,
		Description: strings.TrimSpace(block.Description),
		Digest:      digest(name, modules),
	}, nil
}

func digest(name string, modules []module.Module) string {
	hash := sha256.New()
	for _, m := range modules {
		if m.Package == name || isShared(m) {
			_, _ = fmt.Fprintf(hash, "%s %d\n%s", m.File, len(m.Text), m.Text)
		}
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}
