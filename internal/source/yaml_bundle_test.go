package source_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// bundled is what a file of a bundle holds as JSON, and what is wrong with it.
func bundled(tb testing.TB, file, content string) (value string, faults []string) {
	tb.Helper()
	root, err := source.ParseBundle(text(tb, file, content), source.Limits{})
	for _, fault := range source.Faults(err) {
		faults = append(faults, fmt.Sprintf("%d:%d %s", fault.At.Line, fault.At.Column, fault.Message))
	}
	if root == nil {
		return "", faults
	}
	written, err := json.Marshal(root.Plain(func(*source.Node) bool { return false }))
	if err != nil {
		tb.Fatal(err)
	}
	return string(written), faults
}

func TestAFileOfABundleReadsAsTheDatabricksCLIReadsIt(t *testing.T) {
	t.Parallel()
	const anchors = "one: &one {a: 1, b: 1}\ntwo: &two {a: 2, c: 2}\n"
	const both = `"one":{"a":1,"b":1},"two":{"a":2,"c":2}`
	for name, test := range map[string]struct{ file, content, want string }{
		"of a list of maps the later wins":      {"a.yml", anchors + "x: {<<: [*one, *two]}\n", `{` + both + `,"x":{"a":2,"b":1,"c":2}}`},
		"a map that is written in a list":       {"a.yml", anchors + "x: {<<: [*one, {a: 3}]}\n", `{` + both + `,"x":{"a":3,"b":1}}`},
		"own keys win before the merge key":     {"a.yml", anchors + "x: {a: 0, <<: *one}\n", `{` + both + `,"x":{"a":0,"b":1}}`},
		"own keys win behind the merge key":     {"a.yml", anchors + "x: {<<: [*one, *two], a: 0}\n", `{` + both + `,"x":{"a":0,"b":1,"c":2}}`},
		"a merge is shallow":                    {"a.yml", "x: &x {a: {b: 1}}\ny: {<<: *x, a: {c: 1}}\n", `{"x":{"a":{"b":1}},"y":{"a":{"c":1}}}`},
		"of a repeated key the last counts":     {"a.yml", "a: 1\na: 2\n", `{"a":2}`},
		"leading zeros are decimal":             {"a.yml", "[010, 0010, -010, 08, 00, 0]", `[10,10,-10,8,0,0]`},
		"other bases":                           {"a.yml", "[0x10, 0o17, 0b11, 1_000]", `[16,15,3,1000]`},
		"words that only some take for boolean": {"a.yml", "[yes, On, True]", `["yes","On",true]`},
		"keys that are words":                   {"a.yml", "{null: 1, yes: 2, '1': 3}", `{"1":3,"null":1,"yes":2}`},
		"JSON is read as YAML":                  {"a.json", `{"a": {"b": true,},}`, `{"a":{"b":true}}`},
		"JSON that is indented by tabs":         {"a.json", "{\n\t\"a\": [\n\t\t1,\n\t\t\"\\u00e9\\/\"\n\t]\n}\n", `{"a":[1,"é/"]}`},
		"JSON may be YAML":                      {"a.json", "a: b # c\n", `{"a":"b"}`},
		"a comment of JSON is a text":           {"a.json", "{\"a\": 1 // front\n}\n", `{"a":"1 // front"}`},
		"an explicit key of two lines":          {"a.yml", "? a\n  b\n: 1\n", `{"a b":1}`},
		"a byte-order mark and CRLF":            {"a.yml", "\ufeffa:\r\n  b: 1\r\n", `{"a":{"b":1}}`},
		"an empty file":                         {"a.yml", "", ""},
		"comments only":                         {"a.yml", "# nothing yet\n", ""},
		"documents without anything":            {"a.yml", "---\na: 1\n---\n# nothing\n---\n", `{"a":1}`},
		"infinity and dates":                    {"a.yml", "[.inf, -.inf, .nan, 2026-01-31]", `[".inf","-.inf",".nan","2026-01-31"]`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, faults := bundled(t, test.file, test.content)
			if diff := cmp.Diff(test.want, got); diff != "" || faults != nil {
				t.Error(diff, faults)
			}
		})
	}
}

