package compiled_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/compiled"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
)

// compile is what OPA makes of modules.
func compile(t testing.TB, modules map[string]*ast.Module) *ast.Compiler {
	t.Helper()
	compiler := ast.NewCompiler()
	if compiler.Compile(modules); compiler.Failed() {
		t.Fatal(compiler.Errors)
	}
	return compiler
}

// kept is a compiler whose modules were written and read again.
func kept(t testing.TB, compiler *ast.Compiler) *ast.Compiler {
	t.Helper()
	text, err := compiled.Encode(compiler)
	if err != nil {
		t.Fatal(err)
	}
	return compiled.Compiler(string(text), ast.CapabilitiesForThisVersion())
}

// show is all that evaluation reads of the modules of a compiler.
func show(compiler *ast.Compiler) []string {
	var lines []string
	for _, file := range slices.Sorted(maps.Keys(compiler.Modules)) {
		m := compiler.Modules[file]
		lines = append(lines, file+": "+m.Package.String())
		for _, rule := range m.Rules {
			for ; rule != nil; rule = rule.Else {
				text := *rule
				text.Annotations = nil // nothing that evaluates reads them
				lines = append(lines, fmt.Sprintf("%d: %v %v", rule.Location.Row, rule.Ref(), &text), places(rule), indexed(compiler, rule))
			}
		}
	}
	return lines
}

// places are the lines of the expressions of a rule, with their numbers.
func places(rule *ast.Rule) string {
	var all []string
	ast.WalkExprs(rule, func(expr *ast.Expr) bool {
		all = append(all, fmt.Sprintf("%s:%d %d %t", expr.Location.File, expr.Location.Row, expr.Index, expr.Generated))
		return false
	})
	return strings.Join(all, ", ")
}

// indexed says by which variables the comprehensions of a rule are indexed, and
// whether the rule is.
func indexed(compiler *ast.Compiler, rule *ast.Rule) string {
	var all []string
	ast.WalkTerms(rule, func(term *ast.Term) bool {
		if index := compiler.ComprehensionIndex(term); index != nil {
			all = append(all, index.String())
		}
		return false
	})
	if compiler.RuleIndex(rule.Ref()) != nil {
		all = append(all, "index of rules")
	}
	return strings.Join(all, ", ")
}

func TestModulesAreReadAsTheyWereCompiled(t *testing.T) {
	t.Parallel()
	_, ours, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	_, decisions, err := policies.Load(policies.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for name, modules := range map[string]map[string]*ast.Module{
		"every form of Rego": {"a.rego": ast.MustParseModule(everyForm)},
		"the shipped rules":  ours, "the shipped policies": decisions,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			compiler := compile(t, modules)
			if diff := cmp.Diff(show(compiler), show(kept(t, compiler))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

const everyForm = `package forms

import data.forms.inner

default level := "note"

level := "error" if input.severity == "high"

chosen := 1 if {
	input.a
	not input.b
} else := 2.50 if {
	every i, x in input.list {
		x > i
	}
} else := null

texts contains sprintf("%s", [text]) if some text in input.texts

by_name[item.name] := item if some item in input.items

nested.deep[key].end := value if some key, value in input.nested

pairs := {[a, b] | some a in input.left; b := [y | some y in input.right; y.key == a.key]}

objects := {k: [v, {"x": {1, 2, "three"}}] | some k, v in input.objects; v != true}

partly(a, _) := [a, false] if a[_] == "x"

called := partly(input.list, {"a": inner.value})

inner.value := {}

inner.none := set()
`

func TestWhatCannotBeKeptIsRefused(t *testing.T) {
	t.Parallel()
	compiler := compile(t, map[string]*ast.Module{"a.rego": ast.MustParseModule("package a\n\nb := input.x\n\nc if b with input.x as 1\n")})
	_, err := compiled.Encode(compiler)
	if err == nil || err.Error() != "a.rego: line 5: `with` cannot be kept" {
		t.Errorf("got %v", err)
	}
}

func TestTheSameModulesGiveTheSameBytes(t *testing.T) {
	t.Parallel()
	var first []byte
	for range 5 {
		text, err := compiled.Encode(compile(t, map[string]*ast.Module{"a.rego": ast.MustParseModule(everyForm)}))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = text
		}
		if diff := cmp.Diff(first, text); diff != "" {
			t.Fatal(diff)
		}
	}
}
