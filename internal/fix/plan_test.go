package fix_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/source"
)

// planned is a text with the edits of one operation on its first document, or why there are
// none.
func planned(t *testing.T, file, content, pointer string, o fix.Operation) string {
	t.Helper()
	text, err := source.NewText(file, []byte(content))
	if err != nil {
		t.Fatal(err)
	}
	documents, err := source.Parse(text, source.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	o.Path = source.Segments(pointer)
	edits, err := fix.PlanVerified(documents[0], o)
	if err != nil {
		return "refused: " + err.Error()
	}
	after, err := fix.Apply(text.Bytes, edits)
	if err != nil {
		t.Fatal(err)
	}
	return string(after)
}

// set is the operation that writes a value, given as JSON.
func set(t *testing.T, value string) fix.Operation {
	t.Helper()
	n, err := fix.Value(value)
	if err != nil {
		t.Fatal(err)
	}
	return fix.Operation{Do: fix.Set, Value: n}
}

func TestPlanWritesKeys(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, content, pointer, value, want string }{
		"behind the comment of the last entry": {
			"a.yaml", "l:\n  - calls: 5 # five\n    per: minute # each\n    # end\nb: 1\n", "/l/0/key", `"endpoint"`,
			"l:\n  - calls: 5 # five\n    per: minute # each\n    key: endpoint\n    # end\nb: 1\n",
		},
		"into a map in brackets":                          {"a.yaml", "l: [{calls: 5, per: minute}] # l\n", "/l/0/key", `"endpoint"`, "l: [{calls: 5, per: minute, key: endpoint}] # l\n"},
		"into an empty map in brackets":                   {"a.yaml", "a: {}\n", "/a/b/c", `true`, "a: {b: {c: true}}\n"},
		"behind a list":                                   {"a.yaml", "a:\n    l:\n    - 1\n    - 2 # two\nb: 1", "/a/m/k", `true`, "a:\n    l:\n    - 1\n    - 2 # two\n    m:\n        k: true\nb: 1"},
		"without a line end at the end":                   {"a.yaml", "a:\n  b: 1", "/a/c", `2`, "a:\n  b: 1\n  c: 2"},
		"with the line ends of Windows":                   {"a.yaml", "a:\r\n  b: 1 # one\r\nc: 3\r\n", "/a/d", `true`, "a:\r\n  b: 1 # one\r\n  d: true\r\nc: 3\r\n"},
		"behind an alias":                                 {"a.yaml", "x: &x 1\na:\n  b: *x # x\nc: 1\n", "/a/d", `2`, "x: &x 1\na:\n  b: *x # x\n  d: 2\nc: 1\n"},
		"behind a text over lines":                        {"a.yaml", "a:\n  b: |\n    # no comment\n    two\n\nc: 1\n", "/a/d", `2`, "a:\n  b: |\n    # no comment\n    two\n  d: 2\n\nc: 1\n"},
		"in quotes as the other keys":                     {"a.yaml", "\"a\":\n  \"b\": 1\n", "/a/d", `"x"`, "\"a\":\n  \"b\": 1\n  \"d\": \"x\"\n"},
		"below a key without a value":                     {"a.yaml", "a:\n  b: # none\nc: 1\n", "/a/b/d", `true`, "a:\n  b: # none\n    d: true\nc: 1\n"},
		"as the value of a key without one":               {"a.yaml", "a:\n  b: # none\n", "/a/b", `true`, "a:\n  b: true # none\n"},
		"into JSON on one line":                           {"a.json", `{"a": {"b": 1}}`, "/a/c", `"x"`, `{"a": {"b": 1, "c": "x"}}`},
		"into JSON without spaces":                        {"a.json", `{"a":{"b":1,"c":2}}`, "/a/d", `"x"`, `{"a":{"b":1,"c":2,"d":"x"}}`},
		"into JSON over lines":                            {"a.json", "{\n\t\"a\": {\n\t\t\"b\": 1 // one\n\t}\n}\n", "/a/c/d", `true`, "{\n\t\"a\": {\n\t\t\"b\": 1, // one\n\t\t\"c\": {\n\t\t\t\"d\": true\n\t\t}\n\t}\n}\n"},
		"behind a trailing comma":                         {"a.json", "{\n  \"a\": 1, // one\n}\n", "/b", `2`, "{\n  \"a\": 1, // one\n  \"b\": 2,\n}\n"},
		"before a bracket on the line":                    {"a.json", "{\n  \"a\": 1 /* one */}\n", "/b", `2`, "{\n  \"a\": 1, /* one */ \"b\": 2}\n"},
		"into an empty object":                            {"a.json", `{"a": {}}`, "/a/b", `2`, `{"a": {"b": 2}}`},
		"into an empty object over lines":                 {"a.json", "{\n  \"a\": {\n  }\n}", "/a/b", `2`, "{\n  \"a\": {\n    \"b\": 2\n  }\n}"},
		"into brackets over lines in YAML":                {"a.yaml", "a: {\n  b: 1, # one\n  c: 2 # two\n}\n", "/a/d", `3`, "a: {\n  b: 1, # one\n  c: 2, # two\n  d: 3\n}\n"},
		"in place of a value":                             {"a.yaml", "a: 'gw_' # name\n", "/a", `"gw"`, "a: 'gw' # name\n"},
		"in place of a value, quoted where YAML needs it": {"a.yaml", "a: gw_\n", "/a", `"on"`, "a: \"on\"\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, planned(t, test.file, test.content, test.pointer, set(t, test.value))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlanRefuses(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, content, pointer, want string }{
		"an alias":                          {"a.yaml", "x: &x {b: 1}\na: *x\n", "/a/c", "the value comes from an alias: change it where its anchor is"},
		"an alias in a list":                {"a.yaml", "a: [&x {b: 1}, *x]\n", "/a/1/c", "the value comes from an alias: change it where its anchor is"},
		"what comes in through a merge key": {"a.yaml", "x: &x {b: {d: 1}}\na:\n  <<: *x\n", "/a/b/c", "the value comes in through a merge key: change it where its anchor is"},
		"a map with a merge key":            {"a.yaml", "x: &x {b: 1}\na:\n  <<: *x\n  d: 1\n", "/a/c", "a merge key brings entries into the map: write `c` by hand"},
		"an anchor":                         {"a.yaml", "a: &x\n  b: 1\nc: *x\n", "/a/c", "an anchor stands on the value, which may be used elsewhere too: change it by hand"},
		"an anchor on an element":           {"a.yaml", "a:\n  - &x\n    b: 1\n", "/a/0/c", "an anchor stands on the value, which may be used elsewhere too: change it by hand"},
		"an anchor above":                   {"a.yaml", "a: &x\n  b:\n    d: 1\nc: *x\n", "/a/b/c", "an anchor stands on the value, which may be used elsewhere too: change it by hand"},
		"a tag":                             {"a.yaml", "a: !!str 5\n", "/a", "a tag says how the value is read: change it by hand"},
		"a template":                        {"a.yaml", "a: ${var.x}_\n", "/a", "the value is made by a template"},
		"a key that is written twice":       {"a.yaml", "a: {b: 1}\na: {b: 2}\n", "/a/c", "`a` is written more than once: keep one of them first"},
		"a fence in Markdown":               {"a.md", "# A\n\n```yaml\na: {b: 1}\n```\n", "/a/c", "it stands in a fenced block of Markdown: change it by hand"},
		"a text over lines":                 {"a.yaml", "a: |\n  one\n  two\n", "/a", "the value is written over several lines: change it by hand"},
		"a key with a question mark":        {"a.yaml", "? a\n: b: 1\n", "/a/c", "its key is written with `?`: change it by hand"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff("refused: "+test.want, planned(t, test.file, test.content, test.pointer, set(t, `"x"`))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestPlanEditsEntries(t *testing.T) {
	t.Parallel()
	rename := fix.Operation{Do: fix.Rename, Key: "new"}
	for name, test := range map[string]struct {
		file, content, pointer string
		o                      fix.Operation
		want                   string
	}{
		"a key gets another name":                      {"a.yaml", "a: # one\n  'old': 1\n", "/a/old", rename, "a: # one\n  'new': 1\n"},
		"a key of JSON gets another name":              {"a.json", `{"old":1}`, "/old", rename, `{"new":1}`},
		"a name that is taken":                         {"a.yaml", "old: 1\nnew: 2\n", "/old", rename, "refused: `new` is written already: keep one of them"},
		"a number is quoted":                           {"a.yaml", "a: 0x10 # one\n", "/a", fix.Operation{Do: fix.Quote}, "a: \"0x10\" # one\n"},
		"a truth value is quoted":                      {"a.json", `[{"a":true}]`, "/0/a", fix.Operation{Do: fix.Quote}, `[{"a":"true"}]`},
		"the earlier of two that are equal":            {"a.yaml", "b: 1\na:\n  c: 1\n  d: x\nx: 2\na: {d: 'x', c: 1}\n", "/a", fix.Operation{Do: fix.Dedupe}, "b: 1\nx: 2\na: {d: 'x', c: 1}\n"},
		"the earlier of two in brackets":               {"a.json", `{"a": 1, "b": 2, "a": 1}`, "/a", fix.Operation{Do: fix.Dedupe}, `{"b": 2, "a": 1}`},
		"the earlier of two at the head of an element": {"a.yaml", "- a: 1\n  b: 2\n  a: 1\n", "/0/a", fix.Operation{Do: fix.Dedupe}, "- b: 2\n  a: 1\n"},
		"two that differ":                              {"a.yaml", "a: 1\na: 2\n", "/a", fix.Operation{Do: fix.Dedupe}, "refused: the values differ: keep the one that is meant"},
		"two of which one has a comment":               {"a.yaml", "a: 1 # one\na: 1\n", "/a", fix.Operation{Do: fix.Dedupe}, "refused: a comment stands there, which would be lost: remove it by hand"},
		"two of which one has a comment in it":         {"a.yaml", "a:\n  - 1\n  # two\n  - 2\na: [1, 2]\n", "/a", fix.Operation{Do: fix.Dedupe}, "refused: a comment stands there, which would be lost: remove it by hand"},
		"a number sign in a text is no comment":        {"a.yaml", "a: 'x # y'\na: 'x # y'\n", "/a", fix.Operation{Do: fix.Dedupe}, "a: 'x # y'\n"},
		"an entry on its own lines":                    {"a.json", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "/a", fix.Operation{Do: fix.Remove}, "{\n  \"b\": 2\n}\n"},
		"the last entry, with the comma before it":     {"a.json", "{\n  \"a\": 1,\n  \"b\": 2\n}\n", "/b", fix.Operation{Do: fix.Remove}, "{\n  \"a\": 1\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, planned(t, test.file, test.content, test.pointer, test.o)); diff != "" {
				t.Error(diff)
			}
		})
	}
}
