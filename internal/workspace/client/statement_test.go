package client

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// warehouse answers by method and path, each with one step after the other, and
// notes what it was asked.
type warehouse struct {
	mu    sync.Mutex
	steps map[string][]step
	asked []string
	body  string
}

func (w *warehouse) ServeHTTP(out http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	key := r.Method + " " + strings.TrimPrefix(r.RequestURI, "/api/2.0/sql/statements")
	w.asked = append(w.asked, key)
	if r.Method == http.MethodPost && w.body == "" {
		body, _ := io.ReadAll(r.Body)
		w.body = string(body)
	}
	steps := w.steps[key]
	if len(steps) == 0 {
		step{404, nil, `{"error_code":"NOT_FOUND","message":"nothing is there"}`}.write(out)
		return
	}
	if len(steps) > 1 {
		w.steps[key] = steps[1:]
	}
	steps[0].write(out)
}

const (
	pending = `{"statement_id":"s1","status":{"state":"PENDING"}}`
	running = `{"statement_id":"s1","status":{"state":"RUNNING"}}`
	columns = `"schema":{"columns":[{"name":"a"},{"name":"b"}]}`
)

func ok(body string) step { return step{200, nil, body} }

func succeeded(manifest, result string) string {
	return `{"statement_id":"s1","status":{"state":"SUCCEEDED"},"manifest":{` + columns + manifest + `},"result":{` + result + `}}`
}

func failed(state, fault string) string {
	return `{"statement_id":"s1","status":{"state":"` + state + `","error":` + fault + `}}`
}

