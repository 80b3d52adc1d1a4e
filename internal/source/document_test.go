package source_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestLocateShowsWhatAPersonShouldSee(t *testing.T) {
	t.Parallel()
	const endpoint = `{
  "config": {"served_entities": [{"name": "a"}, {
    "x": 1
  }, [1,
    2], []]},
  "name": "skyloyalty",
  "limits": [1, "two"],
  "ai/gate~way": null,
}`
	const stream = "a:\n  b: &b\n    c: 1\nd: *b\ne:\nf:\n  <<: *b\n"
	tests := map[string]struct{ content, path, want string }{
		"a scalar":                         {endpoint, "name", `"skyloyalty"`},
		"a scalar in a list":               {endpoint, "limits 1", `"two"`},
		"a list by its key":                {endpoint, "limits", `"limits"`},
		"a map by its key":                 {endpoint, "config", `"config"`},
		"an element on one line":           {endpoint, "config served_entities 0", `{"name": "a"}`},
		"an element over lines":            {endpoint, "config served_entities 1", `"x"`},
		"a list in a list over lines":      {endpoint, "config served_entities 2", `[1,`},
		"an empty list in a list":          {endpoint, "config served_entities 3", `[]`},
		"a key with characters to escape":  {endpoint, "ai/gate~way", `null`},
		"the root by its name":             {endpoint, "", `"skyloyalty"`},
		"missing in the root":              {endpoint, "tags", `missing "skyloyalty"`},
		"missing in a map":                 {endpoint, "config tags 0 key", `missing "config"`},
		"missing in an element":            {endpoint, "config served_entities 0 x", `missing {"name": "a"}`},
		"missing in an element over lines": {endpoint, "config served_entities 1 y", `missing "x"`},
		"missing in a list":                {endpoint, "limits 2", `missing "limits"`},
		"no index":                         {endpoint, "limits 01", `missing "limits"`},
		"missing below a scalar":           {endpoint, "ai/gate~way x", `missing null`},
		"the root by its first key":        {"{\n\"a\": 1}", "", `"a"`},
		"the root by its first line":       {"[1,\r\n2]", "", `[1,`},
		"a name that is no scalar":         {`{"a": 1, "name": {}}`, "", `"a"`},
		"a repeated key, the last":         {`{"a": 1, "a": 2}`, "a", `2`},
		"what is not written":              {stream, "e", "e"},
		"through an alias":                 {stream, "d c", "1"},
		"through a merge":                  {stream, "f c", "1"},
		"an alias by its key":              {stream, "d", "d"},
		"missing in an alias":              {stream, "d x", "missing d"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := one(t, "<stdin>", test.content)
			place := d.Locate(strings.Fields(test.path))
			got := string(d.Text.Bytes[place.Range.Start:place.Range.End])
			if place.Missing {
				got = "missing " + got
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if want := source.Pointer(strings.Fields(test.path)); place.Pointer != want {
				t.Errorf("pointer %q, want %q", place.Pointer, want)
			}
		})
	}
}

func TestAPointerEscapesItsSegments(t *testing.T) {
	t.Parallel()
	for want, segments := range map[string][]string{
		"":               nil,
		"/":              {""},
		"/a~1b/m~0n/~01": {"a/b", "m~n", "~1"},
	} {
		if got := source.Pointer(segments); got != want {
			t.Errorf("%q is written %q, want %q", segments, got, want)
		}
	}
}

func TestSyntaxIsToldByNameThenByContent(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ file, content, want string }{
		"a name of YAML":            {"gw.yml", "{a: b}", " object=«{a: b}»"},
		"a map of JSON":             {"<stdin>", "\n {\"a\": 1 // b\n}", " object=«{\"a\": 1 // b\n}»"},
		"a list of JSON":            {"gw.txt", "[\t1]", " array=«[\t1]»"},
		"a comment of JSON":         {"gw", "// a\n{}", " object=«{}»"},
		"anything else is YAML":     {"<stdin>", "# c\na: b", " object=«a: b»"},
		"a name in capital letters": {"GW.JSON", "1", " number 1=«1»"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, written(one(t, test.file, test.content))[0]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatLiesBehindTheLastDocumentThatParsedIsMasked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		file, content string
		want          []string
	}{
		"YAML":              {"gw.yaml", "a: 1\n---\nb: [\ntoken: abc\n", []string{"a: 1", "********", "********", "********", ""}},
		"JSON":              {"gw.json", "{\"a\": \"abc\",\n1}", []string{"********", "********"}},
		"lines of JSON":     {"gw.jsonl", "{\"a\": 1}\n{\"b\": \"abc\n", []string{`{"a": 1}`, "********", ""}},
		"a later block":     {"gw.md", "```yaml\na: 1\n```\n```yaml\nb: [\n```\nabc\n", []string{"```yaml", "a: 1", "********", "********", "********", "********", "********", ""}},
		"what is no text":   {"gw.yaml", "a: abc\xff\n", []string{"********", ""}},
		"nothing if all is": {"gw.yaml", "a: 1\n# abc\n", []string{"a: 1", "# abc", ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text, err := source.NewText(test.file, []byte(test.content))
			if err == nil {
				_, _ = source.Parse(text, source.Limits{})
			}
			if diff := cmp.Diff(test.want, text.Excerpt(1, text.Lines())); diff != "" {
				t.Error(diff)
			}
		})
	}
}
