package workspace_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// things is a list with nothing special about it.
var things = workspace.Request{Path: "things.json", API: "/api/things", What: "list of things", List: "things", Sort: "name"}

func TestAListIsReadToItsEnd(t *testing.T) {
	t.Parallel()
	denied := refusal(workspace.Denied, 403, "403 PERMISSION_DENIED: no")
	for name, test := range map[string]struct {
		pages   map[string]workspace.Answer
		outcome workspace.Outcome
		message string
		body    string
	}{
		"one page": {
			map[string]workspace.Answer{"/api/things": page(`{"things":[{"name":"b"},{"name":"a"}]}`)},
			workspace.Read, "", `a b`,
		},
		"an empty page may lead to more": {
			map[string]workspace.Answer{
				"/api/things":              page(`{"things":[{"name":"b"}],"next_page_token":"1"}`),
				"/api/things?page_token=1": page(`{"next_page_token":"2"}`),
				"/api/things?page_token=2": page(`{"things":[{"name":"a"}],"next_page_token":""}`),
			},
			workspace.Read, "", `a b`,
		},
		"nothing is there": {
			map[string]workspace.Answer{"/api/things": page(`{}`)},
			workspace.Read, "", ``,
		},
		"the oldest lists have no envelope": {
			map[string]workspace.Answer{"/api/things": page(` [{"name":"b"},{"name":"a"}]`)},
			workspace.Read, "", `a b`,
		},
		"a token that repeats is no end": {
			map[string]workspace.Answer{
				"/api/things":              page(`{"things":[{"name":"a"}],"next_page_token":"1"}`),
				"/api/things?page_token=1": page(`{"things":[{"name":"b"}],"next_page_token":"1"}`),
			},
			workspace.Failed, "200: the answer cannot be used: page 2 leads to a page that was read before", `a b`,
		},
		"what was read before a page failed is kept": {
			map[string]workspace.Answer{
				"/api/things":              page(`{"things":[{"name":"a"}],"next_page_token":"1"}`),
				"/api/things?page_token=1": refusal(workspace.Failed, 503, "503 Service Unavailable"),
			},
			workspace.Failed, "503 Service Unavailable", `a`,
		},
		"a list that is denied has no body": {
			map[string]workspace.Answer{"/api/things": denied},
			workspace.Denied, "403 PERMISSION_DENIED: no", ``,
		},
		"something else under the key": {
			map[string]workspace.Answer{"/api/things": page(`{"things":"many"}`)},
			workspace.Failed, `200: the answer cannot be used: "things" is no list`, ``,
		},
		"an element that is none": {
			map[string]workspace.Answer{"/api/things": page(`{"things":[{"name":"a"},7]}`)},
			workspace.Failed, `200: the answer cannot be used: an element of "things" is no object`, `a`,
		},
		"no object at all": {
			map[string]workspace.Answer{"/api/things": page(`"hello"`)},
			workspace.Failed, `200: the answer cannot be used: it is no JSON object`, ``,
		},
		"an element on two pages": {
			map[string]workspace.Answer{
				"/api/things":              page(`{"things":[{"size":1,"name":"b"},{"name":"a"}],"next_page_token":"1"}`),
				"/api/things?page_token=1": page(`{"things":[{"name":"b", "size":1},{"name":"c"},{"size":2,"name":"c"}]}`),
			},
			workspace.Read, "", `a b c c`,
		},
		"a list that is there twice": {
			map[string]workspace.Answer{"/api/things": page(`{"things":[{"name":"a"}],"things":[]}`)},
			workspace.Failed, `200: the answer cannot be used: a key is twice in one object`, `a`,
		},
		"more behind the end": {
			map[string]workspace.Answer{"/api/things": page(`{"things":[{"name":"a"}]} {}`)},
			workspace.Failed, `200: the answer cannot be used: something follows after its end`, `a`,
		},
		"cut off": {
			map[string]workspace.Answer{"/api/things": page(`{"things":[{"name":"a"}, {"na`)},
			workspace.Failed, `200: the answer cannot be used: unexpected EOF`, `a`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := fetch(t, test.pages, things)
			var names []string
			for _, line := range strings.Split(string(got.Body), "\n") {
				if _, name, ok := strings.Cut(line, `"name": "`); ok {
					names = append(names, strings.Trim(name, `",`))
				}
			}
			if diff := cmp.Diff(test.body, strings.Join(names, " ")); diff != "" {
				t.Errorf("elements: %s", diff)
			}
			if got.Outcome != test.outcome || got.Message != test.message {
				t.Errorf("got %q %q, want %q %q", got.Outcome, got.Message, test.outcome, test.message)
			}
		})
	}
}