func TestStatements(t *testing.T) {
	t.Parallel()
	second := time.Second
	for name, test := range map[string]struct {
		steps map[string][]step
		want  shown
		asked []string
		waits []time.Duration
	}{
		"one that ends at once": {
			map[string][]step{"POST ": {ok(succeeded(`,"total_row_count":2`, `"data_array":[["1",null],["é","\u003c"]]`))}},
			shown{workspace.Read, 200, "", `{"columns":["a","b"],"rows":[["1",null],["é","\u003c"]],"truncated":false}`},
			[]string{"POST "},
			nil,
		},
		"one without rows": {
			map[string][]step{"POST ": {ok(succeeded(`,"total_row_count":0`, ``))}},
			shown{workspace.Read, 200, "", `{"columns":["a","b"],"rows":[],"truncated":false}`},
			[]string{"POST "},
			nil,
		},
		"one that takes its time": {
			map[string][]step{
				"POST ":   {ok(pending)},
				"GET /s1": {ok(pending), ok(running), ok(running), ok(running), ok(succeeded(`,"truncated":true`, `"data_array":[["1","2"]]`))},
			},
			shown{workspace.Read, 200, "", `{"columns":["a","b"],"rows":[["1","2"]],"truncated":true}`},
			[]string{"POST ", "GET /s1", "GET /s1", "GET /s1", "GET /s1", "GET /s1"},
			[]time.Duration{second, 2 * second, 4 * second, 5 * second, 5 * second},
		},
		"one in chunks": {
			map[string][]step{
				"POST ":                                {ok(succeeded(`,"total_row_count":3`, `"data_array":[["1","1"]],"next_chunk_index":1,"next_chunk_internal_link":"https://example.com/"`))},
				"GET /s1/result/chunks/1":              {ok(`{"data_array":[["2","2"]],"next_chunk_internal_link":"/api/2.0/sql/statements/s1/result/chunks/2?row_offset=2"}`)},
				"GET /s1/result/chunks/2?row_offset=2": {ok(`{"data_array":[["3","3"]],"next_chunk_internal_link":"/api/2.0/elsewhere"}`)},
			},
			shown{workspace.Read, 200, "", `{"columns":["a","b"],"rows":[["1","1"],["2","2"],["3","3"]],"truncated":false}`},
			[]string{"POST ", "GET /s1/result/chunks/1", "GET /s1/result/chunks/2?row_offset=2"},
			nil,
		},
		"a chunk that is not there": {
			map[string][]step{"POST ": {ok(succeeded(``, `"data_array":[["1","1"]],"next_chunk_index":1`))}},
			shown{workspace.Absent, 404, "404 NOT_FOUND: nothing is there", ""},
			[]string{"POST ", "GET /s1/result/chunks/1"},
			nil,
		},
		"fewer rows than were promised": {
			map[string][]step{"POST ": {ok(succeeded(`,"total_row_count":2`, `"data_array":[["1","1"]]`))}},
			shown{workspace.Failed, 200, "200 OK: 1 of 2 rows came", ""},
			[]string{"POST "},
			nil,
		},
		"a row of another width": {
			map[string][]step{"POST ": {ok(succeeded(``, `"data_array":[["1"]]`))}},
			shown{workspace.Failed, 200, "200 OK: a row has 1 values for 2 columns", ""},
			[]string{"POST "},
			nil,
		},
		"an answer that is none": {
			map[string][]step{"POST ": {ok(`{"statement_id":"s1"}`)}},
			shown{workspace.Failed, 200, "200 OK: the answer is not that of a statement", ""},
			[]string{"POST "},
			nil,
		},
		"an answer about another": {
			map[string][]step{"POST ": {ok(pending)}, "GET /s1": {ok(strings.Replace(running, "s1", "s2", 1))}, "POST /s1/cancel": {ok(`{}`)}},
			shown{workspace.Failed, 200, "200 OK: the answer is about another statement", ""},
			[]string{"POST ", "GET /s1", "POST /s1/cancel"},
			[]time.Duration{second},
		},
		"one that fails": {
			map[string][]step{"POST ": {ok(failed("FAILED", `{"error_code":"BAD_REQUEST","message":"[PARSE_SYNTAX_ERROR]\nat `+token+`"}`))}},
			shown{workspace.Failed, 200, `200 FAILED BAD_REQUEST: [PARSE_SYNTAX_ERROR]\nat ***`, ""},
			[]string{"POST "},
			nil,
		},
		"one that may not": {
			map[string][]step{"POST ": {ok(failed("FAILED", `{"error_code":"BAD_REQUEST","message":"[INSUFFICIENT_PERMISSIONS] no SELECT","sql_state":"42501"}`))}},
			shown{workspace.Denied, 200, "200 FAILED BAD_REQUEST: [INSUFFICIENT_PERMISSIONS] no SELECT", ""},
			[]string{"POST "},
			nil,
		},
		"one about what is not there": {
			map[string][]step{"POST ": {ok(failed("FAILED", `{"error_code":"BAD_REQUEST","message":"[TABLE_OR_VIEW_NOT_FOUND] system.ai_gateway.usage","sql_state":"42P01"}`))}},
			shown{workspace.Absent, 200, "200 FAILED BAD_REQUEST: [TABLE_OR_VIEW_NOT_FOUND] system.ai_gateway.usage", ""},
			[]string{"POST "},
			nil,
		},
		"one that was cancelled": {
			map[string][]step{"POST ": {ok(pending)}, "GET /s1": {ok(failed("CANCELED", `null`))}},
			shown{workspace.Failed, 200, "200 CANCELED", ""},
			[]string{"POST ", "GET /s1"},
			[]time.Duration{second},
		},
		"one whose rows are gone": {
			map[string][]step{"POST ": {ok(failed("CLOSED", `null`))}},
			shown{workspace.Failed, 200, "200 CLOSED", ""},
			[]string{"POST "},
			nil,
		},
		"a warehouse that nobody may use": {
			map[string][]step{"POST ": {{403, nil, `{"error_code":"PERMISSION_DENIED","message":"no"}`}}},
			shown{workspace.Denied, 403, "403 PERMISSION_DENIED: no", ""},
			[]string{"POST "},
			nil,
		},
		"a warehouse that is busy": {
			map[string][]step{"POST ": {{429, map[string]string{"Retry-After": "4"}, ``}, {503, map[string]string{"Retry-After": "5"}, `{"message":"later"}`}, ok(succeeded(``, ``))}},
			shown{workspace.Read, 200, "", `{"columns":["a","b"],"rows":[],"truncated":false}`},
			[]string{"POST ", "POST ", "POST "},
			[]time.Duration{4 * second, 5 * second},
		},
		"one that may run although the answer is 503": {
			map[string][]step{"POST ": {{503, nil, pending}, ok(succeeded(``, ``))}},
			shown{workspace.Failed, 503, "503 Service Unavailable", ""},
			[]string{"POST "},
			nil,
		},
		"one that may run although the answer is 504": {
			map[string][]step{"POST ": {{504, nil, ``}, ok(succeeded(``, ``))}},
			shown{workspace.Failed, 504, "504 Gateway Timeout", ""},
			[]string{"POST "},
			nil,
		},
		"one that may run although the answer ended early": {
			map[string][]step{"POST ": {{200, nil, `{"statement_id"`}, ok(succeeded(``, ``))}},
			shown{workspace.Failed, 200, "200 OK: the answer ended early: its JSON is not complete", ""},
			[]string{"POST "},
			nil,
		},
		"one that is lost while it runs": {
			map[string][]step{"POST ": {ok(running)}, "POST /s1/cancel": {ok(`{}`)}},
			shown{workspace.Absent, 404, "404 NOT_FOUND: nothing is there", ""},
			[]string{"POST ", "GET /s1", "POST /s1/cancel"},
			[]time.Duration{second},
		},
		"an id that is a path": {
			map[string][]step{"POST ": {ok(strings.Replace(pending, "s1", "../x?y", 1))}},
			shown{workspace.Absent, 404, "404 NOT_FOUND: nothing is there", ""},
			[]string{"POST ", "GET /..%2Fx%3Fy", "POST /..%2Fx%3Fy/cancel"},
			[]time.Duration{second},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &warehouse{steps: test.steps}
			clock := &clock{}
			c := dial(t, serve(t, w.ServeHTTP), Options{Sleep: clock.sleep})
			got := show(c.Execute(t.Context(), workspace.Statement{Warehouse: "w", Text: "SELECT 1"}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.asked, w.asked); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.waits, clock.waits); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStatementIsSubmittedWithItsParameters(t *testing.T) {
	t.Parallel()
	w := &warehouse{steps: map[string][]step{"POST ": {ok(succeeded(``, ``))}}}
	c := dial(t, serve(t, w.ServeHTTP), Options{})
	c.Execute(t.Context(), workspace.Statement{Warehouse: "abc", Text: "SELECT :b", Parameters: map[string]string{"b": "2", "a": "'; DROP"}, Rows: 10})
	var got any
	if err := json.Unmarshal([]byte(w.body), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"warehouse_id": "abc", "statement": "SELECT :b", "row_limit": 10.0,
		"parameters": []any{
			map[string]any{"name": "a", "value": "'; DROP", "type": "STRING"},
			map[string]any{"name": "b", "value": "2", "type": "STRING"},
		},
		"disposition": "INLINE", "format": "JSON_ARRAY", "wait_timeout": "30s", "on_wait_timeout": "CONTINUE",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestStatementThatNobodyWaitsForIsCancelled(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		end  func(context.Context) (context.Context, context.CancelFunc)
		want shown
	}{
		"an interrupt": {context.WithCancel, shown{Problem: "interrupted"}},
		"the time limit": {func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 500*time.Millisecond)
		}, shown{Outcome: workspace.Failed, Problem: "no answer: the time limit was reached"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := &warehouse{steps: map[string][]step{"POST ": {ok(pending)}, "POST /s1/cancel": {ok(`{}`)}}}
			ctx, cancel := test.end(t.Context())
			defer cancel()
			clock := &clock{wake: func() {
				if name == "an interrupt" {
					cancel()
				}
				<-ctx.Done()
			}}
			c := dial(t, serve(t, w.ServeHTTP), Options{Sleep: clock.sleep})
			if diff := cmp.Diff(test.want, show(c.Execute(ctx, workspace.Statement{}))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{"POST ", "POST /s1/cancel"}, w.asked); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestStatementThatNeverEnds(t *testing.T) {
	t.Parallel()
	w := &warehouse{steps: map[string][]step{"POST ": {ok(pending)}, "GET /s1": {ok(running)}, "POST /s1/cancel": {ok(`{}`)}}}
	clock := &clock{}
	c := dial(t, serve(t, w.ServeHTTP), Options{Sleep: clock.sleep})
	want := shown{workspace.Failed, 200, "200 OK: the statement has not ended within 15m0s", ""}
	if diff := cmp.Diff(want, show(c.Execute(t.Context(), workspace.Statement{}))); diff != "" {
		t.Error(diff)
	}
	if last := w.asked[len(w.asked)-1]; last != "POST /s1/cancel" {
		t.Errorf("the last request is %s", last)
	}
}

func TestRowsThatNeverEnd(t *testing.T) {
	t.Parallel()
	more := `"data_array":[["1","1"]],"next_chunk_index":1`
	w := &warehouse{steps: map[string][]step{"POST ": {ok(succeeded(``, more))}, "GET /s1/result/chunks/1": {ok(`{` + more + `}`)}}}
	server := serve(t, w.ServeHTTP)
	want := shown{workspace.Failed, 200, "200 OK: the rows come in more than 1000 parts", ""}
	if diff := cmp.Diff(want, show(dial(t, server, Options{}).Execute(t.Context(), workspace.Statement{}))); diff != "" {
		t.Error(diff)
	}
	want = shown{workspace.Failed, 200, "200 OK: the rows are larger than 1000 bytes", ""}
	if diff := cmp.Diff(want, show(dial(t, server, Options{Body: 1000}).Execute(t.Context(), workspace.Statement{}))); diff != "" {
		t.Error(diff)
	}
}

// A refused connection has carried nothing, so a statement is tried again.
func TestStatementIsTriedAgainWhereItCannotHaveRun(t *testing.T) {
	t.Parallel()
	clock := &clock{}
	c := dial(t, nil, Options{Host: "http://127.0.0.1:1", Sleep: clock.sleep})
	got := show(c.Execute(t.Context(), workspace.Statement{}))
	if got.Outcome != workspace.Failed || !strings.HasPrefix(got.Problem, "no answer: ") || len(clock.waits) < 3 {
		t.Errorf("%+v after %v", got, clock.waits)
	}
}

// All that gwlint changes in a workspace is the statement that somebody asked
// for.
func TestGetSendsNothingButGet(t *testing.T) {
	t.Parallel()
	w := &warehouse{steps: map[string][]step{
		"GET /s1": {{503, nil, ``}, {500, nil, ``}, {302, map[string]string{"Location": "/x"}, ``}, ok(`{}`)},
	}}
	clock := &clock{}
	c := dial(t, serve(t, w.ServeHTTP), Options{Sleep: clock.sleep})
	for range 3 {
		c.Get(t.Context(), statements+"/s1", nil)
	}
	c.Get(t.Context(), "/api/2.0/other", map[string][]string{"_method": {"POST"}})
	for _, asked := range w.asked {
		if !strings.HasPrefix(asked, "GET ") {
			t.Errorf("sent %s", asked)
		}
	}
	if len(w.asked) != 6 {
		t.Errorf("asked %v", w.asked)
	}
}

func FuzzStatement(f *testing.F) {
	f.Add([]byte(succeeded(`,"total_row_count":1`, `"data_array":[["1",null]]`)))
	f.Add([]byte(failed("FAILED", `{"error_code":"BAD_REQUEST"}`)))
	f.Add([]byte(pending))
	e := execution{Client: &Client{options: Options{}.withDefaults(), secrets: &secrets{}}, path: "/s"}
	f.Fuzz(func(t *testing.T, body []byte) {
		s, known := readStatement(body)
		if !known || s.runs() || s.Result.next("/s") != "" {
			return // the statement is asked for again
		}
		answer := e.unsuccessful(s)
		if s.Status.State == "SUCCEEDED" {
			answer = e.collect(t.Context(), s)
		}
		if (answer.Outcome == workspace.Read) != json.Valid(answer.Body) || (answer.Problem == "") != (answer.Outcome == workspace.Read) {
			t.Errorf("%+v", show(answer))
		}
	})
}
