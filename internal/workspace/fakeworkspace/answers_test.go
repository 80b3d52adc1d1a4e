package fakeworkspace_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

func TestAnswersThatAreNotWhatWasAskedFor(t *testing.T) {
	t.Parallel()
	const chat = serving + "/chat-gateway"
	for name, test := range map[string]struct {
		kind fakeworkspace.FaultKind
		path string
		of   func(body map[string]any) any
		want any
	}{
		"an empty object":              {fakeworkspace.EmptyObject, chat, whole, map[string]any{}},
		"null":                         {fakeworkspace.Null, chat, whole, map[string]any(nil)},
		"an error":                     {fakeworkspace.ErrorBody, chat, key("error_code"), "TEMPORARILY_UNAVAILABLE"},
		"another name":                 {fakeworkspace.AnotherName, chat, key("name"), "databricks-another"},
		"another id":                   {fakeworkspace.AnotherID, chat, key("id"), "ffffffffffffffffffffffffffffffff"},
		"no id":                        {fakeworkspace.NoMaker, chat, key("id"), nil},
		"no creator":                   {fakeworkspace.NoMaker, chat, key("creator"), nil},
		"nobody":                       {fakeworkspace.Nobody, "/api/2.0/preview/scim/v2/Me", key("userName"), nil},
		"another list":                 {fakeworkspace.AnotherList, serving, key("endpoints"), nil},
		"a name of none":               {fakeworkspace.Nameless, serving, firsts("name"), []any{nil, nil}},
		"the first again":              {fakeworkspace.Repeated, "/api/2.0/apps", ends("name"), true},
		"the first again, and changed": {fakeworkspace.Changed, serving, ends("id"), false},
		"a number for a token":         {fakeworkspace.NumberToken, "/api/2.0/apps", key("next_page_token"), 2.0},
		"no change of what is missing": {fakeworkspace.EmptyObject, serving + "/nosuch", key("error_code"), "RESOURCE_DOES_NOT_EXIST"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, fakeworkspace.Demo(), fakeworkspace.Options{})
			s.Fault(fakeworkspace.Fault{Kind: test.kind})
			response, err := send(t, s, http.MethodGet, test.path, "")
			if err != nil {
				t.Fatal(err)
			}
			text, err := consume(response)
			if err != nil {
				t.Fatal(err)
			}
			var body map[string]any
			if err := json.Unmarshal(text, &body); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, test.of(body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func whole(body map[string]any) any { return body }

func key(name string) func(map[string]any) any {
	return func(body map[string]any) any { return body[name] }
}

// items are the elements of the list of an answer.
func items(body map[string]any) []map[string]any {
	var list []map[string]any
	for _, value := range body {
		elements, _ := value.([]any)
		for _, item := range elements {
			object, _ := item.(map[string]any)
			list = append(list, object)
		}
	}
	return list
}

// firsts are a key of the first two elements.
func firsts(name string) func(map[string]any) any {
	return func(body map[string]any) any {
		list := items(body)
		return []any{list[0][name], list[1][name]}
	}
}

// ends says whether the last element has what the first has under a key.
func ends(name string) func(map[string]any) any {
	return func(body map[string]any) any {
		list := items(body)
		return list[0][name] == list[len(list)-1][name]
	}
}
