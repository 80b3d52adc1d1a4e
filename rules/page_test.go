package rules_test

import (
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/policies"
	"github.com/gwlint/gwlint/rules"
	"github.com/gwlint/gwlint/schema"
)

func TestPagesAreUpToDate(t *testing.T) {
	t.Parallel()
	tree := os.DirFS(".")
	list, modules, err := rules.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	made := standing(t, list, modules)
	for _, rule := range list {
		want, err := rules.RenderPage(tree, rule, made)
		if err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(want, rules.Page(rule)); diff != "" {
			t.Errorf("the page of %s is out of date; run go generate ./rules\n%s", rule.ID, diff)
		}
	}
	for _, rule := range rules.Housekeeping() {
		if diff := cmp.Diff(rules.RenderHousekeeping(rule), rules.Page(rule)); diff != "" {
			t.Errorf("the page of %s is out of date; run go generate ./rules\n%s", rule.ID, diff)
		}
	}
	catalogue, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rules.RenderCatalogue(list, made), string(catalogue)); diff != "" {
		t.Errorf("the catalogue is out of date; run go generate ./rules\n%s", diff)
	}
	vocabulary, err := os.ReadFile("lib/README.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rules.RenderVocabulary(modules), string(vocabulary)); diff != "" {
		t.Errorf("the page for authors is out of date; run go generate ./rules\n%s", diff)
	}
}

