package client

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/gwlint/gwlint/internal/workspace"
)

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
func (c *Client) collect(ctx context.Context, place string, s statement) workspace.Answer {
	out := table{Columns: []string{}, Rows: []row{}, Truncated: s.Manifest.Truncated}
	for _, column := range s.Manifest.Schema.Columns {
		out.Columns = append(out.Columns, column.Name)
	}
	part, size := s.Result, int64(0)
	for range chunks {
		out.Rows = append(out.Rows, part.Rows...)
		path := part.next(place)
		if path == "" {
			return c.whole(out, s)
		}
		answer := c.Get(ctx, path, nil)
		if answer.Outcome != workspace.Read {
			return answer
		}
		if size += int64(len(answer.Body)); size > c.options.Body {
			return c.statementProblem("the rows are larger than " + bytesText(c.options.Body))
		}
		part = chunk{}
		if json.Unmarshal(answer.Body, &part) != nil {
			return c.statementProblem("a part of the rows is malformed")
		}
	}
	return c.statementProblem(fmt.Sprintf("the rows come in more than %d parts", chunks))
}

// next is where the rows go on, "" where they do not. A link is taken only where
// it stays with the statement.
func (p chunk) next(place string) string {
	switch {
	case p.Next != nil:
		return fmt.Sprintf("%s/result/chunks/%d", place, *p.Next)
	case strings.HasPrefix(p.Link, place+"/result/chunks/") && !strings.Contains(p.Link, ".."):
		return p.Link
	default:
		return ""
	}
}

// whole is the answer, where it is all that the manifest promised: rows that
// somebody lost on the way would pass for usage that there was not.
func (c *Client) whole(t table, s statement) workspace.Answer {
	for _, row := range t.Rows {
		if len(row) != len(t.Columns) {
			return c.statementProblem(fmt.Sprintf("a row has %d values for %d columns", len(row), len(t.Columns)))
		}
	}
	if promised := s.Manifest.Rows; promised != nil && *promised != len(t.Rows) {
		return c.statementProblem(fmt.Sprintf("%d of %d rows came", len(t.Rows), *promised))
	}
	body, err := json.Marshal(t)
	if err != nil {
		return c.statementProblem(err.Error())
	}
	return workspace.Answer{Outcome: workspace.Read, Status: http.StatusOK, Body: body}
}
