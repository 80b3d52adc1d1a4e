package rego

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/dependencies"

	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// TestWhatARuleReadsIsWhatOPASaysItDoes compares the walk of the graph with OPA's
// own analysis, over every document of every rule. OPA leaves out what is part of
// something else that is read.
func TestWhatARuleReadsIsWhatOPASaysItDoes(t *testing.T) {
	t.Parallel()
	list, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := Compile(modules, map[string][]byte{"model": schema.Text(schema.Model)}, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range list {
		for _, name := range asked {
			document := "data." + rule.Package + "." + name
			if rule.Scope == "workspace" || compiler.GetRulesExact(ast.MustParseRef(document)) == nil {
				continue
			}
			refs, err := dependencies.Base(compiler, ast.MustParseBody(document))
			if err != nil {
				t.Fatal(err)
			}
			var want []string
			for _, ref := range refs {
				if ground := ref.GroundPrefix(); ground.HasPrefix(ast.InputRootRef) {
					path, err := readPath(ground)
					if err != nil {
						t.Fatal(err)
					}
					want = append(want, strings.Join(path, "."))
				}
			}
			subject, context, err := reads(compiler, document)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(least(want), least(append(whole("subject", subject), whole("context", context)...))); diff != "" {
				t.Errorf("%s: %s", document, diff)
			}
		}
	}
}

func whole(root string, paths [][]string) []string {
	var list []string
	for _, path := range paths {
		list = append(list, strings.Join(append([]string{root}, path...), "."))
	}
	return list
}

// least leaves out what is part of something else.
func least(paths []string) []string {
	slices.Sort(paths)
	var list []string
	for _, path := range slices.Compact(paths) {
		if len(list) == 0 || !strings.HasPrefix(path, list[len(list)-1]+".") {
			list = append(list, path)
		}
	}
	return list
}
