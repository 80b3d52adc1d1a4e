package fakeworkspace_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace/fakeworkspace"
)

const statements = "/api/2.0/sql/statements"

// sql is a workspace with a warehouse w1 that answers SELECT 1.
func sql(statement fakeworkspace.Statement) *fakeworkspace.Workspace {
	w := fakeworkspace.New()
	w.Warehouses = []fakeworkspace.Object{{"id": "w1"}}
	statement.Contains = "SELECT 1"
	w.Statements = []fakeworkspace.Statement{statement}
	return w
}

// submit runs a statement on w1.
func submit(t *testing.T, s *fakeworkspace.Server, text string) object {
	t.Helper()
	body, err := json.Marshal(object{"warehouse_id": "w1", "statement": text, "wait_timeout": "0s"})
	if err != nil {
		t.Fatal(err)
	}
	status, answer := read(t, s, http.MethodPost, statements, string(body))
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, answer)
	}
	return decode(t, answer)
}

func TestStatementWaitsRunsAndEnds(t *testing.T) {
	t.Parallel()
	rows := [][]any{{"a", "1"}, {"b", nil}}
	for name, test := range map[string]struct {
		statement fakeworkspace.Statement
		want      []any
	}{
		"at once":                {fakeworkspace.Statement{Rows: rows}, []any{"SUCCEEDED"}},
		"after a while":          {fakeworkspace.Statement{Rows: rows, Pending: 2}, []any{"PENDING", "PENDING", "RUNNING", "RUNNING", "SUCCEEDED"}},
		"it fails":               {fakeworkspace.Statement{Failure: "no such column"}, []any{"FAILED"}},
		"it fails after a while": {fakeworkspace.Statement{Failure: "no such column", Pending: 1}, []any{"PENDING", "RUNNING", "FAILED"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sql(test.statement), fakeworkspace.Options{})
			answer := submit(t, s, "SELECT 1")
			states := []any{at(t, answer, "status", "state")}
			for range len(test.want) - 1 {
				answer = get(t, s, statements+"/"+answer["statement_id"].(string))
				states = append(states, at(t, answer, "status", "state"))
			}
			if diff := cmp.Diff(test.want, states); diff != "" {
				t.Error(diff)
			}
			_, has := answer["result"]
			if last := states[len(states)-1]; has != (last == "SUCCEEDED") {
				t.Errorf("%v with a result: %v", last, has)
			}
		})
	}
}

func TestStatementNobodyExpectedFails(t *testing.T) {
	t.Parallel()
	s := start(t, sql(fakeworkspace.Statement{}), fakeworkspace.Options{})
	if got := at(t, submit(t, s, "SELECT 2"), "status", "state"); got != "FAILED" {
		t.Error(got)
	}
}

func TestParametersHaveToBeGiven(t *testing.T) {
	t.Parallel()
	w := sql(fakeworkspace.Statement{})
	w.Statements[0].Contains = "SELECT"
	s := start(t, w, fakeworkspace.Options{})
	for name, test := range map[string]struct {
		statement, parameters string
		want                  any
	}{
		"none":            {"SELECT 1", "", "SUCCEEDED"},
		"one":             {"SELECT :days", `{"name":"days","value":"7"}`, "SUCCEEDED"},
		"one of two":      {"SELECT :days, :since", `{"name":"days","value":"7"}`, "FAILED"},
		"another":         {"SELECT (:days)", `{"name":"day","value":"7"}`, "FAILED"},
		"a cast is none":  {"SELECT a::int", "", "SUCCEEDED"},
		"a clock is none": {"SELECT '12:30:00'", "", "SUCCEEDED"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, body := read(t, s, http.MethodPost, statements, `{"warehouse_id":"w1","statement":"`+test.statement+`","parameters":[`+test.parameters+`]}`)
			if got := at(t, decode(t, body), "status", "state"); got != test.want {
				t.Error(got)
			}
		})
	}
}

