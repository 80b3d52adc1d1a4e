package rules_test

import (
	"os"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/rules"
)

func TestPagesAreUpToDate(t *testing.T) {
	t.Parallel()
	tree := os.DirFS(".")
	list, _, err := rules.Load(tree)
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range list {
		want, err := rules.RenderPage(tree, rule)
		if err != nil {
			t.Error(err)
		} else if diff := cmp.Diff(want, rules.Page(rule)); diff != "" {
			t.Errorf("the page of %s is out of date; run go generate ./rules\n%s", rule.ID, diff)
		}
	}
	catalogue, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rules.RenderCatalogue(list), string(catalogue)); diff != "" {
		t.Errorf("the catalogue is out of date; run go generate ./rules\n%s", diff)
	}
}

func TestAPageShowsTheSmallestExamplesWithoutTheirExpectations(t *testing.T) {
	t.Parallel()
	fsys := one(complete)
	for name, text := range map[string]string{
		"size/too_small/bad/long.yaml":     "a: 1 # want GW899 \"small\"\nb: 2\nc: 3\n",
		"size/too_small/bad/short.json":    "{\n  \"a\": 1 // want GW899 \"small\" \n}\n",
		"size/too_small/bad/.gwlint.yaml":  "params: {}\n",
		"size/too_small/good/short.yaml":   "a: 9\n",
		"size/too_small/good/example.yaml": "a: 9 # large\nb: 9\n",
	} {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	list, _, err := rules.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	page, err := rules.RenderPage(fsys, list[0])
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

func TestARuleWithoutExamplesHasNoPage(t *testing.T) {
	t.Parallel()
	fsys := one(complete)
	list, _, err := rules.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := rules.RenderPage(fsys, list[0]); err == nil {
		t.Error("got a page")
	}
	fsys["size/too_small/bad/.keep"] = &fstest.MapFile{}
	if _, err := rules.RenderPage(fsys, list[0]); err == nil {
		t.Error("got a page from a hidden file")
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