// standing asks the default policy what it makes of rules, as generate.go does.
func standing(tb testing.TB, list []rules.Rule, modules map[string]*ast.Module) rules.PolicySummary {
	tb.Helper()
	_, decide, err := policies.Load(policies.Embedded)
	if err != nil {
		tb.Fatal(err)
	}
	e, err := engine.New(tb.Context(), engine.Options{
		Rules: list, RuleModules: modules, PolicyModules: decide, Policy: "policies." + policies.Default,
		Schemas: schema.Rego(),
	})
	if err != nil {
		tb.Fatal(err)
	}
	levels, err := e.Levels(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	items, err := e.Checklist(tb.Context(), engine.Tally{})
	if err != nil {
		tb.Fatal(err)
	}
	unwaivable, err := e.Unwaivable(tb.Context())
	if err != nil {
		tb.Fatal(err)
	}
	made := rules.PolicySummary{Policy: policies.Default, Levels: levels, Unwaivable: unwaivable}
	for _, item := range items {
		made.Items = append(made.Items, rules.Item{ID: item.ID, Title: item.Title, Rules: item.Rules})
	}
	return made
}

// small is what a policy might make of the rule of one.
var small = rules.PolicySummary{
	Policy: "small",
	Levels: map[string]finding.Level{"GW899": finding.Warning},
	Items: []rules.Item{
		{ID: "S-1", Title: "Things are large", Rules: []string{"GW898", "GW899"}},
		{ID: "S-2", Title: "Things are round", Rules: []string{"GW898"}},
	},
}

func TestAPageSaysAllThatIsKnownOfARule(t *testing.T) {
	t.Parallel()
	text := strings.NewReplacer(
		"requires: [rate_limits.calls]", "requires: [rate_limits.calls, rate_limits.tokens, state.audit]",
		"scope: subject", "scope: workspace",
		"fix: safe", "halts: true\n#   params: [audit_max_age, shared_schemas]",
	).Replace(complete) + "\nundecided contains {\"path\": [], \"message\": \"x\"} if input.subjects[0].provided\n"
	fsys := one(text)
	for name, text := range map[string]string{
		"bad/example.json": "{\n  \"a\": 1 // want GW899 \"small\" \n}\n",
		"bad/.gwlint.yaml": "params: {}\n",
		"bad/state.yaml":   "# want GW899 \"small\"\nendpoint_guardrail_audit: {}\n",
		"good/good.yaml":   "a: 9\n",
	} {
		fsys["size/too_small/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	list, _, err := rules.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	page, err := rules.RenderPage(fsys, list[0], small)
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/page.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), page); diff != "" {
		t.Error(diff)
	}
}

func TestAPageShowsOneExampleWithWhatItIsJudgedWith(t *testing.T) {
	t.Parallel()
	const model = "[model](https://github.com/gwlint/gwlint/blob/main/schema/model.schema.json)"
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"the one that is named so": {
			map[string]string{"a.yaml": "a: 1\n", "example.yaml": "a: 1\nb: 2\n"},
			"```yaml\na: 1\nb: 2\n```",
		},
		"else the smallest": {
			map[string]string{"a.yaml": "a: 1 # want GW899 \"small\"\nb: 2\n", "b.json": "{\"a\": 1}\n"},
			"```json\n{\"a\": 1}\n```",
		},
		"a document before what only a workspace shows": {
			map[string]string{"a.input.yaml": "a: 1\n", "b.yaml": "a: 1\nb: 2\n"},
			"```yaml\na: 1\nb: 2\n```",
		},
		"what no document shows yet": {
			map[string]string{"a.input.yaml": "# want GW899 \"small\"\nsubject: {}\n"},
			"In the words of the " + model + ", where all else is well:\n\n```yaml\nsubject: {}\n```",
		},
		"with a configuration": {
			map[string]string{"a.yaml": "a: 1\n", ".gwlint.yaml": "params: {}\n"},
			"With this `.gwlint.yaml`:\n\n```yaml\nparams: {}\n```\n\nthis document:\n\n```yaml\na: 1\n```",
		},
		"with a state file that holds fences": {
			map[string]string{"a.yaml": "a: 1\n", ".vibecoding-state.md": "```yaml\na: 1\n```\n"},
			"With this state file, `.vibecoding-state.md`:\n\n````md\n```yaml\na: 1\n```\n````\n\nthis document:\n\n```yaml\na: 1\n```",
		},
		"a state file alone": {
			map[string]string{"state.yaml": "a: 1\n"},
			"The state file, `state.yaml`:\n\n```yaml\na: 1\n```",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := one(complete)
			fsys["size/too_small/good/a.yaml"] = &fstest.MapFile{Data: []byte("a: 9\n")}
			for file, text := range test.files {
				fsys["size/too_small/bad/"+file] = &fstest.MapFile{Data: []byte(text)}
			}
			list, _, err := rules.Load(fsys)
			if err != nil {
				t.Fatal(err)
			}
			page, err := rules.RenderPage(fsys, list[0], small)
			if err != nil {
				t.Fatal(err)
			}
			_, page, _ = strings.Cut(page, "\n## Flagged\n\n")
			got, _, _ := strings.Cut(page, "\n\n## Not flagged\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAPageSaysWhatOnlyAWorkspaceShows(t *testing.T) {
	t.Parallel()
	fsys := one(strings.Replace(complete, "[rate_limits.calls]", "[workspace.warehouses]", 1))
	for _, file := range []string{"bad/a.input.yaml", "good/a.input.yaml"} {
		fsys["size/too_small/"+file] = &fstest.MapFile{Data: []byte("context: {}\n")}
	}
	list, _, err := rules.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	page, err := rules.RenderPage(fsys, list[0], small)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(page, "\n\nNo file shows this. It is what a workspace shows of a gateway") != 2 {
		t.Error(page)
	}
}

func TestARuleWithoutExamplesHasNoPage(t *testing.T) {
	t.Parallel()
	fsys := one(complete)
	list, _, err := rules.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rules.RenderPage(fsys, list[0], small); err == nil {
		t.Error("got a page")
	}
	fsys["size/too_small/bad/.keep"] = &fstest.MapFile{}
	if _, err := rules.RenderPage(fsys, list[0], small); err == nil {
		t.Error("got a page from a hidden file")
	}
	fsys["size/too_small/bad/.gwlint.yaml"] = &fstest.MapFile{}
	if _, err := rules.RenderPage(fsys, list[0], small); err == nil {
		t.Error("got a page from a configuration")
	}
	if page := rules.Page(list[0]); page != "" {
		t.Errorf("got the page %q", page)
	}
}

func TestAPageHasAnAddress(t *testing.T) {
	t.Parallel()
	got := rules.DocURL(rules.Rule{Area: "limits", Name: "zero_limit"})
	if want := "https://github.com/gwlint/gwlint/blob/main/rules/limits/zero_limit/README.md"; got != want {
		t.Errorf("got %s", got)
	}
}
