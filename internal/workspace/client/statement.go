package client

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/gwlint/gwlint/internal/workspace"
)

// The Statement Execution API: service/sql of the SDK, v0.182.0. A statement
// that has not ended within holdTime is polled.
const (
	statements    = "/api/2.0/sql/statements"
	holdTime      = 30 * time.Second
	statementTime = 15 * time.Minute
	cancelTime    = 5 * time.Second
)

// submission is what the API takes.
type submission struct {
	Warehouse  string      `json:"warehouse_id"`
	Statement  string      `json:"statement"`
	Parameters []parameter `json:"parameters,omitempty"`
	Place      string      `json:"disposition"`
	Format     string      `json:"format"`
	Wait       string      `json:"wait_timeout"`
	Then       string      `json:"on_wait_timeout"`
	Rows       int         `json:"row_limit,omitempty"`
}

type parameter struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Type  string `json:"type"`
}

func submit(s workspace.Statement) submission {
	out := submission{
		Warehouse: s.Warehouse, Statement: s.Text, Rows: max(0, s.Rows),
		Place: "INLINE", Format: "JSON_ARRAY", Wait: "30s", Then: "CONTINUE",
	}
	for _, name := range slices.Sorted(maps.Keys(s.Parameters)) {
		out.Parameters = append(out.Parameters, parameter{Name: name, Value: s.Parameters[name], Type: "STRING"})
	}
	return out
}

// execution is one statement that a warehouse has taken on.
type execution struct {
	*Client
	path string // of the statement in the API
}

// wait waits for the end of a statement and takes its rows.
func (e execution) wait(ctx context.Context, state statement) workspace.Answer {
	for waited, wait := time.Duration(0), time.Second; state.runs(); wait = min(2*wait, 5*time.Second) {
		if waited >= statementTime {
			e.cancel(ctx)
			return e.failed("the statement has not ended within " + statementTime.String())
		}
		if waited += wait; e.options.Sleep(ctx, wait) != nil {
			e.cancel(ctx)
			return cutShort(ctx, &attempt{begun: true})
		}
		answer := e.Get(ctx, e.path, nil)
		if answer.Outcome != workspace.Read {
			e.cancel(ctx)
			return answer
		}
		next, ok := readStatement(answer.Body)
		if !ok || next.ID != state.ID {
			e.cancel(ctx)
			return e.failed("the answer is about another statement")
		}
		state = next
	}
	if state.Status.State != "SUCCEEDED" {
		return e.unsuccessful(state)
	}
	return e.collect(ctx, state)
}

// cancel ends a statement that is not waited for any more, as far as that can be
// done. The run is over, so it has cancelTime of its own.
func (e execution) cancel(ctx context.Context) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), cancelTime)
	defer stop()
	e.ask(ctx, request{method: http.MethodPost, path: e.path + "/cancel", body: []byte("{}"), silence: cancelTime})
}

// unsuccessful says why a statement has no rows. The API has no error code for a
// missing right, or for a table that is not there or not visible: both are in the
// message, in the words of Spark's error classes.
func (e execution) unsuccessful(s statement) workspace.Answer {
	fault := s.Status.Error
	answer := workspace.Answer{Outcome: workspace.Failed, Status: http.StatusOK}
	said := fault.Code + " " + fault.SQLState + " " + fault.Message
	switch {
	case strings.Contains(said, "PERMISSION") || strings.Contains(said, "42501"):
		answer.Outcome = workspace.Denied
	case strings.Contains(said, "TABLE_OR_VIEW_NOT_FOUND") || strings.Contains(said, "SCHEMA_NOT_FOUND"):
		answer.Outcome = workspace.Absent
	}
	head := "200 " + shorten(s.Status.State, 30)
	if fault.Code != "" {
		head += " " + shorten(fault.Code, 60)
	}
	answer.Problem = e.secrets.problem(head, fault.Message)
	return answer
}

