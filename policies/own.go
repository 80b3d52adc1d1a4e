package policies

import (
	"cmp"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/module"
)

// builtOn begins the name of a module that gwlint ships and a user's own policy builds
// on.
const builtOn = "gwlint:"

// Tree is where a user's own policy stands.
type Tree struct {
	Files fs.FS
	// Name is the folder as messages name it: governance, ../policy.
	Name string
	// File is the one file of the folder that is the policy; "" takes all of them.
	File string
}

// Load reads the policy: one package below `policies` that decides level and
// checklist, and further packages that it uses. It may build on what gwlint
// ships and may not change it. Tests and hidden folders are left out. An error
// names the file and the line.
func (t Tree) Load() (Policy, error) {
	own, err := t.parse()
	if err != nil {
		return Policy{}, err
	}
	deciding, err := findPolicy(own)
	if err != nil {
		return Policy{}, err
	}
	policy, err := describe(own, deciding)
	if err != nil {
		return Policy{}, err
	}
	var used []string
	for _, m := range own {
		used = append(used, uses(m)...)
	}
	names := slices.DeleteFunc(Names(), func(name string) bool { return !slices.Contains(used, name) })
	base, err := parse(Embedded, names)
	if err != nil {
		return Policy{}, err
	}
	policy.Own, policy.Path = true, path.Join(t.Name, t.File)
	policy.Modules = map[string]*ast.Module{}
	for _, m := range base {
		policy.Modules[builtOn+m.File] = m.Parsed // a file of theirs may have the same name
	}
	for i, m := range own {
		policy.Modules[m.File] = m.Parsed
		own[i].File = t.within(m.File)
	}
	policy.Digest = digest(append(base, own...))
	return policy, nil
}

// parse reads the file, or all files that are no tests and not hidden.
func (t Tree) parse() ([]module.Module, error) {
	if t.File != "" {
		return module.Read(t.Files, t.Name, []string{t.File})
	}
	own, err := module.Parse(t.Files, t.Name, func(name string) bool {
		return strings.HasPrefix(name, ".") || strings.Contains(name, "/.")
	})
	if err == nil && len(own) == 0 {
		err = fmt.Errorf("%s: holds no Rego; a policy is a package such as policies.ours in a .rego file", t.Name)
	}
	return own, err
}

// within is the path of a file below the tree, so that a digest does not depend
// on where the tree stands.
func (t Tree) within(file string) string {
	return strings.TrimPrefix(strings.TrimPrefix(file, path.Clean(t.Name)), "/")
}

// findPolicy finds the package that is the policy, and holds all packages to names
// that are not gwlint's.
func findPolicy(own []module.Module) (string, error) {
	var deciding []module.Module
	for _, m := range own {
		if err := cmp.Or(checkName(m), m.CheckSchemas()); err != nil {
			return "", err
		}
		decides := m.Defines("level") || m.Defines("checklist")
		known := slices.ContainsFunc(deciding, func(other module.Module) bool { return other.Package == m.Package })
		if decides && !known {
			deciding = append(deciding, m)
		}
	}
	switch len(deciding) {
	case 0:
		return own[0].Package, nil // which will be told what it lacks
	case 1:
		return deciding[0].Package, nil
	default:
		return "", deciding[1].Errorf("package %s is a second policy beside %s in %s; name the file or the folder of one",
			deciding[1].Package, deciding[0].Package, deciding[0].File)
	}
}

// checkName holds a package to a place below `policies`, where the schema of what it
// reads holds, that gwlint has nothing in.
func checkName(m module.Module) error {
	below, ok := strings.CutPrefix(m.Package, root+".")
	if !ok {
		return m.Errorf("package %s is not below policies; write `package policies.%s`", m.Package, last(m.Package))
	}
	first, _, _ := strings.Cut(below, ".")
	if first == shared || slices.Contains(Names(), first) {
		return m.Errorf("package %s is gwlint's own; give it another name and import what you need from there", m.Package)
	}
	return nil
}

// last is the last part of a package's name; of `policies` alone, an example.
func last(pkg string) string {
	if pkg == root {
		return "ours"
	}
	return pkg[strings.LastIndexByte(pkg, '.')+1:]
}
