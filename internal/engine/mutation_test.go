package engine_test

import (
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
)

// TestAMistakeIsFoundByItsRule breaks a correct document in one way for each
// rule: that rule finds it, with those that must follow, and no other does.
func TestAMistakeIsFoundByItsRule(t *testing.T) {
	t.Parallel()
	o := shipped(t)
	sound := map[string]*ground{}
	for _, folder := range grounds(t) {
		sound[folder] = newGround(t, o, filesOf(t, folder))
	}
	for _, m := range allMutants(t) {
		t.Run(m.rule, func(t *testing.T) {
			t.Parallel()
			g := sound[path.Dir(m.file)]
			if g == nil {
				t.Fatalf("there is no folder of %s", m.file)
			}
			broken := g.broken(t, o, m)
			if diff := cmp.Diff(m.expected(), broken.failing(t, o.Rules, path.Base(m.file))); diff != "" {
				t.Errorf("%s: -want +got\n%s", m.file, diff)
			}
		})
	}
}

// TestNothingIsWrongBeforeTheMistake holds the documents that are broken to what
// they are for: no rule fails, and what is unknown is what no file shows.
func TestNothingIsWrongBeforeTheMistake(t *testing.T) {
	t.Parallel()
	o := shipped(t)
	for _, folder := range grounds(t) {
		t.Run(folder, func(t *testing.T) {
			t.Parallel()
			g := newGround(t, o, filesOf(t, folder))
			for file := range g.files {
				if failing := g.failing(t, o.Rules, file); len(failing) > 0 {
					t.Errorf("%s: %v fail", file, failing)
				}
				for _, rule := range g.undecided(t, o.Rules, file) {
					if strings.HasSuffix(file, inputs) || !g.hides(o.Rules, rule) {
						t.Errorf("%s: %s is unknown", file, rule)
					}
				}
			}
		})
	}
}

func TestEveryRuleHasAMistakeToFind(t *testing.T) {
	t.Parallel()
	if missing := without(shipped(t).Rules, allMutants(t)); len(missing) > 0 {
		t.Error(strings.Join(missing, "\n"))
	}
}

func TestARuleWithoutAMistakeIsNamed(t *testing.T) {
	t.Parallel()
	got := without([]rules.Rule{{ID: "GW101"}, {ID: "GW102"}}, []mutant{{rule: "GW102"}, {rule: "GW103"}})
	want := []string{"rule GW101 has no mutant", "mutant GW103 has no rule"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
