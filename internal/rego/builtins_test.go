package rego

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

// A version of OPA that brings a built-in is not taken before somebody has judged
// it: does it read what is not its own, does its answer follow from its arguments
// alone, and is that bounded?
func TestEveryBuiltInOfOPAIsJudged(t *testing.T) {
	t.Parallel()
	var linked []string
	for _, b := range ast.CapabilitiesForThisVersion().Builtins {
		linked = append(linked, b.Name)
		if allow, refuse := slices.Contains(allowed, b.Name), refused[b.Name] != ""; allow == refuse {
			t.Errorf("%s: allowed %v, refused %v; judge it in builtins.go", b.Name, allow, refuse)
		}
	}
	for _, name := range slices.Concat(allowed, slices.Collect(maps.Keys(refused))) {
		if !slices.Contains(linked, name) {
			t.Errorf("%s: OPA has no such built-in", name)
		}
	}
	if sorted := slices.Compact(slices.Sorted(slices.Values(allowed))); len(sorted) != len(allowed) {
		t.Error("a built-in is allowed twice")
	}
}

func TestARefusedBuiltInIsNamedWithTheReasonAndTheLine(t *testing.T) {
	t.Parallel()
	for name, why := range refused {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for kind, pkg := range map[string]string{"a rule": "rules.tests.mine", "a policy": "policies.ours"} {
				err := compileText(t, fmt.Sprintf("package %s\n\nx := %s", pkg, call(ast.BuiltinMap[name])))
				want := fmt.Sprintf("mine.rego: line 3: %s is not allowed in %s: %s", name, kind, why)
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v\nwant %s", err, want)
				}
			}
		})
	}
}

// call is a call with arguments that say nothing.
func call(b *ast.Builtin) string {
	if b.Infix != "" {
		return "1 " + b.Infix + " 1"
	}
	args := make([]string, len(b.Decl.FuncArgs().Args))
	for i := range args {
		args[i] = "input.x"
	}
	return b.Name + "(" + strings.Join(args, ", ") + ")"
}

func compileText(t testing.TB, text string) error {
	t.Helper()
	module, err := ast.ParseModule("mine.rego", text)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Compile(map[string]*ast.Module{"mine.rego": module}, nil, false)
	return err
}

func TestABuiltInThatNobodyHasJudgedIsRefused(t *testing.T) {
	t.Parallel()
	if why := refusal("walk"); why != "" {
		t.Errorf("walk: %s", why)
	}
	if why := refusal("no.such"); why != "" {
		t.Errorf("no.such: %s", why)
	}
	for _, b := range capabilities().Builtins {
		if !slices.Contains(allowed, b.Name) {
			t.Errorf("%s can be used", b.Name)
		}
	}
}
