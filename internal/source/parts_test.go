package source_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

// partsOf reads the entries whose keys are given, joined by dots, and those above them.
func partsOf(keys ...string) func(path []string) source.Part {
	return func(path []string) source.Part {
		asked := strings.Join(path, ".")
		switch {
		case slices.Contains(keys, asked):
			return source.All
		case slices.ContainsFunc(keys, func(key string) bool { return strings.HasPrefix(key, asked+".") }):
			return source.Some
		}
		return source.None
	}
}

func TestOfAPartOnlyWhatIsNeededIsRead(t *testing.T) {
	t.Parallel()
	content := `{"a": {"x": [1, {"y": "]}"}], "z": 2}, "skip": {"deep": [[{"s": "\\\" } \\"}]]}, ` +
		`"list": [{"keep": [true], "drop": null}, {"drop": -1e5 , "keep": "k"}], "last": "gone"}`
	doc, skipped, err := source.ParsePart(text(t, "p.json", content), source.Limits{}, partsOf("a.x", "list.keep"))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		" object=«" + content + "»",
		`/a key=«"a"» object=«{"x": [1, {"y": "]}"}], "z": 2}»`,
		`/a/x key=«"x"» array=«[1, {"y": "]}"}]»`,
		"/a/x/0 number 1=«1»",
		`/a/x/1 object=«{"y": "]}"}»`,
		`/a/x/1/y key=«"y"» string ]}=«"]}"»`,
		`/list key=«"list"» array=«[{"keep": [true], "drop": null}, {"drop": -1e5 , "keep": "k"}]»`,
		`/list/0 object=«{"keep": [true], "drop": null}»`,
		`/list/0/keep key=«"keep"» array=«[true]»`,
		"/list/0/keep/0 boolean true=«true»",
		`/list/1 object=«{"drop": -1e5 , "keep": "k"}»`,
		`/list/1/keep key=«"keep"» string k=«"k"»`,
	}
	if diff := cmp.Diff(want, written(doc)); diff != "" {
		t.Error(diff)
	}
	var gone []string
	for _, r := range skipped {
		gone = append(gone, content[r.Start:r.End])
	}
	wantGone := []string{
		`"z": 2`, `"skip": {"deep": [[{"s": "\\\" } \\"}]]}`, `"drop": null`, `"drop": -1e5 `, `"last": "gone"`,
	}
	if diff := cmp.Diff(wantGone, gone); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsBrokenInAPartIsAFault(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ content, want string }{
		"a bracket of another kind":      {`{"skip": [{"a": 1]], "a": 1}`, "1:18 expected '}'"},
		"a bracket that is not closed":   {`{"skip": [[`, "1:12 expected a value, found the end of the file"},
		"a string that does not end":     {`{"skip": "abc\"}`, "1:10 the string does not end"},
		"no value":                       {`{"skip": , "a": 1}`, "1:10 expected a value"},
		"nothing behind the colon":       {`{"skip": }`, "1:10 expected a value"},
		"too deep in what is not read":   {`{"skip": ` + strings.Repeat("[", 1<<20), "1:12 nested deeper than the limit of 3 levels"},
		"too deep in what is read":       {`{"a": ` + strings.Repeat("[", 1<<20), "1:9 nested deeper than the limit of 3 levels"},
		"text behind the value":          {`{"skip": 1} {"a": 1}`, "1:13 expected the end of the file after the value"},
		"a comment that does not end":    {`{"skip": [1 /* ]}`, "1:13 the comment does not end"},
		"more values than there may be":  {`{"a": [1, 2, 3, 4, 5, 6, 7, 8]}`, "1:29 more than the limit of 9 values: split the file"},
		"a word that begins as a number": {`{"a": 1x}`, "1:7 a number that is not written as JSON wants it"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, _, err := source.ParsePart(text(t, "p.json", test.content), source.Limits{Depth: 3, Values: 9}, partsOf("a"))
			fault, ok := errors.AsType[*source.Error](err)
			if !ok {
				t.Fatalf("error %v, want a *source.Error", err)
			}
			if diff := cmp.Diff(test.want, fmt.Sprintf("%d:%d %s", fault.At.Line, fault.At.Column, fault.Message)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestValuesThatAreNotReadAreNotCounted(t *testing.T) {
	t.Parallel()
	content := `{"skip": [` + strings.Repeat("1,", 1000) + `1], "a": 1}`
	if _, _, err := source.ParsePart(text(t, "p.json", content), source.Limits{Values: 2}, partsOf("a")); err != nil {
		t.Error(err)
	}
}

func TestATextOfTheDefaultSizeMayHoldAsManyValuesAsHalfOfItHas(t *testing.T) {
	t.Parallel()
	const most = (32 << 20) / 14
	content := "[" + strings.Repeat("1,", most-1) + "1]" // with the list, one more
	want := "1:4793490 more than the limit of 2396745 values: split the file"
	if diff := cmp.Diff(want, fault(t, "gw.json", content, source.Limits{Bytes: 64 << 20})); diff != "" {
		t.Error(diff)
	}
}