func (e execution) failed(detail string) workspace.Answer {
	return workspace.Answer{Outcome: workspace.Failed, Status: http.StatusOK, Problem: e.secrets.problem("200 OK", detail)}
}

// statement is what the API says of one: how it is, and its first rows.
type statement struct {
	ID     string `json:"statement_id"`
	Status struct {
		State string `json:"state"`
		Error struct {
			Code     string `json:"error_code"`
			Message  string `json:"message"`
			SQLState string `json:"sql_state"`
		} `json:"error"`
	} `json:"status"`
	Manifest struct {
		Schema struct {
			Columns []struct {
				Name string `json:"name"`
			} `json:"columns"`
		} `json:"schema"`
		Rows      *int `json:"total_row_count"`
		Truncated bool `json:"truncated"`
	} `json:"manifest"`
	Result chunk `json:"result"`
}

// chunk is some of the rows, and where the next are.
type chunk struct {
	Rows []row  `json:"data_array"`
	Next *int   `json:"next_chunk_index"`
	Link string `json:"next_chunk_internal_link"`
}

// row is a row in JSON_ARRAY: each value is a string or null.
type row []*string

// table is the body of an answer.
type table struct {
	Columns   []string `json:"columns"`
	Rows      []row    `json:"rows"`
	Truncated bool     `json:"truncated"`
}

func readStatement(body []byte) (statement, bool) {
	var s statement
	if err := json.Unmarshal(body, &s); err != nil || s.ID == "" || s.Status.State == "" {
		return statement{}, false
	}
	return s, true
}

func (s statement) runs() bool { return s.Status.State == "PENDING" || s.Status.State == "RUNNING" }

// chunks bounds how many parts of an answer are fetched: one holds up to 16 MiB.
const chunks = 1000

// collect joins the chunks of a statement that has succeeded.
func (e execution) collect(ctx context.Context, s statement) workspace.Answer {
	out := table{Columns: []string{}, Rows: []row{}, Truncated: s.Manifest.Truncated}
	for _, column := range s.Manifest.Schema.Columns {
		out.Columns = append(out.Columns, column.Name)
	}
	part, size := s.Result, int64(0)
	for range chunks {
		out.Rows = append(out.Rows, part.Rows...)
		path := part.next(e.path)
		if path == "" {
			return e.whole(out, s)
		}
		answer := e.Get(ctx, path, nil)
		if answer.Outcome != workspace.Read {
			return answer
		}
		if size += int64(len(answer.Body)); size > e.options.Body {
			return e.failed("the rows are larger than " + bytesText(e.options.Body))
		}
		part = chunk{}
		if json.Unmarshal(answer.Body, &part) != nil {
			return e.failed("a part of the rows is malformed")
		}
	}
	return e.failed(fmt.Sprintf("the rows come in more than %d parts", chunks))
}

// next is where the rows go on, "" where they do not. A link is taken only where
// it stays with the statement.
func (c chunk) next(place string) string {
	switch {
	case c.Next != nil:
		return fmt.Sprintf("%s/result/chunks/%d", place, *c.Next)
	case strings.HasPrefix(c.Link, place+"/result/chunks/") && !strings.Contains(c.Link, ".."):
		return c.Link
	default:
		return ""
	}
}

// whole is the answer, where it is all that the manifest promised: rows that
// were lost on the way would pass for usage that there was not.
func (e execution) whole(t table, s statement) workspace.Answer {
	for _, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return e.failed(fmt.Sprintf("a row has %d values for %d columns", len(row), len(t.Columns)))
		}
	}
	if promised := s.Manifest.Rows; promised != nil && *promised != len(t.Rows) {
		return e.failed(fmt.Sprintf("%d of %d rows came", len(t.Rows), *promised))
	}
	body, err := json.Marshal(t)
	if err != nil {
		return e.failed(err.Error())
	}
	return workspace.Answer{Outcome: workspace.Read, Status: http.StatusOK, Body: body}
}
