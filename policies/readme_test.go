package policies_test

import (
	"os"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/gwlint/gwlint/policies"
)

func TestThePolicyOfThePageWorks(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```rego\n(.*?)```").FindSubmatch(page)
	if block == nil {
		t.Fatal("the page shows no policy")
	}
	policy, err := policies.Tree{Files: fstest.MapFS{"ours.rego": {Data: block[1]}}, Name: "governance"}.Load()
	if err != nil {
		t.Fatal(err)
	}
	meanings, items, err := compiled(t, policy).DryRun(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	levels := map[string]string{}
	for _, m := range meanings {
		levels[m.Rule.ID] = string(m.Fail + " " + m.Unknown)
	}
	for rule, want := range map[string]string{"GW104": "error note", "GW210": "error note", "GW105": "warning note"} {
		if levels[rule] != want {
			t.Errorf("%s is %s, want %s", rule, levels[rule], want)
		}
	}
	if last := items[len(items)-1]; len(items) != 19 || last.ID != "OURS-1" {
		t.Errorf("%d items, the last %s", len(items), last.ID)
	}
}
