package rules_test

import (
	"strings"
	"testing"

	"github.com/gwlint/gwlint/rules"
)

func TestEachFixSaysWhatItDoes(t *testing.T) {
	t.Parallel()
	list, _, err := rules.Load(rules.Embedded)
	if err != nil {
		t.Fatal(err)
	}
	fixes := 0
	for _, rule := range list {
		if (rule.Fix == "") != (rule.FixNote == "") {
			t.Errorf("%s has fix %q and fix_note %q: write both", rule.ID, rule.Fix, rule.FixNote)
		}
		if rule.Fix == "" {
			continue
		}
		fixes++
		page := strings.Join(strings.Fields(rules.Page(rule)), " ")
		for _, words := range []string{"as a fix that is " + rule.Fix, strings.Join(strings.Fields(rule.FixNote), " ")} {
			if !strings.Contains(page, words) {
				t.Errorf("the page of %s lacks %q", rule.ID, words)
			}
		}
	}
	if fixes == 0 {
		t.Error("no rule has a fix")
	}
}
