package rules_test

import (
	"path"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
)

// TestADraftOfOursHasAnIDOfOurs begins a rule in a folder that holds what only gwlint's
// own has.
func TestADraftOfOursHasAnIDOfOurs(t *testing.T) {
	t.Parallel()
	ours := one(complete)
	ours["rules.rego"] = &fstest.MapFile{Data: []byte("package rules\n")}
	ours["lib/fixture/fixture.rego"] = &fstest.MapFile{Data: []byte("package rules.lib.fixture\n")}
	ours["retired.txt"] = &fstest.MapFile{Data: []byte("GW314 0.1.0 never spoke\n")}
	for id, want := range map[string]string{
		"GW315":  "",
		"GW899":  "GW899 is the ID of rules/size/too_small/too_small.rego; take another number",
		"GW314":  "GW314 is retired (0.1.0 never spoke) and stays taken; take another number",
		"GW901":  `"GW901" is no ID of gwlint's rules; write GW and three digits below 900, such as GW314`,
		"OUR001": `"OUR001" is no ID of gwlint's rules; write GW and three digits below 900, such as GW314`,
	} {
		got := ""
		if _, err := (rules.Tree{Files: ours, Name: "rules"}).Draft(id, "limits/batch_limit"); err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", id, diff)
		}
	}
}

// TestADraftIsACompleteRule loads what a draft writes, whatever its names are.
func TestADraftIsACompleteRule(t *testing.T) {
	t.Parallel()
	for place, title := range map[string]string{
		"naming/team_prefix":       "Team prefix",
		"n/x":                      "Rule x",
		"input/data":               "Data",
		"limits/limit_2_of_3_apps": "Limit 2 of 3 apps",
	} {
		draft, err := rules.Tree{Files: fstest.MapFS{}, Name: "ours", Own: true}.Draft("OUR001", place)
		if err != nil {
			t.Fatal(err)
		}
		files, err := draft.Files()
		if err != nil {
			t.Fatal(err)
		}
		tree := fstest.MapFS{}
		for name, text := range files {
			if !strings.HasPrefix(name, place+"/") {
				t.Errorf("%s lies outside %s", name, place)
			}
			tree[name] = &fstest.MapFile{Data: text}
		}
		set, err := rules.Tree{Files: tree, Name: "ours", Own: true}.Load()
		if err != nil {
			t.Fatal(err)
		}
		if got := set.Rules[0]; got.ID != "OUR001" || got.Title != title || path.Join(got.Area, got.Name) != place {
			t.Errorf("%s: got %s %q in %s", place, got.ID, got.Title, got.File)
		}
	}
}
