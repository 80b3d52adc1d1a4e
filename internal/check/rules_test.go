package check

import (
	"testing"
	"testing/fstest"

	"github.com/gwlint/gwlint/rules"
)

func TestTheDigestCoversOwnRulesInWhateverOrder(t *testing.T) {
	t.Parallel()
	tree := func(name, text string) rules.Tree {
		return rules.Tree{Files: fstest.MapFS{"a/b/b.rego": {Data: []byte(text)}}, Name: name, Own: true}
	}
	digest := func(own ...rules.Tree) string {
		digest, err := RuleSet{Own: own}.digest()
		if err != nil {
			t.Fatal(err)
		}
		return digest
	}
	both := digest(tree("x", "package a"), tree("y", "package b"))
	if got := digest(tree("z", "package b"), tree("x", "package a")); got != both {
		t.Errorf("another order or another name: %s, was %s", got, both)
	}
	for name, other := range map[string]string{
		"no own rules":   digest(),
		"one folder":     digest(tree("x", "package a")),
		"another text":   digest(tree("x", "package a"), tree("y", "package c")),
		"a folder twice": digest(tree("x", "package a"), tree("y", "package a")),
	} {
		if other == both {
			t.Errorf("%s has the same digest", name)
		}
	}
}
