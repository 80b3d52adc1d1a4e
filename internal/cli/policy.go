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

// policyOf finds the policy that settings name. A path in a configuration file
// starts from that file's folder, one in a flag from dir, where gwlint was
// started.
func policyOf(settings config.Settings, dir string) (policies.Policy, error) {
	origin, base := settings.Origins.Of("policy"), settings.Base
	if origin == policyFlag {
		base = dir
	}
	load, err := findPolicy(settings.Policy, base, dir)
	if err != nil {
		return policies.Policy{}, fmt.Errorf("%s: %w", origin, err)
	}
	return load()
}

// findPolicy finds a policy that gwlint ships by name, or one of the user's own
// by its path from base, and returns what loads it. Messages show paths from
// dir.
func findPolicy(name, base, dir string) (load func() (policies.Policy, error), err error) {
	names := policies.Names()
	if slices.Contains(names, name) {
		return func() (policies.Policy, error) { return shippedPolicy(name) }, nil
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
		return nil, fmt.Errorf("there is no policy %q%s; shipped: %s; one of your own is named by its path",
			name, meant(name, names), strings.Join(names, ", "))
	case errors.Is(err, os.ErrNotExist):
		return nil, fmt.Errorf("%s: no such file or folder; shipped: %s", shown, strings.Join(names, ", "))
	case err != nil:
		return nil, fmt.Errorf("%s: %w", shown, errors.Unwrap(err))
	case info.IsDir():
		return policies.Tree{Files: os.DirFS(place), Name: shown}.Load, nil
	case !info.Mode().IsRegular() || filepath.Ext(place) != ".rego":
		return nil, fmt.Errorf("%s: no .rego file; a policy is one, or a folder of them", shown)
	}
	return policies.Tree{Files: os.DirFS(filepath.Dir(place)), Name: path.Dir(shown), File: filepath.Base(place)}.Load, nil
}

// isPath reports whether a name can only be meant as a path.
func isPath(name string) bool {
	return strings.ContainsAny(name, `/\`) || filepath.Ext(name) == ".rego"
}

// completePolicies offers the policies that are shipped, and files.
func completePolicies(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return policies.Names(), cobra.ShellCompDirectiveDefault
}
