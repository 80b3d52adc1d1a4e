package fakeworkspace

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/regex"
)

// Statement is what SQL answers.
type Statement struct {
	// Contains is what a statement has in it that this answers.
	Contains string
	// Columns and Rows are the result; a nil value is NULL. All values are text, as
	// in the format JSON_ARRAY.
	Columns []string
	Rows    [][]any
	// ChunkRows splits the rows into chunks; 0 is one chunk.
	ChunkRows int
	// Pending is how often it is PENDING and then RUNNING before it has ended.
	Pending int
	// Failure is the message that it fails with; "" when it succeeds.
	Failure string

	truncated bool
}

// statements are those that run, by id.
type statements struct {
	mu   sync.Mutex
	list []*runningStatement
}

type runningStatement struct {
	Statement
	polls    int
	canceled bool
}

// statementHandlers answer for statements on a SQL warehouse.
type statementHandlers struct{ *Server }

func (s statementHandlers) execute(w http.ResponseWriter, r *http.Request) {
	var asked submission
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil {
		failure(w, http.StatusBadRequest, "MALFORMED_REQUEST", "Could not parse request object")
		return
	}
	switch {
	case s.object("warehouses", asked.Warehouse) == nil:
		missing(w, "RESOURCE_DOES_NOT_EXIST", "SQL warehouse '"+asked.Warehouse+"' does not exist.")
		return
	case !reads(asked.Statement):
		s.note(&s.refused, Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: asked.Statement})
		invalid(w, "This workspace is only read.")
		return
	case !waits(asked.Wait):
		invalid(w, "wait_timeout must be 0s or between 5s and 50s")
		return
	}
	run := &runningStatement{Statement: s.statementFor(asked)}
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	s.running.list = append(s.running.list, run)
	s.answer(w, run.response(len(s.running.list)-1))
}

func (s statementHandlers) statementFor(asked submission) Statement {
	if name := asked.unbound(); name != "" {
		return Statement{Failure: "[UNBOUND_SQL_PARAMETER] Found the unbound parameter: " + name + "."}
	}
	for _, statement := range s.workspace.Statements {
		if strings.Contains(asked.Statement, statement.Contains) {
			if asked.RowLimit > 0 && len(statement.Rows) > asked.RowLimit {
				statement.Rows, statement.truncated = statement.Rows[:asked.RowLimit], true
			}
			return statement
		}
	}
	return Statement{Failure: "[TABLE_OR_VIEW_NOT_FOUND] The table or view cannot be found."}
}

func (s statementHandlers) statement(w http.ResponseWriter, r *http.Request) {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	if run, n := s.run(w, r); run != nil {
		run.polls++
		s.answer(w, run.response(n))
	}
}

func (s statementHandlers) chunk(w http.ResponseWriter, r *http.Request) {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	run, n := s.run(w, r)
	if run == nil {
		return
	}
	index, err := strconv.Atoi(r.PathValue("index"))
	if err != nil || index < 0 || index >= run.chunks() || run.state() != "SUCCEEDED" {
		invalid(w, "The requested chunk "+r.PathValue("index")+" is not available.")
		return
	}
	s.answer(w, run.chunk(n, index))
}

func (s statementHandlers) cancel(w http.ResponseWriter, r *http.Request) {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	if run, _ := s.run(w, r); run != nil {
		run.canceled = true
		s.answer(w, Object{})
	}
}

func (s statementHandlers) run(w http.ResponseWriter, r *http.Request) (run *runningStatement, n int) {
	number := strings.TrimPrefix(r.PathValue("id"), statementID(-1))
	n, err := strconv.Atoi(number)
	if err != nil || n < 0 || n >= len(s.running.list) {
		missing(w, "NOT_FOUND", "The statement "+r.PathValue("id")+" was not found.")
		return nil, 0
	}
	return s.running.list[n], n
}

// statementID is what a statement is called, what each begins with for -1.
func statementID(n int) string {
	const prefix = "01f0c0de-0000-1000-8000-"
	if n < 0 {
		return prefix
	}
	return fmt.Sprintf("%s%012d", prefix, n)
}

