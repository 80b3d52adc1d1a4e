package source_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// stateful is a Markdown file with a bit of everything.
const stateful = "# State\n\nSome ```yaml``` in a sentence.\n\n" +
	"```yaml\na: 1 # é\nb: [x]\n```\n\n" +
	"~~~~ YML title=\"more\"\n# ~~~\nc: |\n  ```yaml\n  d: 1\n  ```\n~~~~~  \n\n" +
	"<!-- an example\n```yaml\ne: 1\n```\n-->\n" +
	"```python\nf: 1\n```\n" +
	"   ```{.json}\n   {\"g\": [1,\n 2]}\n   ```\n" +
	"````yaml\n---\nh: 1\n# ```\n---\ni: 2\n````\n"

func TestAMarkdownFileIsReadAsItsFencedBlocks(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content string
		want    []string
	}{
		"every kind of fence": {
			"text\n```yaml\na: 1 # é\n```\n~~~~ YML title=\"more\"\nc: |\n  ```yaml\n  ~~~\n~~~~~  \n````{.json}\n{\"g\": [1]}\n````\n",
			[]string{
				"0 object=«a: 1»", "0/a key=«a» number 1=«1»",
				"1 object=«c: |\n  ```yaml\n  ~~~»", "1/c key=«c» string ```yaml\n~~~\n=«|\n  ```yaml\n  ~~~»",
				"2 object=«{\"g\": [1]}»", "2/g key=«\"g\"» array=«[1]»", "2/g/0 number 1=«1»",
			},
		},
		"a fence that is indented, and lines that are less so": {
			"- state\n\n  ```yaml\n  a:\n    b: |\n      x\n      y\n c: é\nd: 1\n  ```\n",
			[]string{
				"0 object=«a:\n    b: |\n      x\n      y\n c: é\nd: 1»",
				"0/a key=«a» object=«b: |\n      x\n      y»",
				"0/a/b key=«b» string x\ny\n=«|\n      x\n      y»",
				"0/c key=«c» string é=«é»",
				"0/d key=«d» number 1=«1»",
			},
		},
		"documents of a stream": {
			"```yaml\n--- # one\na: 1\n---\nb: 2\n...\n```\n```yml\nc: 3\n```\n",
			[]string{
				"0 object=«a: 1»", "0/a key=«a» number 1=«1»", "1 object=«b: 2»", "1/b key=«b» number 2=«2»",
				"2 object=«c: 3»", "2/c key=«c» number 3=«3»",
			},
		},
		"aliases and merge keys": {
			" ```yaml\n x: &x {a: [1]}\n y: *x\n z: {<<: *x, b: *x}\n ```\n",
			[]string{
				"0 object=«x: &x {a: [1]}\n y: *x\n z: {<<: *x, b: *x}»",
				"0/x key=«x» object=«{a: [1]}»", "0/x/a key=«a» array=«[1]»", "0/x/a/0 number 1=«1»",
				"0/y key=«y» object=«{a: [1]}»", "0/y/a key=«a» array=«[1]»", "0/y/a/0 number 1=«1»",
				"0/z key=«z» object=«{<<: *x, b: *x}»",
				"0/z/a key=«a» merged array=«[1]»", "0/z/a/0 number 1=«1»",
				"0/z/b key=«b» object=«{a: [1]}»", "0/z/b/a key=«a» array=«[1]»", "0/z/b/a/0 number 1=«1»",
			},
		},
		"carriage returns and a byte order mark": {
			"\ufeff# é\r\n```yaml\r\na:\r\n  - \"é\"\r\n```\r\n",
			[]string{"0 object=«a:\r\n  - \"é\"»", "0/a key=«a» array=«- \"é\"»", "0/a/0 string é=«\"é\"»"},
		},
		"a fence that does not end":           {"```yaml\na: 1", []string{"0 object=«a: 1»", "0/a key=«a» number 1=«1»"}},
		"a comment that ends on its line":     {"<!-- x --> y\n```yaml\n1\n```\n", []string{"0 number 1=«1»"}},
		"a comment inside a sentence":         {"so <!-- x\n```yaml\n1\n```\n", []string{"0 number 1=«1»"}},
		"a fence inside a comment":            {"<!-- x\n```yaml\n1\n```\n-->\n", nil},
		"a comment inside a block":            {"```yaml\n# <!--\n1\n```\n```yaml\n2\n```\n", []string{"0 number 1=«1»", "1 number 2=«2»"}},
		"a comment that does not end":         {"<!--\n```yaml\n1\n```\n", nil},
		"code in a sentence":                  {"```yaml``` is code\n", nil},
		"a block in another language":         {"```python\n1\n```\n```\n2\n```\n```yamlish\n3\n```\n", nil},
		"a block in a block":                  {"````\n```yaml\n1\n```\n````\n", nil},
		"code by indentation":                 {"    ```yaml\n    1\n    ```\n", nil},
		"empty blocks":                        {"```yaml\n```\n```json\n\n```\n```yaml\n# only\n```\n```yaml", nil},
		"a closing fence with text behind it": {"```yaml\na: |\n ``` no\n```\n", []string{"0 object=«a: |\n ``` no»", "0/a key=«a» string ``` no\n=«|\n ``` no»"}},
		"no block at all":                     {"a: 1\n---\n{}\n", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for i, d := range parse(t, "state.md", test.content) {
				if d.Index != i {
					t.Errorf("document %d has index %d", i, d.Index)
				}
				for _, line := range written(d) {
					got = append(got, fmt.Sprint(i)+line)
				}
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestABrokenBlockOfMarkdownHidesNoOther(t *testing.T) {
	t.Parallel()
	content := "# é\n```yaml\na: 1\n```\n\n" +
		"  ```yaml\n  b: 2\n  ---\n  é: \"secret\n  ```\n\n" +
		"```json\n{\"c\": oops}\n```\n```yaml\nd: [1\n```\n```yaml\ne: 5\n```\n"
	text := text(t, "docs/state.markdown", content)
	documents, err := source.Parse(text, source.Limits{})
	var keys []string
	for i, d := range documents {
		if d.Index != i {
			t.Errorf("document %d has index %d", i, d.Index)
		}
		keys = append(keys, d.Root.Entries()[0].Key)
	}
	if diff := cmp.Diff([]string{"a", "b", "e"}, keys); diff != "" {
		t.Error(diff)
	}
	var faults []string
	for _, fault := range source.Faults(err) {
		faults = append(faults, fault.Error())
	}
	want := []string{
		"docs/state.markdown: line 9, column 6: the quoted text does not end",
		"docs/state.markdown: line 13, column 7: expected a value",
		"docs/state.markdown: line 17, column 1: expected ',' or ']'",
	}
	if diff := cmp.Diff(want, faults); diff != "" {
		t.Error(diff)
	}
	shown := strings.Join(text.Excerpt(1, text.Lines()), "\n")
	if strings.Contains(shown, "secret") || strings.Contains(shown, "oops") {
		t.Errorf("what stands in a broken block is shown:\n%s", shown)
	}
	if !strings.Contains(shown, "e: 5") || !strings.Contains(shown, "b: 2") {
		t.Errorf("what was read is not shown:\n%s", shown)
	}
}

func TestPlacesInMarkdownLeadToTheFile(t *testing.T) {
	t.Parallel()
	documents := parse(t, "state.md", stateful)
	var got []string
	for _, at := range []struct {
		document int
		path     []string
	}{{0, []string{"b", "0"}}, {1, []string{"nosuch"}}, {2, []string{"g", "1"}}, {2, []string{"nosuch"}}, {4, []string{"i"}}} {
		d := documents[at.document]
		place := d.Locate(at.path)
		position := d.Text.Position(place.Range.Start)
		got = append(got, fmt.Sprintf("%d:%d %s", position.Line, position.Column, stateful[place.Range.Start:place.Range.End]))
	}
	want := []string{"7:5 x", "12:1 c", "28:2 2", "27:5 \"g\"", "35:4 2"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	documents[0].Text.Mask(documents[0].Root.Get("b").Range())
	if got := documents[0].Text.Excerpt(7, 7)[0]; got != "b: ********" {
		t.Errorf("masked line %q", got)
	}
}
