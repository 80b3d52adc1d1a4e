package source_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"

	"go.yaml.in/yaml/v4"

	"github.com/gwlint/gwlint/internal/source"
)

func FuzzJSON(f *testing.F) {
	for _, seed := range []string{
		`{"name": "a\u00e9😀", "n": [1, -2.5e3, true, null,], /* c */ "n": {}} // end`,
		"{\"a\": 1}\r\n{\"a\": {\"b\": [[], {}]}}\n", `"\ud83d\ude00"`, `[`, `{"a`, ``,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		check(t, "gw.json", content)
		check(t, "gw.jsonl", content)
	})
}

func FuzzYAML(f *testing.F) {
	for _, seed := range []string{
		"a: &x !!map # c\n  b: &y 1\nc: *x\nd: [*y, *x]\ne: &z\n*y : g\n<<: [*x, {q: 1}]\n",
		"a: {b: [1, 'x',], c: , \"d\": {}, e}\nf: [g: h, [ ], ? i : j]\n",
		"a: |- # c\n  x: 1\n\nb: >+2\n   f\n  g\nc: two\n  words\nd: \"x\n  y\"\n",
		"%YAML 1.2\n---\na: 1\r\n...\n# c\n---\n- - 1\n  -\n- ? a\n  : b\n- {{ x }}\n",
		"é: \u2028\u0085 x\n\t- y\n", "- - - -\n", "? - a\n: - b\n", "!!str", "&a *a", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) { check(t, "gw.yaml", content) })
}

// FuzzMarkdown asks of any content what FuzzYAML asks, and that a block of it
// has the documents that its lines have alone, with their places moved.
func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{
		stateful, "a: &x !!map # c\n  b: &y 1\nc: *x\nd: [*y, *x]\n<<: [*x, {q: 1}]\n", "  a: |\n x\n", "é: \"\r\n  x\"\r\n", "a: [", "<!--",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		check(t, "state.md", content)
		if strings.Contains(content, "```") || strings.Contains(content, "\x00") {
			return
		}
		for _, indent := range []string{"", "  "} {
			block := indent + "```yaml\n" + indent + strings.ReplaceAll(content, "\n", "\n"+indent) + "\n" + indent + "```\n"
			check(t, "state.md", block)
			same(t, content+"\n", block)
		}
	})
}

// same asks that a block holds what its content holds as a file.
func same(t *testing.T, alone, block string) {
	t.Helper()
	gist := func(file, content string) (all []string, failed bool) {
		text, err := source.NewText(file, []byte(content))
		if err != nil {
			return nil, true
		}
		documents, err := source.Parse(text, source.Limits{Depth: 20, Aliases: 100})
		for _, d := range documents {
			for _, line := range written(d) {
				key, value, _ := strings.Cut(line, "«")
				all = append(all, key+strings.Join(strings.Fields(value), " "))
			}
		}
		return all, err != nil
	}
	want, failed := gist("gw.yaml", strings.TrimPrefix(alone, "\ufeff"))
	got, broken := gist("state.md", block)
	if failed != broken || !slices.Equal(want, got) {
		t.Fatalf("alone %q, %v; in a block %q, %v", want, failed, got, broken)
	}
}

// check asks of any content that parsing ends in documents whose ranges lie
// where they should, or in an error with a place.
func check(t *testing.T, file, content string) {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		return
	}
	documents, err := source.Parse(text, source.Limits{Depth: 20, Aliases: 100})
	if _, ok := errors.AsType[*source.Error](err); err != nil && !ok {
		t.Fatalf("error %v of type %T", err, err)
	}
	for i, d := range documents {
		if d.Index != i || d.Text != text {
			t.Fatalf("document %d has index %d", i, d.Index)
		}
		c := checker{T: t, document: d, shared: strings.Contains(content, "*")}
		c.node(nil, source.Range{End: len(text.Bytes)}, d.Root)
	}
}

type checker struct {
	*testing.T
	document *source.Document
	shared   bool // there may be aliases: a child may be written elsewhere
}

