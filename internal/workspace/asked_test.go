package workspace_test

import (
	"context"
	"encoding/json"
	"maps"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// unlike are answers about something else than was asked for, each with what is said of it. The
// keys are those of plainWorkspace.
var unlike = map[string]struct {
	options workspace.Options
	pages   map[string]string
	// path is that of the record that is then not read.
	path, message string
	// beside are the paths of others that are not read because of it.
	beside []string
}{
	"an endpoint of another name": {
		pages: map[string]string{"serving-endpoints/chat": strings.Replace(chatEndpoint, `"chat"`, `"databricks-other"`, 1)},
		path:  "serving-endpoints/chat.json", message: "its name is 'databricks-other', and 'chat' was asked for",
	},
	"an endpoint whose name differs in case": {
		pages: map[string]string{"serving-endpoints/chat": strings.Replace(chatEndpoint, `"chat"`, `"Chat"`, 1)},
		path:  "serving-endpoints/chat.json", message: "its name is 'Chat', and 'chat' was asked for",
	},
	"an endpoint without a name": {
		pages: map[string]string{"serving-endpoints/chat": `{}`},
		path:  "serving-endpoints/chat.json", message: "it has no name, and 'chat' was asked for",
	},
	"an endpoint whose name is no text": {
		pages: map[string]string{"serving-endpoints/chat": `{"name": ["chat"], "id": "e1", "creator": "x"}`},
		path:  "serving-endpoints/chat.json", message: "it has no name, and 'chat' was asked for",
	},
	"an endpoint of another id": {
		pages: map[string]string{"serving-endpoints/chat": strings.Replace(chatEndpoint, "e1", "e2", 1)},
		path:  "serving-endpoints/chat.json", message: "its id is not the one that the list has; run it again if the endpoint was made anew meanwhile",
	},
	"an endpoint without the id that the list has": {
		pages: map[string]string{"serving-endpoints/chat": `{"name": "chat", "creator": "ana@example.com"}`},
		path:  "serving-endpoints/chat.json", message: "its id is not the one that the list has; run it again if the endpoint was made anew meanwhile",
	},
	"an endpoint without the creator that the list has": {
		pages: map[string]string{"serving-endpoints/chat": `{"name": "chat", "id": "e1", "creator": null}`},
		path:  "serving-endpoints/chat.json", message: "it has no creator, and the list has one",
	},
	"null": {
		pages: map[string]string{"serving-endpoints/chat": `null`},
		path:  "serving-endpoints/chat.json", message: "it is no JSON object",
	},
	"an error with status 200": {
		pages: map[string]string{"serving-endpoints/chat": `{"error_code": "TEMPORARILY_UNAVAILABLE", "message": "later", "name": "chat"}`},
		path:  "serving-endpoints/chat.json", message: "it is an error, TEMPORARILY_UNAVAILABLE",
	},
	"permissions of another endpoint": {
		pages: map[string]string{"permissions/endpoints/e1": `{"object_id": "/serving-endpoints/e10", "access_control_list": []}`},
		path:  "permissions/serving-endpoints/chat.json", message: "these are the permissions of '/serving-endpoints/e10', and those of 'e1' were asked for",
	},
	"permissions of nothing": {
		pages: map[string]string{"permissions/endpoints/e1": `{}`},
		path:  "permissions/serving-endpoints/chat.json", message: "it does not say whose permissions they are",
	},
	"tables of another schema": {
		pages: map[string]string{"tables main.gw": `{"tables": [{"full_name": "main.gw2.chat_payload"}]}`},
		path:  "tables/main.gw.json", message: "'main.gw2.chat_payload' does not lie in 'main.gw', which was asked for",
	},
	"tables of another catalog": {
		pages: map[string]string{"tables main.gw": `{"tables": [{"full_name": "main.gw.chat_payload"}, {"full_name": "dev.gw.chat_payload"}]}`},
		path:  "tables/main.gw.json", message: "'dev.gw.chat_payload' does not lie in 'main.gw', which was asked for",
	},
	"a table without its full name": {
		pages: map[string]string{"tables main.gw": `{"tables": [{"name": "chat_payload"}]}`},
		path:  "tables/main.gw.json", message: "there is no full_name",
	},
	"a list of tables that has one twice": {
		pages: map[string]string{"tables main.gw": `{"tables": [{"full_name": "main.gw.a", "owner": "x"}, {"full_name": "main.gw.a", "owner": "y"}]}`},
		path:  "tables/main.gw.json", message: `"tables" has 'main.gw.a' twice, and not the same each time; run it again if it was changed meanwhile`,
	},
	"an app of another name": {
		pages: map[string]string{"apps": `{"apps": [{"name": "notes"}]}`, "apps/notes": `{"name": "other"}`},
		path:  "apps/notes.json", message: "its name is 'other', and 'notes' was asked for",
	},
	"an app without a name": {
		pages: map[string]string{"apps": `{"apps": [{"name": "notes"}]}`, "apps/notes": `{}`},
		path:  "apps/notes.json", message: "it has no name, and 'notes' was asked for",
	},
	"an app without a name in the list": {
		pages: map[string]string{"apps": `{"apps": [{"id": "1"}]}`},
		path:  "apps.json", message: "there is no name",
	},
	"a list of endpoints that has one twice": {
		pages: map[string]string{"serving-endpoints": `{"endpoints": [{"name": "chat", "id": "e1"}, {"name": "chat", "id": "e2"}]}`},
		path:  "serving-endpoints.json", message: `"endpoints" has 'chat' twice, and not the same each time; run it again if it was changed meanwhile`,
		beside: []string{"serving-endpoints/chat.json"},
	},
	"a list of apps in place of that of endpoints": {
		pages: map[string]string{"serving-endpoints": `{"apps": [{"name": "chat"}]}`},
		path:  "serving-endpoints.json", message: `it has no "endpoints", and "apps" instead`,
	},
	"an error in place of a list": {
		pages: map[string]string{"apps": `{"error_code": "BUSY", "message": "later"}`},
		path:  "apps.json", message: `it has no "apps", and "error_code" instead`,
	},
	"a service without a name": {
		pages: map[string]string{"model-services": `{"model_services": [{"id": "1"}]}`},
		path:  "model-services.json", message: `an element of "model_services" has no name`,
	},
	"a list of services that has one twice": {
		pages: map[string]string{"model-services": `{"model_services": [{"name": "model-services/a.b.c", "config": {}}, {"name": "model-services/a.b.c"}]}`},
		path:  "model-services.json", message: `"model_services" has 'model-services/a.b.c' twice, and not the same each time; run it again if it was changed meanwhile`,
		beside: []string{"grants/model-services/a.b.c.json"},
	},
	"services of another schema": {
		options: workspace.Options{Scope: workspace.Scope{Catalog: "main", Schema: "ai"}},
		pages: map[string]string{
			"model-services main.ai": `{"model_services": [{"name": "model-services/main.other.c"}]}`,
			"mcp-services main.ai":   `{}`, "model-provider-services main.ai": `{}`,
		},
		path: "lists/model-services/main.ai.json", message: "'main.other.c' does not lie in 'main.ai', which was asked for",
	},
	"schemas of another catalog": {
		options: workspace.Options{Scope: workspace.Scope{Catalog: "main"}},
		pages:   map[string]string{"schemas main": `{"schemas": [{"name": "ai", "full_name": "dev.ai"}]}`},
		path:    "schemas/in/main.json", message: "'dev.ai' does not lie in 'main', which was asked for",
	},
	"another system schema": {
		pages: map[string]string{"metastores/m1/systemschemas": "403", "schemas/system.serving": `{"name": "ai_gateway", "full_name": "system.ai_gateway"}`},
		path:  "schemas/system.serving.json", message: "its full_name is 'system.ai_gateway', and 'system.serving' was asked for",
		beside: []string{"system-schemas.json"},
	},
	"a caller who is not named": {
		pages: map[string]string{"scim/Me": `{}`},
		path:  "identity.json", message: "it does not say who asks: there is no userName",
	},
	"a caller whose name is empty": {
		pages: map[string]string{"scim/Me": `{"id": "1", "userName": ""}`},
		path:  "identity.json", message: "it does not say who asks: there is no userName",
	},
}

func TestAnAnswerAboutSomethingElseIsNotRead(t *testing.T) {
	t.Parallel()
	for name, test := range unlike {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pages := plainWorkspace()
			maps.Copy(pages, test.pages)
			want := map[string]string{test.path: "200: the answer cannot be used: " + test.message}
			got := map[string]string{}
			for _, record := range collect(t, test.options, pages).collector.Unread() {
				if got[record.Path] = record.Message; record.Path == test.path && !record.Fails() {
					t.Errorf("%s leaves the run complete", record.Path)
				}
			}
			for _, path := range test.beside {
				delete(got, path)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// Shapes that are right though others are more usual.
func TestAnAnswerThatIsUnusualIsRead(t *testing.T) {
	t.Parallel()
	for name, pages := range map[string]map[string]string{
		"a list that is left out since it is empty":      {"apps": `{}`},
		"one that is null":                               {"apps": `{"apps": null}`},
		"one with a last token that is empty":            {"apps": `{"apps": [], "next_page_token": ""}`},
		"one with a last token that is null":             {"apps": `{"apps": [], "next_page_token": null}`},
		"one with a count and no list":                   {"apps": `{"total_count": 0, "has_next_page": false}`},
		"one with another that is empty":                 {"alerts": `{"results": []}`},
		"an element that is there twice, and the same":   {"apps": `{"apps": [{"name": "n"}, {"name": "n"}]}`, "apps/n": `{"name": "n"}`},
		"a table in capitals":                            {"tables main.gw": `{"tables": [{"full_name": "MAIN.GW.chat_payload"}]}`},
		"permissions by the path of their API":           {"permissions/endpoints/e1": `{"object_id": "/api/2.0/serving-endpoints/e1"}`},
		"an endpoint that the list shows without its id": {"serving-endpoints": `{"endpoints": [{"name": "chat"}]}`},
		"a schema without its full name":                 {"metastores/m1/systemschemas": `{"schemas": [{"schema": "serving"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := plainWorkspace()
			maps.Copy(all, pages)
			if unread := collect(t, workspace.Options{}, all).collector.Unread(); len(unread) > 0 {
				t.Errorf("not read: %+v", unread)
			}
		})
	}
}

// TestPagesThatCannotBeRight reads lists of several pages.
func TestPagesThatCannotBeRight(t *testing.T) {
	t.Parallel()
	r := workspace.Request{Path: "apps.json", API: "/apps", List: "apps", Sort: "name", Distinct: true}
	for name, test := range map[string]struct {
		first, second string
		want          string // "" where they are read
	}{
		"the same page again":              {`{"apps": [{"name": "a"}], "next_page_token": "2"}`, `{"apps": [{"name": "a"}]}`, "page 2 has what a page before it had; run it again if the list was changed meanwhile"},
		"the same page, with other spaces": {`{"apps": [{"name": "a"},{"name":"b"}], "next_page_token": "2"}`, `{"apps": [ {"name": "a"} , {"name":"b"} ]}`, "page 2 has what a page before it had; run it again if the list was changed meanwhile"},
		"a token that was there before":    {`{"apps": [{"name": "a"}], "next_page_token": "2"}`, `{"apps": [{"name": "b"}], "next_page_token": "2"}`, "page 2 leads to a page that was read before"},
		"a token that is a number":         {`{"apps": [{"name": "a"}], "next_page_token": 2}`, ``, `"next_page_token" is no text, so the next page cannot be asked for`},
		"a token that is a list":           {`{"apps": [{"name": "a"}], "next_page_token": ["2"]}`, ``, `"next_page_token" is no text, so the next page cannot be asked for`},
		"a page of another list":           {`{"apps": [{"name": "a"}], "next_page_token": "2"}`, `{"endpoints": [{"name": "b"}]}`, `it has no "apps", and "endpoints" instead`},
		"a page that is an error":          {`{"apps": [{"name": "a"}], "next_page_token": "2"}`, `{"error_code": "BUSY"}`, `it has no "apps", and "error_code" instead`},
		"a page that is null":              {`{"apps": [{"name": "a"}], "next_page_token": "2"}`, `null`, "it is no JSON object"},
		"an element of both, changed":      {`{"apps": [{"name": "a", "n": 1}], "next_page_token": "2"}`, `{"apps": [{"name": "a", "n": 2}]}`, `"apps" has 'a' twice, and not the same each time; run it again if it was changed meanwhile`},
		"an element of both":               {`{"apps": [{"name": "a"}], "next_page_token": "2"}`, `{"apps": [{"name": "a"}, {"name": "b"}]}`, ""},
		"two pages without an element":     {`{"next_page_token": "2"}`, `{"apps": []}`, ""},
		"a second page that is left out":   {`{"apps": [{"name": "a"}], "next_page_token": "2"}`, `{}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			record := fetch(t, map[string]workspace.Answer{"/apps": page(test.first), "/apps?page_token=2": page(test.second)}, r)
			want := workspace.Record{Path: r.Path, API: r.API, Outcome: workspace.Read, Status: 200}
			if test.want != "" {
				want.Outcome, want.Message = workspace.Failed, "200: the answer cannot be used: "+test.want
			}
			record.Body = nil
			if diff := cmp.Diff(want, record); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// kept answers with what a snapshot has, and holds it as package snapshot does.
type kept map[string]string

func (k kept) Fetch(_ context.Context, r workspace.Request) workspace.Record {
	body, ok := k[r.Path]
	if !ok {
		return workspace.Record{Path: r.Path, What: r.What, Needed: r.Needed}
	}
	return r.Hold(workspace.Record{Path: r.Path, Outcome: workspace.Read, Status: 200, What: r.What, Needed: r.Needed, Body: []byte(body)})
}

// TestWhatWasKeptIsHeldAlike wants a snapshot in which one file was copied over another to be read
// no better than a workspace that answers so.
func TestWhatWasKeptIsHeldAlike(t *testing.T) {
	t.Parallel()
	whole := map[string]string{
		"identity.json":                           `{"userName": "ana@example.com"}`,
		"serving-endpoints.json":                  `{"endpoints": [{"name": "chat", "id": "e1"}, {"name": "more", "id": "e2"}]}`,
		"serving-endpoints/chat.json":             `{"name": "chat", "id": "e1"}`,
		"serving-endpoints/more.json":             `{"name": "more", "id": "e2"}`,
		"permissions/serving-endpoints/chat.json": `{"object_id": "/serving-endpoints/e1"}`,
		"permissions/serving-endpoints/more.json": `{"object_id": "/serving-endpoints/e2"}`,
		"model-services.json":                     `{"model_services": [{"name": "model-services/a.b.c"}, {"name": "model-services/a.b.d"}]}`,
		"model-services/a.b.c.json":               `{"name": "model-services/a.b.c"}`,
		"model-services/a.b.d.json":               `{"name": "model-services/a.b.d"}`,
		"apps.json":                               `{"apps": [{"name": "m"}, {"name": "n"}]}`,
		"apps/m.json":                             `{"name": "m"}`,
		"apps/n.json":                             `{"name": "n"}`,
	}
	for name, test := range map[string]struct{ from, to string }{
		"an endpoint over another":        {"serving-endpoints/chat.json", "serving-endpoints/more.json"},
		"permissions over others":         {"permissions/serving-endpoints/more.json", "permissions/serving-endpoints/chat.json"},
		"a service over another":          {"model-services/a.b.c.json", "model-services/a.b.d.json"},
		"an app over another":             {"apps/n.json", "apps/m.json"},
		"an app over an endpoint":         {"apps/n.json", "serving-endpoints/chat.json"},
		"a list over another":             {"apps.json", "serving-endpoints.json"},
		"an endpoint over the list":       {"serving-endpoints/chat.json", "serving-endpoints.json"},
		"an endpoint over the identity":   {"serving-endpoints/chat.json", "identity.json"},
		"the identity over a list":        {"identity.json", "model-services.json"},
		"permissions over their endpoint": {"permissions/serving-endpoints/chat.json", "serving-endpoints/chat.json"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := maps.Clone(whole)
			files[test.to] = whole[test.from]
			failed := ""
			for _, record := range read(t, kept(files)) {
				if record.Outcome == workspace.Failed {
					failed = record.Path
				}
			}
			if failed != test.to {
				t.Errorf("%s was copied, and %q could not be read", test.to, failed)
			}
		})
	}
	for _, record := range read(t, kept(whole)) {
		if record.Outcome != workspace.Unasked {
			t.Errorf("whole, and not read: %+v", record)
		}
	}
}

// read reads all that a fetcher has, and returns what could not be read.
func read(t *testing.T, from workspace.Fetcher) []workspace.Record {
	t.Helper()
	c := workspace.NewCollector(from, workspace.Options{})
	if err := c.Each(t.Context(), c.Inventory(t.Context()), func(workspace.Subject) error { return nil }); err != nil {
		t.Fatal(err)
	}
	return c.Unread()
}

// recorded keeps what a workspace answered.
type recorded struct {
	from workspace.Fetcher
	mu   sync.Mutex
	kept map[string]workspace.Record
}

func (r *recorded) Fetch(ctx context.Context, request workspace.Request) workspace.Record {
	record := r.from.Fetch(ctx, request)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[record.Path] = record
	return record
}

// replayed answers with what was kept, and holds it again.
type replayed struct{ kept map[string]workspace.Record }

func (r replayed) Fetch(_ context.Context, request workspace.Request) workspace.Record {
	record, ok := r.kept[request.Path]
	if !ok {
		return workspace.Record{Path: request.Path, What: request.What, Needed: request.Needed}
	}
	return request.Hold(record)
}

// Whatever a workspace answers, what is read of it is read of what was kept, and nothing else is.
func FuzzWhatIsReadIsReadAgain(f *testing.F) {
	plain := plainWorkspace()
	f.Add(plain["scim/Me"], plain["serving-endpoints"], plain["serving-endpoints/chat"], plain["permissions/endpoints/e1"], plain["tables main.gw"], `{"apps": [{"name": "notes"}]}`)
	f.Add(`{}`, `{}`, `{}`, `{}`, `{}`, `{}`)
	f.Add(`null`, `[{"name": "chat"}]`, `[]`, `"x"`, `{"tables": null}`, `{"apps": [null]}`)
	f.Add(`{"userName": ""}`, `{"endpoints": [{"name": "chat"}, {"name": "chat", "id": 1}]}`, `{"name": "chat", "id": 1}`, `{"object_id": 1}`, `{"tables": {}}`, `{"error_code": "X"}`)
	f.Fuzz(func(t *testing.T, me, list, chat, access, tables, apps string) {
		pages := plainWorkspace()
		maps.Copy(pages, map[string]string{
			"scim/Me": me, "serving-endpoints": list, "serving-endpoints/chat": chat, "permissions/endpoints/e1": access,
			"tables main.gw": tables, "apps": apps,
		})
		for key, body := range pages {
			if !json.Valid([]byte(body)) { // the client refuses it
				delete(pages, key)
			}
		}
		live := &recorded{from: workspace.NewLive(&visits{pages: pages}), kept: map[string]workspace.Record{}}
		first, again := outcomesOf(t, live), outcomesOf(t, replayed{live.kept})
		if diff := cmp.Diff(first, again); diff != "" {
			t.Error(diff)
		}
	})
}

// outcomesOf are the outcomes of all that could not be read.
func outcomesOf(t *testing.T, from workspace.Fetcher) map[string]workspace.Outcome {
	t.Helper()
	outcomes := map[string]workspace.Outcome{}
	for _, record := range read(t, from) {
		outcomes[record.Path] = record.Outcome
	}
	return outcomes
}