func TestWhatTheDatabricksCLIRefusesOfAFileIsSaid(t *testing.T) {
	t.Parallel()
	const anchor = "one: &one {a: 1}\n"
	for name, test := range map[string]struct{ file, content, value, want string }{
		"a map behind a merge key":     {"a.yml", "x: {<<: {a: 1}}\n", "", "1:5 the Databricks CLI takes only an alias behind `<<`, or a list: write the keys in the map itself"},
		"an alias of a list behind it": {"a.yml", "l: &l [{a: 1}]\nx: {<<: *l}\n", "", "2:5 the Databricks CLI takes no alias of a list behind `<<`: list the anchors, as in `<<: [*a, *b]`"},
		"two merge keys":               {"a.yml", anchor + "x:\n  <<: *one\n  <<: *one\n", "", "4:3 the Databricks CLI takes `<<` once in a map: list the anchors behind one, as in `<<: [*a, *b]`"},
		"a text behind a merge key":    {"a.yml", "x: {<<: a}\n", "", "1:5 a merge key needs a map or a list of maps"},
		"an anchor in itself":          {"a.yml", "x: &x {a: *x}\n", "", "1:11 an alias inside the value that it stands for"},
		"an anchor of another file":    {"a.yml", "x: *one\n", "", "1:4 an alias of an anchor that is not defined before it"},
		"a number as a key":            {"a.yml", "a: {1: x}\n", "", "1:5 the Databricks CLI takes only a text as a key: quote it"},
		"a boolean as a key":           {"a.yml", "true: x\n", "", "1:1 the Databricks CLI takes only a text as a key: quote it"},
		"an alias as a key":            {"a.yml", "a: &a b\n*a : x\n", "", "2:1 the Databricks CLI takes no alias as a key: write the key"},
		"a template":                   {"a.yml", "bundle:\n  name: {{.project_name}}\n", "", "2:10 a key must be a single value, not a list or a map (is this a template?)"},
		"a tag of another tool":        {"a.yml", "a: !Ref x\n", "", "1:9 the Databricks CLI does not know the tag of this value: remove it"},
		"a boolean by its tag":         {"a.yml", "a: !!bool yes\n", "", "1:11 the Databricks CLI does not read this value as what its tag says: remove the tag, or write a value of at most 64 bits"},
		"a whole number beyond 64 bits": {
			"a.yml", "a: 18446744073709551615\n", "",
			"1:4 the Databricks CLI does not read this value as what its tag says: remove the tag, or write a value of at most 64 bits",
		},
		"a comment in JSON":           {"a.json", "{\n // front\n \"a\": 1}\n", "", "2:2 a key ends on the line that it begins on: a comment in JSON is read as a part of one"},
		"a tab":                       {"a.yml", "a:\n\t- x\n", "", "2:1 a tab cannot indent YAML: use spaces"},
		"a second document":           {"a.yml", "a: 1\n---\nb: 2\n", `{"a":1}`, "2:1 the Databricks CLI reads only the first document of a file: move what follows to a file of its own"},
		"a third document":            {"a.yml", "a: 1\n---\n---\nb: 2\n", `{"a":1}`, "2:1 the Databricks CLI reads only the first document of a file: move what follows to a file of its own"},
		"a second one that is broken": {"a.yml", "a: 1\n---\nb: [\n", `{"a":1}`, "2:1 the Databricks CLI reads only the first document of a file: move what follows to a file of its own"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			value, faults := bundled(t, test.file, test.content)
			if diff := cmp.Diff(append([]string{}, test.want), faults); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.value, value); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatNothingReadsOfAFileOfABundleIsMasked(t *testing.T) {
	t.Parallel()
	in := text(t, "a.yml", "a: 1\n---\nkey: hunter2\n")
	if _, err := source.ParseBundle(in, source.Limits{}); err == nil {
		t.Fatal("no error")
	}
	want := []string{"a: 1", "********", "********"}
	if diff := cmp.Diff(want, in.Excerpt(1, 3)); diff != "" {
		t.Error(diff)
	}
}
