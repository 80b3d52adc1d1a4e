package workspace

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// manyKeys is an object with n keys.
func manyKeys(n int) string {
	var keys []string
	for i := range n {
		keys = append(keys, fmt.Sprintf(`"k%d": 1`, i))
	}
	return "{" + strings.Join(keys, ", ") + "}"
}

// deep is an object that is nested in so many levels.
func deep(levels int) string {
	return `{"a": ` + strings.Repeat("[", levels-1) + strings.Repeat("]", levels-1) + "}"
}

func TestOutline(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body string
		want map[string]any // nil where decodeObject has to tell
	}{
		"nothing":                    {`{}`, map[string]any{}},
		"texts":                      {`{"name": "chat", "id": "0123"}`, map[string]any{"name": "chat", "id": "0123"}},
		"a text with escapes":        {`{"name": "a\"\u00e9\n"}`, map[string]any{"name": "a\"é\n"}},
		"a text that is not ASCII":   {`{"name": "été"}`, map[string]any{"name": "été"}},
		"a text that is not UTF-8":   {"{\"name\": \"a\xff\"}", map[string]any{"name": "a\ufffd"}},
		"what is no text":            {`{"a": 1, "b": true, "c": {}, "d": [], "e": -1.5e+3}`, map[string]any{"a": member{}, "b": member{}, "c": member{}, "d": member{}, "e": member{}}},
		"null":                       {`{"creator": null}`, map[string]any{}},
		"a nested object":            {`{"a": {"name": "not this"}, "name": "this"}`, map[string]any{"a": member{}, "name": "this"}},
		"a key of another object":    {`{"a": {"x": 1}, "b": [{"x": 1}, {"x": 1}]}`, map[string]any{"a": member{}, "b": member{}}},
		"blanks":                     {" {\t\"a\" : [ 1 , 2 ]\r\n}\n", map[string]any{"a": member{}}},
		"as many levels as are read": {deep(deepest), map[string]any{"a": member{}}},
		"a level too many":           {deep(deepest + 1), nil},
		"a key twice":                {`{"name": "a", "name": "b"}`, nil},
		"a nested key twice":         {`{"a": [{"x": 1, "x": 1}]}`, nil},
		"a key with an escape":       {`{"n\u0061me": "a"}`, nil},
		"a nested key with one":      {`{"a": {"n\u0061me": "a"}}`, nil},
		"a key that is not ASCII":    {`{"été": "a"}`, nil},
		"keys without an end":        {manyKeys(mostKeys + 1), nil},
		"a list":                     {`[]`, nil},
		"a text":                     {`"a"`, nil},
		"no text":                    {``, nil},
		"an object that goes on":     {`{} {}`, nil},
		"an object without an end":   {`{"a": 1`, nil},
		"a list without an end":      {`{"a": [1`, nil},
		"a text without an end":      {`{"a": "`, nil},
		"an escape without an end":   {`{"a": "\`, nil},
		"an escape that is none":     {`{"a": ["\x"]}`, nil},
		"a line feed in a text":      {"{\"a\": [\"\n\"]}", nil},
		"no value":                   {`{"a": }`, nil},
		"no colon":                   {`{"a" 1}`, nil},
		"no comma":                   {`{"a": 1 "b": 2}`, nil},
		"a comma too many":           {`{"a": [1,]}`, nil},
		"a comma before the end":     {`{"a": 1,}`, nil},
		"a number that is none":      {`{"a": 01}`, nil},
		"a word that is none":        {`{"a": nul}`, nil},
		"the wrong end":              {`{"a": [1}`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			members, ok := outline([]byte(test.body))
			if ok != (test.want != nil) {
				t.Fatalf("got %v, %t", members, ok)
			}
			if diff := cmp.Diff(test.want, members); ok && diff != "" {
				t.Error(diff)
			}
		})
	}
}

// FuzzOutline has what outline takes be what decodeObject takes, with the same texts.
func FuzzOutline(f *testing.F) {
	for _, body := range []string{
		`{"name": "a\u00e9", "id": null, "config": {"a": [1, {"b": -1.5e3}, "\\"]}}`, `{"a": {"x": 1, "x": 2}}`,
		deep(deepest), deep(deepest + 1), manyKeys(mostKeys + 1), "{\"a\": \"\xff\\ud800\"} ",
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		members, ok := outline(body)
		if !ok {
			return
		}
		object, err := decodeObject(body)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]any{}
		for key, value := range object {
			if _, isText := value.(string); !isText && value != nil {
				value = member{}
			}
			if value != nil {
				want[key] = value
			}
		}
		if diff := cmp.Diff(want, members); diff != "" {
			t.Error(diff)
		}
	})
}