func TestRowsComeInChunks(t *testing.T) {
	t.Parallel()
	s := start(t, sql(fakeworkspace.Statement{
		Columns: []string{"name"}, Rows: [][]any{{"a"}, {nil}, {"c"}}, ChunkRows: 2,
	}), fakeworkspace.Options{})
	answer := submit(t, s, "SELECT 1")
	id := answer["statement_id"].(string)
	want := object{
		"statement_id": id, "status": object{"state": "SUCCEEDED"},
		"manifest": object{
			"format": "JSON_ARRAY", "total_chunk_count": 2.0, "total_row_count": 3.0, "truncated": false,
			"schema": object{"column_count": 1.0, "columns": []any{object{"name": "name", "position": 0.0, "type_name": "STRING", "type_text": "STRING"}}},
			"chunks": []any{
				object{"chunk_index": 0.0, "row_offset": 0.0, "row_count": 2.0}, object{"chunk_index": 1.0, "row_offset": 2.0, "row_count": 1.0},
			},
		},
		"result": object{
			"chunk_index": 0.0, "row_offset": 0.0, "row_count": 2.0, "data_array": []any{[]any{"a"}, []any{nil}},
			"next_chunk_index": 1.0, "next_chunk_internal_link": statements + "/" + id + "/result/chunks/1",
		},
	}
	if diff := cmp.Diff(want, answer); diff != "" {
		t.Error(diff)
	}
	want = object{"chunk_index": 1.0, "row_offset": 2.0, "row_count": 1.0, "data_array": []any{[]any{"c"}}}
	if diff := cmp.Diff(want, get(t, s, statements+"/"+id+"/result/chunks/1")); diff != "" {
		t.Error(diff)
	}
	for _, path := range []string{"/" + id + "/result/chunks/2", "/" + id + "/result/chunks/-1", "/" + id + "/result/chunks/x"} {
		if status, _ := refuse(t, s, statements+path); status != http.StatusBadRequest {
			t.Errorf("%s: %d", path, status)
		}
	}
}

func TestRowsAreLimited(t *testing.T) {
	t.Parallel()
	s := start(t, sql(fakeworkspace.Statement{Columns: []string{"n"}, Rows: [][]any{{"1"}, {"2"}, {"3"}}}), fakeworkspace.Options{})
	_, body := read(t, s, http.MethodPost, statements, `{"warehouse_id":"w1","statement":"SELECT 1","row_limit":2}`)
	answer := decode(t, body)
	if got := [2]any{at(t, answer, "manifest", "total_row_count"), at(t, answer, "manifest", "truncated")}; got != [2]any{2.0, true} {
		t.Error(got)
	}
}

func TestStatementIsCanceled(t *testing.T) {
	t.Parallel()
	s := start(t, sql(fakeworkspace.Statement{Pending: 9}), fakeworkspace.Options{})
	id := submit(t, s, "SELECT 1")["statement_id"].(string)
	if status, body := read(t, s, http.MethodPost, statements+"/"+id+"/cancel", "{}"); status != http.StatusOK {
		t.Fatalf("%d %s", status, body)
	}
	if got := at(t, get(t, s, statements+"/"+id), "status", "state"); got != "CANCELED" || s.Canceled() != 1 {
		t.Errorf("%v, %d canceled", got, s.Canceled())
	}
}

func TestStatementsThatAreRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		body    string
		status  int
		refused int
	}{
		"it changes something":   {`{"warehouse_id":"w1","statement":"DROP TABLE main.gw.t"}`, 400, 1},
		"it is many":             {`{"warehouse_id":"w1","statement":"SELECT 1; DROP TABLE main.gw.t"}`, 400, 1},
		"it begins with a line":  {`{"warehouse_id":"w1","statement":"\nSELECT\n1"}`, 200, 0},
		"there is no statement":  {`{"warehouse_id":"w1"}`, 400, 1},
		"there is no warehouse":  {`{"warehouse_id":"w2","statement":"SELECT 1"}`, 404, 0},
		"nobody can read it":     {`{`, 400, 0},
		"it waits too long":      {`{"warehouse_id":"w1","statement":"SELECT 1","wait_timeout":"51s"}`, 400, 0},
		"it hardly waits":        {`{"warehouse_id":"w1","statement":"SELECT 1","wait_timeout":"4s"}`, 400, 0},
		"it waits":               {`{"warehouse_id":"w1","statement":"SELECT 1","wait_timeout":"30s"}`, 200, 0},
		"it only looks at names": {`{"warehouse_id":"w1","statement":"describe table x"}`, 200, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := start(t, sql(fakeworkspace.Statement{}), fakeworkspace.Options{})
			status, body := read(t, s, http.MethodPost, statements, test.body)
			if status != test.status || len(s.Refused()) != test.refused {
				t.Errorf("%d %s, refused: %v", status, body, s.Refused())
			}
		})
	}
	s := start(t, fakeworkspace.New(), fakeworkspace.Options{})
	for _, path := range []string{"/x", "/01f0c0de-0000-1000-8000-000000000000", "/x/result/chunks/0"} {
		if status, code := refuse(t, s, statements+path); status != http.StatusNotFound || code != "NOT_FOUND" {
			t.Errorf("%s: %d %s", path, status, code)
		}
	}
}