// submission is the body of a request to execute. How long the client would wait
// does not matter: the answer comes when it has been asked for often enough.
type submission struct {
	Statement  string `json:"statement"`
	Warehouse  string `json:"warehouse_id"`
	Wait       string `json:"wait_timeout"`
	RowLimit   int    `json:"row_limit"`
	Parameters []struct {
		Name string `json:"name"`
	} `json:"parameters"`
}

// unbound returns a parameter that the statement names and the request does not give, "" when
// there is none.
func (asked submission) unbound() string {
	for _, found := range namedParameter().FindAllStringSubmatch(asked.Statement, -1) {
		given := false
		for _, p := range asked.Parameters {
			given = given || p.Name == found[1]
		}
		if !given {
			return found[1]
		}
	}
	return ""
}

var namedParameter = regex.Lazy(`[^:\w]:([A-Za-z_]\w*)`)

// waits says whether a wait_timeout is one: 0s, or 5s to 50s. Source:
// databricks-sdk-go v0.182.0 service/sql/model.go, ExecuteStatementRequest.
func waits(timeout string) bool {
	seconds, err := strconv.Atoi(strings.TrimSuffix(cmp.Or(timeout, "10s"), "s"))
	return err == nil && (seconds == 0 || seconds >= 5 && seconds <= 50)
}

// reading are the words that a statement begins with that changes nothing.
var reading = []string{"SELECT", "WITH", "SHOW", "DESCRIBE", "EXPLAIN"}

// reads says whether a text is one statement that changes nothing.
func reads(text string) bool {
	words := strings.Fields(strings.ToUpper(text))
	return len(words) > 0 && slices.Contains(reading, words[0]) && !strings.Contains(strings.TrimRight(text, "; \n"), ";")
}

// state is where a statement is: it waits, runs and ends as often as it is asked
// after.
func (r *runningStatement) state() string {
	switch {
	case r.canceled:
		return "CANCELED"
	case r.polls < r.Pending:
		return "PENDING"
	case r.polls < 2*r.Pending:
		return "RUNNING"
	case r.Failure != "":
		return "FAILED"
	default:
		return "SUCCEEDED"
	}
}

// response is the answer to a submission and to a question for the state.
func (r *runningStatement) response(n int) Object {
	status := Object{"state": r.state()}
	response := Object{"statement_id": statementID(n), "status": status}
	switch r.state() {
	case "FAILED":
		status["error"] = Object{"error_code": "BAD_REQUEST", "message": r.Failure}
	case "SUCCEEDED":
		response["manifest"] = r.manifest()
		response["result"] = r.chunk(n, 0)
	}
	return response
}

func (r *runningStatement) manifest() Object {
	columns := make([]any, len(r.Columns))
	for i, name := range r.Columns {
		columns[i] = Object{"name": name, "position": i, "type_name": "STRING", "type_text": "STRING"}
	}
	chunks := make([]any, r.chunks())
	for i := range chunks {
		from, to := r.bounds(i)
		chunks[i] = Object{"chunk_index": i, "row_offset": from, "row_count": to - from}
	}
	return Object{
		"format": "JSON_ARRAY", "schema": Object{"column_count": len(columns), "columns": columns},
		"total_chunk_count": len(chunks), "chunks": chunks, "total_row_count": len(r.Rows), "truncated": r.truncated,
	}
}

// chunk is a part of the rows, with where the next is.
func (r *runningStatement) chunk(n, index int) Object {
	from, to := r.bounds(index)
	rows := make([]any, 0, to-from)
	for _, row := range r.Rows[from:to] {
		rows = append(rows, row)
	}
	chunk := Object{"chunk_index": index, "row_offset": from, "row_count": to - from, "data_array": rows}
	if index+1 < r.chunks() {
		chunk["next_chunk_index"] = index + 1
		chunk["next_chunk_internal_link"] = fmt.Sprintf("%s/%s/result/chunks/%d", statementsAPI, statementID(n), index+1)
	}
	return chunk
}

func (r *runningStatement) chunks() int {
	if r.ChunkRows <= 0 {
		return 1
	}
	return max(1, (len(r.Rows)+r.ChunkRows-1)/r.ChunkRows)
}

func (r *runningStatement) bounds(index int) (from, to int) {
	if r.ChunkRows <= 0 {
		return 0, len(r.Rows)
	}
	return index * r.ChunkRows, min((index+1)*r.ChunkRows, len(r.Rows))
}
