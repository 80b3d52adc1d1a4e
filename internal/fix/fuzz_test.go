package fix_test

import (
	"errors"
	"slices"
	"strconv"
	"testing"

	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/source"
)

// FuzzPlan has each operation done at each place of a document: it is refused with a
// reason, or gives a text that still parses.
func FuzzPlan(f *testing.F) {
	for _, seed := range []string{
		"name: chat\nai_gateway:\n  rate_limits:\n  - calls: 1 # one\n    renewal_period: minute\n",
		"a: &x {b: [1, {c: d}]}\ne: *x\nf:\n  <<: *x\n  g: |\n    text\n",
		"{\"a\": {\"b\": [1, 2,], /* c */ \"d\": null}, \"a\": {}}",
		"\ufeffa: 1\r\nb:\r\n  - c:\r\n      d: 'e'\r\n",
		"? a\n: b\n? [c]\n: {}\n", "- - a: b\n    c: d\n-\n- {}\n", "a:\n\tb: c\n", "{}", "[]", "a: {b: c\n}\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		for _, name := range []string{"gw.yaml", "gw.json"} {
			text, err := source.NewText(name, []byte(content))
			if err != nil {
				return
			}
			documents, err := source.Parse(text, source.Limits{})
			if err != nil || len(documents) == 0 {
				continue
			}
			for _, path := range fuzzedPaths(documents[0].Root) {
				tryOperations(t, name, text, documents[0], path)
			}
		}
	})
}

// fuzzedPaths are paths to values of a tree, the first of many.
func fuzzedPaths(root *source.Node) [][]string {
	const most = 40
	paths := [][]string{nil}
	nodes := []*source.Node{root}
	for i := 0; i < len(nodes) && len(paths) < most; i++ {
		n, path := nodes[i], paths[i]
		for _, e := range n.Entries() {
			nodes, paths = append(nodes, e.Value), append(paths, slices.Concat(path, []string{e.Key}))
		}
		for j, item := range n.Items() {
			nodes, paths = append(nodes, item), append(paths, slices.Concat(path, []string{strconv.Itoa(j)}))
		}
	}
	return paths
}

// tryOperations has every operation done at a path.
func tryOperations(t *testing.T, name string, text *source.Text, d *source.Document, path []string) {
	t.Helper()
	value, err := fix.Value(`{"key": "endpoint", "calls": 100}`)
	if err != nil {
		t.Fatal(err)
	}
	below := slices.Concat(path, []string{"added", "below"})
	for _, o := range []fix.Operation{
		{Do: fix.Set, Path: path, Value: value},
		{Do: fix.Set, Path: below, Value: value},
		{Do: fix.Quote, Path: path},
		{Do: fix.Rename, Path: path, Key: "renamed"},
		{Do: fix.Remove, Path: path},
		{Do: fix.Dedupe, Path: path},
	} {
		edits, err := fix.PlanVerified(d, o)
		if _, refused := errors.AsType[fix.Refusal](err); err != nil && !refused {
			t.Fatalf("%s %v: %v is no refusal", o.Do, o.Path, err)
		}
		if err != nil {
			continue
		}
		content := string(text.Bytes)
		for i := len(edits) - 1; i >= 0; i-- {
			content = content[:edits[i].Start] + edits[i].Text + content[edits[i].End:]
		}
		again, err := source.NewText(name, []byte(content))
		if err != nil {
			t.Fatalf("%s %v gives no text: %v", o.Do, o.Path, err)
		}
		if _, err := source.Parse(again, source.Limits{}); err != nil {
			t.Fatalf("%s %v gives what does not parse: %v\n%s", o.Do, o.Path, err, content)
		}
	}
}
