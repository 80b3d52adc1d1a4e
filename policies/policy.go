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
	"maps"
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
	// Own says that the policy is a user's own, and not one of gwlint's.
	Own bool
	// Path is the file or folder of a user's own policy, as messages name it.
	Path string
	// Digest is "sha256:" and the hexadecimal digest of the text of all modules; it
	// changes when a decision may.
	Digest string
	// Modules are what the policy is compiled of, by file name: its own, the
	// libraries that all policies share, and those of the policies it builds on.
	Modules map[string]*ast.Module
	// Compiled takes the place of Modules where they were compiled before.
	Compiled *Compiled
}

// Compiled is what was worked out of a policy when it was compiled, so that no start
// needs to.
type Compiled struct {
	// Modules are the compiled modules, as package compiled writes them.
	Modules string
	// Levels are those that failures of the shipped rules have by default, by the rule's ID.
	Levels map[string]string
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
		policy, err := newShipped(modules, name)
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
	return newShipped(modules, name)
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
			if err := checkFolder(m); err != nil {
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
		if !ref.HasPrefix(rootRef) || ref.Equal(m.Parsed.Package.Path) {
			return false
		}
		if len(ref) == len(rootRef) {
			list = append(list, Names()...)
		} else if name, ok := ref[len(rootRef)].Value.(ast.String); ok {
			list = append(list, string(name))
		}
		return false
	})
	return list
}

var rootRef = ast.MustParseRef("data." + root)

// checkFolder holds a module to the package that its folder names.
func checkFolder(m module.Module) error {
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

// decisions are what a policy must decide, and what its author may write who
// wants no other decision than the default policy's.
var decisions = []struct{ name, hint string }{
	{"level", "`level := data.policies.f4_checklist.level` is that of the default policy"},
	{"checklist", "`checklist := data.policies.f4_checklist.checklist` is that of the default policy"},
}

// newShipped makes a policy of what was parsed for it, and perhaps for others.
func newShipped(modules []module.Module, name string) (Policy, error) {
	policy, err := describe(modules, root+"."+name)
	if err != nil {
		return policy, err
	}
	policy.Modules = map[string]*ast.Module{}
	var needed []module.Module
	for _, m := range modulesFor(modules, name) {
		policy.Modules[m.File] = m.Parsed
		needed = append(needed, m)
	}
	policy.Digest = digest(needed)
	return policy, nil
}

// modulesFor are the modules of a policy: its own, those that all share, and those
// of the policies it builds on.
func modulesFor(modules []module.Module, name string) []module.Module {
	names := []string{name}
	for i := 0; i < len(names); i++ {
		for _, m := range modules {
			if m.Package != root+"."+names[i] {
				continue
			}
			for _, other := range uses(m) {
				if !slices.Contains(names, other) {
					names = append(names, other)
				}
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(modules), func(m module.Module) bool {
		return !isShared(m) && !slices.Contains(names, strings.TrimPrefix(m.Package, root+"."))
	})
}

// describe reads a policy from the modules of its package, which together must
// decide levels and a checklist.
func describe(modules []module.Module, name string) (Policy, error) {
	own := slices.DeleteFunc(slices.Clone(modules), func(m module.Module) bool { return m.Package != name })
	if len(own) == 0 {
		folder := strings.ReplaceAll(name, ".", "/")
		return Policy{}, fmt.Errorf("%s: %w", path.Join(folder, path.Base(folder)+".rego"), fs.ErrNotExist)
	}
	i := slices.IndexFunc(own, func(m module.Module) bool { return m.Metadata() != nil })
	if i < 0 {
		return Policy{}, own[0].Errorf("package %s has no METADATA block; begin the file with `# METADATA`, `# title: …` and `# description: …`", name)
	}
	block := own[i].Metadata()
	if block.Title == "" || strings.TrimSpace(block.Description) == "" {
		return Policy{}, own[i].Errorf("METADATA lacks title or description")
	}
	for _, decision := range decisions {
		if !slices.ContainsFunc(own, func(m module.Module) bool { return m.Defines(decision.name) }) {
			return Policy{}, own[i].Errorf("package %s does not decide %s; %s", name, decision.name, decision.hint)
		}
	}
	return Policy{
		Name:        strings.TrimPrefix(name, root+"."),
		Package:     name,
		Title:       block.Title,
		Description: strings.TrimSpace(block.Description),
	}, nil
}

// ErrorPrefix begins an error about a decision of the policy, level or checklist, with
// the file and the line that decide it first: "governance/ours.rego: line 12: ".
func (p Policy) ErrorPrefix(decision string) string {
	for _, file := range slices.Sorted(maps.Keys(p.Modules)) {
		m := p.Modules[file]
		if m.Package.Path.String() != "data."+p.Package {
			continue
		}
		for _, r := range m.Rules {
			if r.Head.Ref()[0].Value.Compare(ast.Var(decision)) == 0 {
				return fmt.Sprintf("%s: line %d: ", file, r.Location.Row)
			}
		}
	}
	return fmt.Sprintf("policy %s: ", p.Name)
}

func digest(modules []module.Module) string {
	hash := sha256.New()
	for _, m := range modules {
		_, _ = fmt.Fprintf(hash, "%s %d\n%s", m.File, len(m.Text), m.Text)
	}
	return "sha256:" + hex.EncodeToString(hash.Sum(nil))
}
