package rego

import (
	"slices"
	"strings"
	"testing"

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
		end := strings.LastIndexByte(facet, '.')
		return end < 0 || !fields.isList(strings.Split(facet[:end], ".")) || slices.Contains(rule.Requires, facet[:end])
	})
}

// narrowed returns what the type checker has against a rule, and what it uses of
// the libraries, when the lists of the model hold only what it requires.
func narrowed(t *testing.T, rule rules.Rule) []string {
	t.Helper()
	_, modules, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	o := Options{Modules: modules, Schemas: schema.Rego()}
	whole, err := Compile(modules, o.Schemas, false)
	if err != nil {
		t.Fatal(err)
	}
	model, err := onlyRequired(fields, o.Schemas["model"], rule)
	if err != nil {
		t.Fatal(err)
	}
	compiler, err := NewCompiler(map[string][]byte{"model": model})
	if err != nil {
		t.Fatal(err)
	}
	compiler.SetErrorLimit(0)
	compiler.Compile(needed(o, whole, rule))
	var list []string
	for _, fault := range compiler.Errors {
		for r := range reached(whole, rule) {
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

// fields are as much of the engine's as checks of authors need.
var fields = Fields{
	WorkspaceIdentity: [][]string{{"id"}, {"kind"}, {"name"}, {"form"}, {"hosting"}, {"provided"}},
	Facts:             []string{"state", "workspace"},
	FactLists:         []string{"workspace.warehouses"},
}

func TestRequiringCoversWhatIsRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		required string
		read     []string
		want     bool
	}{
		"the same":                     {"fallback.enabled", []string{"fallback", "enabled"}, true},
		"a part of it":                 {"guardrails", []string{"guardrails", "input", "pii"}, true},
		"the list that holds it":       {"rate_limits.scope", []string{"rate_limits"}, true},
		"an object of which it is one": {"guardrails.input.pii", []string{"guardrails"}, false},
		"another":                      {"fallback.enabled", []string{"routes"}, false},
		"one that begins the same":     {"route", []string{"routes"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := fields.covers(test.required, test.read); got != test.want {
				t.Errorf("covers(%q, %v) = %v", test.required, test.read, got)
			}
		})
	}
}
