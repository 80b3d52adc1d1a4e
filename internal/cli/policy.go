package cli

import (
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/policies"
)

// shippedPolicy opens a policy that gwlint ships, once.
var shippedPolicy = remembered(func(name string) (policies.Policy, error) {
	return policies.Open(policies.Embedded, name)
})

// remembered calls a function once for each name.
func remembered[V any](call func(name string) (V, error)) func(name string) (V, error) {
	var mu sync.Mutex
	known := map[string]func() (V, error){}
	return func(name string) (V, error) {
		mu.Lock()
		answer, ok := known[name]
		if !ok {
			answer = sync.OnceValues(func() (V, error) { return call(name) })
			known[name] = answer
		}
		mu.Unlock()
		return answer()
	}
}

// policyFlag is the flag that sets the policy, and so its origin.
const policyFlag = "--policy"

// policyOf finds the policy that settings name: one that gwlint ships, or a file
// or folder of the user's own. A path in a configuration file starts from that
// file's folder, one in a flag from dir, where gwlint was started.
func policyOf(settings config.Settings, dir string) (policies.Policy, error) {
	origin, base := settings.Origins.Of("policy"), settings.Base
	if origin == policyFlag {
		base = dir
	}
	return findPolicy(settings.Policy, origin, base, dir)
}

// findPolicy finds a policy by name or by its path from base; messages begin
// with where it was named and show paths from dir.
func findPolicy(name, origin, base, dir string) (policies.Policy, error) {
	names := policies.Names()
	if slices.Contains(names, name) {
		return shippedPolicy(name)
	}
	place, shown := name, filepath.Clean(name)
	if !filepath.IsAbs(name) {
		place = filepath.Join(base, name)
		if rel, err := filepath.Rel(dir, place); err == nil {
			shown = rel
		}
	}
	shown = filepath.ToSlash(shown)
	info, err := os.Stat(place)
	switch {
	case name == "" || err != nil && !isPath(name):
		return policies.Policy{}, fmt.Errorf("%s: there is no policy %q%s; shipped: %s; one of your own is named by its path",
			origin, name, meant(name, names), strings.Join(names, ", "))
	case errors.Is(err, os.ErrNotExist):
		return policies.Policy{}, fmt.Errorf("%s: %s: no such file or folder; shipped: %s", origin, shown, strings.Join(names, ", "))
	case err != nil:
		return policies.Policy{}, fmt.Errorf("%s: %s: %w", origin, shown, errors.Unwrap(err))
	}
	tree, err := policyTree(place, shown, info)
	if err != nil {
		return policies.Policy{}, fmt.Errorf("%s: %w", origin, err)
	}
	return tree.Load()
}

// isPath reports whether a name can only be meant as a path.
func isPath(name string) bool {
	return strings.ContainsAny(name, `/\`) || filepath.Ext(name) == ".rego"
}

// policyTree opens a file or a folder that holds a policy.
func policyTree(place, shown string, info os.FileInfo) (policies.Tree, error) {
	if info.IsDir() {
		return policies.Tree{Files: os.DirFS(place), Name: shown}, nil
	}
	if !info.Mode().IsRegular() || filepath.Ext(place) != ".rego" {
		return policies.Tree{}, fmt.Errorf("%s: no .rego file; a policy is one, or a folder of them", shown)
	}
	return policies.Tree{Files: os.DirFS(filepath.Dir(place)), Name: path.Dir(shown), File: filepath.Base(place)}, nil
}

// completePolicies offers the policies that are shipped, and files.
func completePolicies(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return policies.Names(), cobra.ShellCompDirectiveDefault
}
