package engine

import (
	"encoding/json"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

// TestARuleReadsOfAnElementWhatItRequires type-checks each rule, and what it uses
// of the libraries, against a model whose lists have no more than the rule
// requires of their elements: it is shown no more.
func TestARuleReadsOfAnElementWhatItRequires(t *testing.T) {
	t.Parallel()
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range list {
		if len(elements(rule)) == 0 {
			continue
		}
		t.Run(rule.Name, func(t *testing.T) {
			t.Parallel()
			for _, fault := range narrowed(t, rule) {
				t.Error(fault)
			}
		})
	}
}

// TestWhatARuleReadsBeyondWhatItRequiresIsSeen is the same for a rule that does
// not require what it reads.
func TestWhatARuleReadsBeyondWhatItRequiresIsSeen(t *testing.T) {
	t.Parallel()
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(list, func(r rules.Rule) bool { return r.ID == "GW201" })
	rule := list[i]
	rule.Requires = []string{"destinations.entity", "state.audit"} // and not the provider
	if faults := narrowed(t, rule); len(faults) == 0 || !strings.Contains(faults[0], "provider") {
		t.Errorf("found %q", faults)
	}
}

// elements are the facets that lead into the elements of a list.
func elements(rule rules.Rule) []string {
	return slices.DeleteFunc(slices.Clone(rule.Requires), func(facet string) bool {
		list, _, into := strings.Cut(facet, ".")
		return !into || !isList([]string{list}) || slices.Contains(rule.Requires, list)
	})
}

// narrowed returns what the type checker has against a rule when the lists of the
// model hold only what it requires.
func narrowed(t *testing.T, rule rules.Rule) []string {
	t.Helper()
	_, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	var model map[string]any
	if err := json.Unmarshal(schema.Text(schema.Model), &model); err != nil {
		t.Fatal(err)
	}
	kept := map[string][]string{}
	for _, facet := range elements(rule) {
		list, field, _ := strings.Cut(facet, ".")
		kept[list] = append(kept[list], field)
	}
	for list, fields := range kept {
		narrow(t, model, list, fields)
	}
	text, err := json.Marshal(model)
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := NewCompiler(map[string][]byte{"model": text})
	if err != nil {
		t.Fatal(err)
	}
	own := path.Join("rules", rule.Area, rule.Name, rule.Name+".rego")
	for file := range modules {
		if file != own && !strings.HasPrefix(file, "rules/lib/") && file != "rules/rules.rego" {
			delete(modules, file)
		}
	}
	compiler.Compile(modules)
	return reached(t, rule, compiler.Errors)
}

// narrow leaves the elements of a list some of their fields.
func narrow(t *testing.T, model map[string]any, list string, fields []string) {
	t.Helper()
	at := any(model)
	for _, key := range []string{"definitions", "subject", "properties", list, "items"} {
		object, ok := at.(map[string]any)
		if !ok {
			t.Fatalf("the model has no %s", key)
		}
		at = object[key]
	}
	items := at.(map[string]any)
	properties := items["properties"].(map[string]any)
	items["required"] = fields
	for name := range properties {
		if !slices.Contains(fields, name) {
			delete(properties, name)
		}
	}
}

// reached are the faults in what the rule reads, directly or through a library.
func reached(t *testing.T, rule rules.Rule, faults ast.Errors) []string {
	t.Helper()
	_, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := compile(modules, map[string][]byte{"model": schema.Text(schema.Model)})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[*ast.Rule]bool{}
	for _, name := range []string{"findings", "applies", "moot", "undecided"} {
		for _, r := range compiler.GetRulesExact(ast.MustParseRef("data." + rule.Package + "." + name)) {
			reach(compiler, r, seen)
		}
	}
	var list []string
	for _, fault := range faults {
		for r := range seen {
			end := r.Location.Row + strings.Count(string(r.Location.Text), "\n")
			if fault.Location != nil && r.Location.File == fault.Location.File && r.Location.Row <= fault.Location.Row && fault.Location.Row <= end {
				list = append(list, fault.Error())
				break
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}