func (c *checker) node(path []string, parent source.Range, n *source.Node) {
	c.inside(path, parent, n.Range())
	c.scalar(path, n)
	c.locate(path)
	end := n.Range().Start
	for i, e := range n.Entries() {
		below := slices.Concat(path, []string{e.Key})
		c.inside(below, n.Range(), e.KeyRange())
		c.node(below, n.Range(), e.Value)
		if !c.shared && !e.Merged && (e.KeyRange().Start < end || e.Value.Range().Start < e.KeyRange().End) {
			c.Fatalf("%q: entry %d at %v, %v stands before what precedes it", path, i, e.KeyRange(), e.Value.Range())
		}
		end = e.Value.Range().End
	}
	for i, item := range n.Items() {
		c.node(append(path[:len(path):len(path)], strconv.Itoa(i)), n.Range(), item)
		if !c.shared && item.Range().Start < end {
			c.Fatalf("%q: element %d at %v stands before what precedes it", path, i, item.Range())
		}
		end = item.Range().End
	}
}

func (c *checker) inside(path []string, parent, r source.Range) {
	if c.shared {
		parent = source.Range{End: len(c.document.Text.Bytes)}
	}
	if r.Start > r.End || r.Start < parent.Start || r.End > parent.End {
		c.Fatalf("%q: range %v is not inside %v", path, r, parent)
	}
}

// scalar asks that a scalar that says something is written somewhere, and that
// what is in quotes has them at both ends.
func (c *checker) scalar(path []string, n *source.Node) {
	if n.Kind >= source.List {
		return
	}
	raw := string(c.document.Text.Bytes[n.Range().Start:n.Range().End])
	if raw == "" {
		if n.Text != "" {
			c.Fatalf("%q: %q is written nowhere", path, n.Text)
		}
		return
	}
	if quote := raw[0]; (quote == '"' || quote == '\'') && (len(raw) < 2 || raw[len(raw)-1] != quote) {
		c.Fatalf("%q: %q has lost a quote", path, raw)
	}
	last := raw[len(raw)-1]
	if strings.IndexByte(" \t\r\n", raw[0]) >= 0 || strings.IndexByte(" \t\r\n", last) >= 0 {
		c.Fatalf("%q: %q has white space around it", path, raw)
	}
	c.decodes(path, n, raw)
}

// decodes asks that the characters of a string's range, alone, are that string
// to another reader.
func (c *checker) decodes(path []string, n *source.Node, raw string) {
	if n.Kind != source.String || strings.ContainsAny(raw, "\r\n|>\u0085\u2028\u2029") || strings.HasSuffix(c.document.Text.File, ".md") {
		return // of Markdown the language is not known here
	}
	var got string
	if strings.HasSuffix(c.document.Text.File, ".yaml") {
		if strings.HasPrefix(raw, "...") || strings.HasSuffix(raw, ":") || strings.IndexByte("-?:%", raw[0]) >= 0 {
			return // alone on a line these may mean something else
		}
		var node yaml.Node
		if err := yaml.Load([]byte(raw), &node); err != nil || len(node.Content) != 1 {
			c.Fatalf("%q: %q is not a value alone: %v", path, raw, err)
		}
		got = node.Content[0].Value
	} else if err := json.Unmarshal([]byte(raw), &got); err != nil {
		c.Fatalf("%q: %q: %v", path, raw, err)
	}
	if got != n.Text {
		c.Fatalf("%q: %q reads %q, not %q", path, raw, got, n.Text)
	}
}

func (c *checker) locate(path []string) {
	for _, ask := range [][]string{path, append(path[:len(path):len(path)], "missing", "0")} {
		place := c.document.Locate(ask)
		c.inside(ask, source.Range{End: len(c.document.Text.Bytes)}, place.Range)
		if place.Pointer != source.Pointer(ask) {
			c.Fatalf("%q: pointer %q", ask, place.Pointer)
		}
		at := c.document.Text.Position(place.Range.Start)
		if at.Line < 1 || at.Column < 1 {
			c.Fatalf("%q: position %v", ask, at)
		}
	}
}
