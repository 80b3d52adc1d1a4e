// Package policies holds the policies: which rules decide which item of a
// checklist, and what a finding means for a run. It refuses to know how they
// are evaluated and what a gateway looks like.
package policies

import (
	"embed"
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

// root is the package that all policies stand in, and the folder of those that
// gwlint ships; shared is the folder of what they share.
const (
	root   = "policies"
	shared = "lib"
)

// Policy is what METADATA says of one policy.
type Policy struct {
	Name string // the package below `policies`: f4_checklist
	// Package is the Rego package, without `data.`: policies.f4_checklist.
	Package     string
	Title       string
	Description string // Markdown
	// Own says that the policy is somebody's own, and not one of gwlint's.
	Own bool
	// Digest is "sha256:" and the hexadecimal digest of the text of all modules; it
	// changes when a decision may.
	Digest string
	// Modules are what the policy is compiled of, by file name: its own, the
	// libraries that all policies share, and those of the policies it builds on.
	Modules map[string]*ast.Module
}

// Load reads the policies of a folder in order of name, and the modules of all.
// Tests are left out. A package that is neither a library nor a complete policy
// is an error that names the file and the line.
func Load(fsys fs.FS) ([]Policy, map[string]*ast.Module, error) {
	names, err := names(fsys)
	if err != nil {
		return nil, nil, err
	}
	modules, err := parse(fsys, names)
	if err != nil {
		return nil, nil, err
	}
	list := make([]Policy, 0, len(names))
	for _, name := range names {
		policy, err := shipped(modules, name)
		if err != nil {
			return nil, nil, err
		}
		list = append(list, policy)
	}
	return list, module.ByFile(modules), nil
}

// Open reads one policy of a folder, and nothing that it does not need: parsing
// is the dearest part of a start.
func Open(fsys fs.FS, name string) (Policy, error) {
	modules, err := parse(fsys, []string{name})
	if err != nil {
		return Policy{}, err
	}
	return shipped(modules, name)
}

// Names are those of the policies that gwlint ships, in order.
func Names() []string {
	list, err := names(Embedded)
	if err != nil {
		return nil
	}
	return list
}

func names(fsys fs.FS) ([]string, error) {
	entries, err := fs.ReadDir(fsys, ".")
	var list []string
	for _, entry := range entries {
		if entry.IsDir() && entry.Name() != shared {
			list = append(list, entry.Name())
		}
	}
	return list, err
}

// parse reads what all policies share, the policies named, and those that they
// build on.
func parse(fsys fs.FS, names []string) ([]module.Module, error) {
	var all []module.Module
	known := []string{root}
	for folders := append([]string{".", shared}, names...); len(folders) > 0; {
		modules, err := module.Parse(fsys, root, func(file string) bool {
			top, _, deep := strings.Cut(file, "/")
			return !slices.Contains(folders, top) && (deep || !slices.Contains(folders, "."))
		})
		if err != nil {
			return nil, err
		}
		known = append(known, folders...)
		folders = nil
		for _, m := range modules {
			if err := inPlace(m); err != nil {
				return nil, err
			}
			for _, name := range uses(m) {
				if !slices.Contains(known, name) && !slices.Contains(folders, name) {
					folders = append(folders, name)
				}
			}
		}
		all = append(all, modules...)
	}
	slices.SortFunc(all, func(a, b module.Module) int { return strings.Compare(a.File, b.File) })
	return all, nil
}

// uses lists what stands right below `policies` in what a module refers to; one
// that refers to `policies` as a whole may use all that gwlint ships.
func uses(m module.Module) []string {
	var list []string
	ast.WalkRefs(m.Parsed, func(ref ast.Ref) bool {
		if !ref.HasPrefix(whole) || ref.Equal(m.Parsed.Package.Path) {
			return false
		}
		if len(ref) == len(whole) {
			list = append(list, Names()...)
		} else if name, ok := ref[len(whole)].Value.(ast.String); ok {
			list = append(list, string(name))
		}
		return false
	})
	return list
}

var whole = ast.MustParseRef("data." + root)

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
	return m.Package == root || strings.HasPrefix(m.Package, root+"."+shared+".")
}
