package policies

import (
	"crypto/sha256"
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

// decisions are what a policy must decide, and what its author may write who
// wants no other decision than the default policy's.
var decisions = []struct{ name, hint string }{
	{"level", "`level := data.policies.f4_checklist.level` is that of the default policy"},
	{"checklist", "`checklist := data.policies.f4_checklist.checklist` is that of the default policy"},
}

// shipped makes a policy of what was parsed for it, and perhaps for others.
func shipped(modules []module.Module, name string) (Policy, error) {
	policy, err := describe(modules, root+"."+name)
	if err != nil {
		return policy, err
	}
	policy.Modules = map[string]*ast.Module{}
	var needed []module.Module
	for _, m := range reached(modules, name) {
		policy.Modules[m.File] = m.Parsed
		needed = append(needed, m)
	}
	policy.Digest = digest(needed)
	return policy, nil
}

// reached are the modules of a policy: its own, those that all share, and those
// of the policies it builds on.
func reached(modules []module.Module, name string) []module.Module {
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

// Where begins an error about a decision of the policy, level or checklist, with
// the file and the line that decide it first: "governance/ours.rego: line 12: ".
func (p Policy) Where(decision string) string {
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
