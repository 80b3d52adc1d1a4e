package source_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/source"
)

func TestJSONGivesThePlaceOfEveryKeyAndValue(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		content string
		want    []string
	}{
		"comments and trailing commas": {
			"{ // the endpoint\n  \"name\" : /* ! */ \"a\\u00e9\", \"n\": [1, -2.5e3, true, null,],\n}\n",
			[]string{
				" object=«{ // the endpoint\n  \"name\" : /* ! */ \"a\\u00e9\", \"n\": [1, -2.5e3, true, null,],\n}»",
				`/name key=«"name"» string aé=«"a\u00e9"»`,
				`/n key=«"n"» array=«[1, -2.5e3, true, null,]»`,
				`/n/0 number 1=«1»`,
				`/n/1 number -2.5e3=«-2.5e3»`,
				`/n/2 boolean true=«true»`,
				`/n/3 null=«null»`,
			},
		},
		"every escape, and halves of a pair": {
			`["\"\\\/\b\f\n\r\t", "\ud83d\ude00", "\ud83d", "\ude00x", "é😀"]`,
			[]string{
				` array=«["\"\\\/\b\f\n\r\t", "\ud83d\ude00", "\ud83d", "\ude00x", "é😀"]»`,
				"/0 string \"\\/\b\f\n\r\t=«" + `"\"\\\/\b\f\n\r\t"»`,
				`/1 string 😀=«"\ud83d\ude00"»`,
				`/2 string �=«"\ud83d"»`,
				`/3 string �x=«"\ude00x"»`,
				`/4 string é😀=«"é😀"»`,
			},
		},
		"repeated keys": {
			`{"a": 1, "b": {}, "a": []}`,
			[]string{
				` object=«{"a": 1, "b": {}, "a": []}»`,
				`/a key=«"a"» number 1=«1»`,
				`/b key=«"b"» object=«{}»`,
				`/a key=«"a"» repeats array=«[]»`,
			},
		},
		"a scalar alone": {" false ", []string{` boolean false=«false»`}},
		"carriage returns": {
			"{\r\n\"a\":\r\n1\r\n}\r\n",
			[]string{" object=«{\r\n\"a\":\r\n1\r\n}»", `/a key=«"a"» number 1=«1»`},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, written(one(t, "gw.json", test.content))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestRepeatsAreFoundAmongManyKeys(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteByte('{')
	for range 2 {
		for c := 'a'; c <= 'z'; c++ {
			b.WriteString(`"` + string(c) + `": 1,`)
		}
	}
	b.WriteByte('}')
	for i, e := range one(t, "gw.json", b.String()).Root.Entries() {
		if want := i >= 26; e.Repeats != want {
			t.Errorf("entry %d: repeats %v, want %v", i, e.Repeats, want)
		}
	}
}

func TestSeveralValuesOnLinesOfTheirOwnAreDocuments(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"gw.jsonl", "gw.NDJSON", "gw.json", "<stdin>"} {
		documents := parse(t, file, "{\"a\": 1}\n\n// comment\n{\"a\":\n 2} // end\n{\"a\": 3}")
		var got []string
		for i, d := range documents {
			if d.Index != i {
				t.Errorf("%s: document %d has index %d", file, i, d.Index)
			}
			got = append(got, written(d)[1])
		}
		want := []string{`/a key=«"a"» number 1=«1»`, `/a key=«"a"» number 2=«2»`, `/a key=«"a"» number 3=«3»`}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", file, diff)
		}
	}
	if got := parse(t, "empty.jsonl", " \n"); len(got) != 0 {
		t.Errorf("an empty file of JSON lines gives %d documents", len(got))
	}
}

func TestDocumentsBeforeAFaultAreKept(t *testing.T) {
	t.Parallel()
	for file, content := range map[string]string{
		"gw.jsonl": "{\"a\": 1}\n{\"a\":",
		"gw.yaml":  "a: 1\n---\na: 'x",
	} {
		documents, err := source.Parse(text(t, file, content), source.Limits{})
		if err == nil || len(documents) != 1 {
			t.Errorf("%s: %d documents and error %v, want 1 and an error", file, len(documents), err)
		}
	}
}

func TestJSONFaultsHaveAPlaceAndQuoteNothing(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ content, want string }{
		"empty":                  {"  ", "1:3 expected a value, found the end of the file"},
		"only a comment":         {"// x", "1:5 expected a value, found the end of the file"},
		"no value":               {`{"a": }`, "1:7 expected a value"},
		"no value at the end":    {`{"a":`, "1:6 expected a value, found the end of the file"},
		"a bare word":            {`{"a": secret}`, "1:7 expected a value"},
		"a longer word":          {`[trueish]`, "1:2 expected a value"},
		"single quotes":          {`{'a': 1}`, "1:2 expected a key in double quotes or '}'"},
		"no key":                 {`{"a": 1, , }`, "1:10 expected a key in double quotes or '}'"},
		"no colon":               {`{"a" 1}`, "1:6 expected ':' after the key"},
		"no comma in a map":      {"{\"é😀\": 1 \"b\": 2}", "1:10 expected ',' or '}' after the value"},
		"no comma in a list":     {"[1\n 2]", "2:2 expected ',' or ']' after the value"},
		"a list left open":       {"[1", "1:3 expected ',' or ']' after the value, found the end of the file"},
		"a list left open later": {"[1,", "1:4 expected ']', found the end of the file"},
		"a map left open":        {"{", "1:2 expected '}', found the end of the file"},
		"text behind the value":  {`{} {}`, "1:4 expected the end of the file or a new line after the value"},
		"a brace too many":       {"{}\n}", "2:1 expected a value"},
		"a string left open":     {"{\"a\": \"x\n}", "1:9 a control character in a string must be written as an escape"},
		"a string at the end":    {`["x\"`, "1:2 the string does not end"},
		"half an escape":         {`["a\`, "1:4 not an escape that JSON knows"},
		"a wrong escape":         {`["a\x41"]`, "1:4 not an escape that JSON knows"},
		"a short escape":         {`["\u12"]`, "1:3 not an escape that JSON knows"},
		"a leading zero":         {`[01]`, "1:2 a number that is not written as JSON wants it"},
		"a bare minus":           {`[-]`, "1:2 a number that is not written as JSON wants it"},
		"a bare point":           {`[1.]`, "1:2 a number that is not written as JSON wants it"},
		"a bare exponent":        {`[1e]`, "1:2 a number that is not written as JSON wants it"},
		"a word on a number":     {`[1x]`, "1:2 a number that is not written as JSON wants it"},
		"a comment left open":    {"{} /* x", "1:4 the comment does not end"},
		"half a comment":         {"{} / x", "1:4 expected a comment after '/'"},
		"a template":             {"{{ .Values.x }}", "1:2 expected a key in double quotes or '}'"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, fault(t, "gw.json", test.content, source.Limits{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}