func TestPagesThatAreAllEmptyEnd(t *testing.T) {
	t.Parallel()
	pages := map[string]workspace.Answer{"/api/things": page(`{"next_page_token":"0"}`)}
	for i := range 2000 {
		pages[fmt.Sprintf("/api/things?page_token=%d", i)] = page(fmt.Sprintf(`{"next_page_token":"%d"}`, i+1))
	}
	got := fetch(t, pages, things)
	if want := "200: the answer cannot be used: no end after 1000 pages"; got.Message != want || got.Outcome != workspace.Failed {
		t.Errorf("got %q %q, want %q", got.Outcome, got.Message, want)
	}
}

func TestElementsHavePlacesOfTheirOwn(t *testing.T) {
	t.Parallel()
	list := things
	list.Items = func(item map[string]any) string {
		name, _ := item["name"].(string)
		return workspace.Place("things", name)
	}
	list.Index = func(item map[string]any) map[string]any { return map[string]any{"name": item["name"]} }
	asker := &answers{pages: map[string]workspace.Answer{
		"/api/things":              page(`{"things":[{"name":"a","size":9007199254740993}],"next_page_token":"1"}`),
		"/api/things?page_token=1": page(`{"things":[{"name":"a","size":2}]}`),
	}}
	live := workspace.NewLive(asker)
	index := live.Fetch(t.Context(), list)
	if diff := cmp.Diff("{\n  \"things\": [\n    {\n      \"name\": \"a\"\n    }\n  ]\n}\n", string(index.Body)); diff != "" {
		t.Error(diff)
	}
	element := workspace.Request{Path: "things/a.json", API: "/api/things", What: "thing", Needed: true, Element: true}
	got := live.Fetch(t.Context(), element)
	if diff := cmp.Diff("{\n  \"name\": \"a\",\n  \"size\": 9007199254740993\n}\n", string(got.Body)); diff != "" {
		t.Error(diff)
	}
	element.Path = "things/b.json"
	if got := live.Fetch(t.Context(), element); got.Outcome != workspace.Unasked || !got.Fails() {
		t.Errorf("an element that the list does not have: %+v", got)
	}
	if len(asker.paths()) != 2 {
		t.Errorf("asked for %q", asker.paths())
	}
}

func TestWhatAListShowedStandsInForAnObject(t *testing.T) {
	t.Parallel()
	object := workspace.Request{
		Path: "things/a.json", API: "/api/things/a", What: "thing", Needed: true,
		Listed: map[string]any{"name": "a"},
	}
	for name, test := range map[string]struct {
		answer  workspace.Answer
		outcome workspace.Outcome
	}{
		"an error":       {refusal(workspace.Failed, 500, "500 Internal Server Error"), workspace.Failed},
		"gone":           {refusal(workspace.Absent, 404, "404 NOT_FOUND: gone"), workspace.Absent},
		"denied":         {refusal(workspace.Denied, 403, "403 PERMISSION_DENIED: no"), workspace.Denied},
		"no object":      {page(`[]`), workspace.Failed},
		"two objects":    {page(`{} {}`), workspace.Failed},
		"cut off in two": {page(`{"name": "a"`), workspace.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := fetch(t, map[string]workspace.Answer{"/api/things/a": test.answer}, object)
			if got.Outcome != test.outcome || !got.Fails() || got.Reason() == "" {
				t.Errorf("got %+v", got)
			}
			if diff := cmp.Diff("{\n  \"name\": \"a\"\n}\n", string(got.Body)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestANameIsNoSecretWhateverItLooksLike(t *testing.T) {
	t.Parallel()
	const looksSecret = "sk-learnrandomforest2024v2"
	list := things
	list.Naming = true
	asker := &answers{pages: map[string]workspace.Answer{
		"/api/things":                page(`{"things":[{"name":"` + looksSecret + `"}]}`),
		"/api/things/" + looksSecret: page(`{"name":"` + looksSecret + `","comment":"not sk-learnrandomforest2024v3"}`),
		"/api/others/" + looksSecret: page(`{"name":"sk-learnrandomforest2024v3"}`),
	}}
	live := workspace.NewLive(asker)
	if got := live.Fetch(t.Context(), list); !strings.Contains(string(got.Body), looksSecret) {
		t.Errorf("the list: %s", got.Body)
	}
	got := live.Fetch(t.Context(), workspace.Request{Path: "a.json", API: "/api/things/" + looksSecret})
	want := "{\n  \"comment\": \"not [redacted credential]\",\n  \"name\": \"" + looksSecret + "\"\n}\n"
	if diff := cmp.Diff(want, string(got.Body)); diff != "" {
		t.Error(diff)
	}
	got = live.Fetch(t.Context(), workspace.Request{Path: "b.json", API: "/api/others/" + looksSecret})
	if strings.Contains(string(got.Body), "v3") {
		t.Errorf("what no list has named: %s", got.Body)
	}
}
