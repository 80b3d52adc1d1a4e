// Package shipped holds the rules and the policies that gwlint ships, compiled: a start
// does not parse them, and does not check what a test has checked. It knows what was
// made of them, and refuses to know how.
package shipped

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

//go:generate go run generate.go

//go:embed *.bin
var modules embed.FS

// ruleModules are a text by themselves, which is read where it lies: a file is copied.
//
//go:embed rules.bin
var ruleModules string

// Rules are the rules, in order of ID.
func Rules() rules.Set {
	return rules.Set{
		Rules:    listRules(),
		Compiled: &rules.Compiled{Digest: digest, Modules: ruleModules, Reads: reads, Constants: constants},
	}
}

// Policy is the policy of that name.
func Policy(name string) (policies.Policy, error) {
	for _, policy := range listPolicies() {
		if policy.Name != name {
			continue
		}
		text, err := fs.ReadFile(modules, name+".bin")
		policy.Compiled.Modules = string(text)
		return policy, err
	}
	return policies.Policy{}, fmt.Errorf("policy %s: %w", name, fs.ErrNotExist)
}
