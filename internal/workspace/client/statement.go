package client

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
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

// Execute implements workspace.Asker: it runs a statement, waits for its end and
// collects its rows. The body is an object with columns, which are names, rows,
// which are arrays of strings and nulls, and truncated, which says that the row
// limit left some out. A statement that nobody waits for any more is cancelled.
func (c *Client) Execute(ctx context.Context, s workspace.Statement) workspace.Answer {
	body, err := json.Marshal(submit(s))
	if err != nil {
		return workspace.Answer{Outcome: workspace.Failed, Problem: c.problem("no answer", err.Error())}
	}
	answer := c.ask(ctx, request{
		method: http.MethodPost, path: statements, body: body,
		silence: c.options.Request + holdTime, changes: true,
	})
	if answer.Outcome != workspace.Read {
		return answer
	}
	state, ok := readStatement(answer.Body)
	if !ok {
		return c.statementProblem("the answer is not that of a statement")
	}
	return c.finish(ctx, state)
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

// finish waits for the end of a statement and takes its rows.
func (c *Client) finish(ctx context.Context, state statement) workspace.Answer {
	place := statements + "/" + url.PathEscape(state.ID)
	for waited, wait := time.Duration(0), time.Second; state.runs(); wait = min(2*wait, 5*time.Second) {
		if waited >= statementTime {
			c.cancel(ctx, place)
			return c.statementProblem("the statement has not ended within " + statementTime.String())
		}
		if waited += wait; c.options.Sleep(ctx, wait) != nil {
			c.cancel(ctx, place)
			return over(ctx, &exchange{begun: true})
		}
		answer := c.Get(ctx, place, nil)
		if answer.Outcome != workspace.Read {
			c.cancel(ctx, place)
			return answer
		}
		next, ok := readStatement(answer.Body)
		if !ok || next.ID != state.ID {
			c.cancel(ctx, place)
			return c.statementProblem("the answer is about another statement")
		}
		state = next
	}
	if state.Status.State != "SUCCEEDED" {
		return c.unsuccessful(state)
	}
	return c.collect(ctx, place, state)
}

// cancel ends a statement that nobody waits for, as far as that can be done. The
// run is over, so it has a little time of its own.
func (c *Client) cancel(ctx context.Context, place string) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), cancelTime)
	defer stop()
	c.ask(ctx, request{method: http.MethodPost, path: place + "/cancel", body: []byte("{}"), silence: cancelTime})
}

// unsuccessful says why a statement has no rows. The API has no error code for a
// missing right, or for a table that is not there or not visible: both are in the
// message, in the words of Spark's error classes.
func (c *Client) unsuccessful(s statement) workspace.Answer {
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
	answer.Problem = c.problem(head, fault.Message)
	return answer
}

func (c *Client) statementProblem(detail string) workspace.Answer {
	return workspace.Answer{Outcome: workspace.Failed, Status: http.StatusOK, Problem: c.problem("200 OK", detail)}
}
