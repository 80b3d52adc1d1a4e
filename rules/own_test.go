package rules_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
)

// mine is a complete rule of somebody's own.
var mine = strings.Replace(complete, "GW899", "OUR001", 1)

func TestSomebodysOwnRuleIsWhatMetadataSays(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"ours", "../policy/ours", ".", "/srv/rules"} {
		tree := one(mine)
		tree[".git/a/a.rego"] = &fstest.MapFile{Data: []byte("no Rego")}
		set, err := rules.Tree{Files: tree, Name: name, Own: true}.Load()
		if err != nil {
			t.Fatal(err)
		}
		rule := set.Rules[0]
		want := strings.TrimPrefix(name+"/size/too_small/too_small.rego", "./")
		if rule.ID != "OUR001" || !rule.Own || rule.File != want || set.Modules[want] == nil {
			t.Errorf("%s: got %s, own %v, in %s", name, rule.ID, rule.Own, rule.File)
		}
	}
}

func TestSomebodysOwnRulesAreHeldToTheirForm(t *testing.T) {
	t.Parallel()
	const file = "size/too_small/too_small.rego"
	const line = "ours/size/too_small/too_small.rego: line "
	const at = line + "1: "
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"nothing":           {nil, "ours: holds no rule; one stands in ours/<area>/<slug>/<slug>.rego"},
		"an ID of ours":     {map[string]string{file: complete}, line + "10: custom.id: GW899 begins as gwlint's own; take other letters"},
		"an ID of no form":  {map[string]string{file: strings.Replace(mine, "OUR001", "our-1", 1)}, line + `10: custom.id: "our-1" is not valid; write two to eight capital letters`},
		"a rule that halts": {map[string]string{file: strings.Replace(mine, "fix: safe", "halts: true", 1)}, line + "18: custom.halts: only gwlint's own rules halt"},
		"a link without a host": {
			map[string]string{file: strings.Replace(mine, "https://example.com/page", "docs/page.md", 1)},
			line + "6: related_resources: docs/page.md is no address; write it in full: https://…",
		},
		"a misspelt field": {map[string]string{file: strings.Replace(mine, "severity:", "sevrity:", 1)}, line + "11: METADATA has an unknown field custom.sevrity; did you mean severity?"},
		"an ID that is retired": {
			map[string]string{file: mine, "retired.txt": "# ours\n\nOUR001 1.2.0 split into OUR007 and OUR008\n"},
			line + "10: custom.id: OUR001 is retired (1.2.0 split into OUR007 and OUR008) and stays taken; take another number",
		},
		"a retired ID of which nothing is said": {
			map[string]string{file: mine, "retired.txt": "# ours\nOUR009\n"},
			"ours/retired.txt: line 2: write an ID, the version that had it last, and what became of it",
		},
		"an alias": {
			map[string]string{file: strings.Replace(strings.Replace(mine, "severity: medium", "severity: &level medium", 1), "very-high", "*level", 1)},
			line + "12: METADATA has an alias; write the value itself",
		},
		"a rule at the top": {
			map[string]string{"mine.rego": "package rules.mine\n"},
			"ours/mine.rego: line 1: package rules.mine is neither a library nor a rule; a rule stands in ours/<area>/<slug>/<slug>.rego",
		},
		"an area of no form": {
			map[string]string{"Size/too_small/too_small.rego": strings.Replace(mine, "rules.size", "rules.Size", 1)},
			"ours/Size/too_small/too_small.rego: line 1: the area Size is not lower case words joined by underscores",
		},
		"findings that are no set": {
			map[string]string{file: strings.Replace(mine, "findings contains", "findings :=", 1)},
			"ours/size/too_small/too_small.rego: line 26: findings is no set; write `findings contains report.at(path, message) if …`",
		},
		"findings under another name": {
			map[string]string{file: strings.Replace(mine, "findings contains", "findings.x contains", 1)},
			"ours/size/too_small/too_small.rego: line 26: findings is no set; write `findings contains report.at(path, message) if …`",
		},
		"a function": {
			map[string]string{file: mine + "applies(x) if x == 1\n"},
			"ours/size/too_small/too_small.rego: line 27: applies is neither true nor false; write `applies if …`",
		},
		"a text": {
			map[string]string{file: mine + "moot := \"no\"\n"},
			"ours/size/too_small/too_small.rego: line 27: moot is neither true nor false; write `moot if …`",
		},
		"a set": {
			map[string]string{file: mine + "moot contains 1\n"},
			"ours/size/too_small/too_small.rego: line 27: moot is neither true nor false; write `moot if …`",
		},
		"a suspect that is a set": {
			map[string]string{file: mine + "suspect contains 1\n"},
			"ours/size/too_small/too_small.rego: line 27: suspect is neither true nor false; write `suspect if …`",
		},
		"a workspace rule with a suspect": {
			map[string]string{file: strings.Replace(mine, "scope: subject", "scope: workspace", 1) + "suspect if input.subjects == []\n"},
			at + "a rule of scope workspace is asked for findings alone, not for applies, moot, suspect or undecided",
		},
		"what a workspace rule is not asked": {
			map[string]string{file: strings.Replace(mine, "scope: subject", "scope: workspace", 1) + "moot if input.subjects == []\n"},
			at + "a rule of scope workspace is asked for findings alone, not for applies, moot, suspect or undecided",
		},
		"a schema of its own": {
			map[string]string{file: strings.Replace(mine, "# entrypoint", "# schemas:\n#   - input: schema.model\n# entrypoint", 1)},
			at + "METADATA names schemas; leave them out: gwlint gives what is read its schema",
		},
		"two rules of one name": {
			map[string]string{
				file:                             mine,
				"shape/too_small/too_small.rego": strings.NewReplacer("rules.size", "rules.shape", "OUR001", "OUR002").Replace(mine),
			},
			at + "the name too_small is that of OUR002 in ours/shape/too_small/too_small.rego; a rule is found by its name alone",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tree := fstest.MapFS{}
			for name, text := range test.files {
				tree[name] = &fstest.MapFile{Data: []byte(text)}
			}
			_, err := rules.Tree{Files: tree, Name: "ours", Own: true}.Load()
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestSetsAreJoinedUnlessOneChangesAnother(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, text string
		want       string // the error, or the IDs
	}{
		"another rule": {
			"size/too_tall/too_tall.rego", strings.NewReplacer("OUR001", "ABC123", "too_small", "too_tall").Replace(mine),
			"ABC123 OUR001",
		},
		"a library": {"lib/mine/mine.rego", "package rules.lib.mine\n", "OUR001 OUR002"},
		"the same ID": {
			"size/too_tall/too_tall.rego", strings.Replace(mine, "too_small", "too_tall", 1),
			"b/size/too_tall/too_tall.rego: line 1: custom.id: OUR001 is the ID of rules.size.too_small in a/size/too_small/too_small.rego",
		},
		"the same package": {
			"size/too_small/too_small.rego", strings.Replace(mine, "OUR001", "OUR002", 1),
			"b/size/too_small/too_small.rego: line 22: package rules.size.too_small is that of a/size/too_small/too_small.rego; give it another name and folder",
		},
		"the same name": {
			"shape/too_small/too_small.rego", strings.NewReplacer("OUR001", "OUR002", "rules.size", "rules.shape").Replace(mine),
			"b/shape/too_small/too_small.rego: line 1: the name too_small is that of OUR001 in a/size/too_small/too_small.rego; a rule is found by its name alone",
		},
		"the root": {
			"rules.rego", "package rules\n",
			"b/rules.rego: line 1: package rules is that of a/rules.rego; give it another name and folder",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			first, second := one(mine), fstest.MapFS{test.file: {Data: []byte(test.text)}}
			first["rules.rego"] = &fstest.MapFile{Data: []byte("package rules\n")}
			if !strings.Contains(test.text, "METADATA") {
				second["size/more/more.rego"] = &fstest.MapFile{
					Data: []byte(strings.NewReplacer("OUR001", "OUR002", "too_small", "more").Replace(mine)),
				}
			}
			got := joined(t, rules.Tree{Files: first, Name: "a", Own: true}, rules.Tree{Files: second, Name: "b", Own: true})
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// joined joins trees and says which rules there are then, or why not.
func joined(t testing.TB, trees ...rules.Tree) string {
	t.Helper()
	var sets []rules.Set
	for _, tree := range trees {
		set, err := tree.Load()
		if err != nil {
			t.Fatal(err)
		}
		sets = append(sets, set)
	}
	all, err := rules.Join(sets...)
	if err != nil {
		return err.Error()
	}
	var ids []string
	for _, rule := range all.Rules {
		ids = append(ids, rule.ID)
	}
	return strings.Join(ids, " ")
}
