package fakeworkspace

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
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
	list []*running
}

type running struct {
	Statement
	polls    int
	canceled bool
}

func (s *Server) execute(w http.ResponseWriter, r *http.Request) {
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
	run := &running{Statement: s.statementFor(asked)}
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	s.running.list = append(s.running.list, run)
	s.answer(w, run.response(len(s.running.list)-1))
}

func (s *Server) statementFor(asked submission) Statement {
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

func (s *Server) statement(w http.ResponseWriter, r *http.Request) {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	if run, n := s.run(w, r); run != nil {
		run.polls++
		s.answer(w, run.response(n))
	}
}

func (s *Server) chunk(w http.ResponseWriter, r *http.Request) {
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

func (s *Server) cancel(w http.ResponseWriter, r *http.Request) {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	if run, _ := s.run(w, r); run != nil {
		run.canceled = true
		s.answer(w, Object{})
	}
}

// Canceled says how many statements somebody ended before they had an answer.
func (s *Server) Canceled() int {
	s.running.mu.Lock()
	defer s.running.mu.Unlock()
	n := 0
	for _, run := range s.running.list {
		if run.canceled {
			n++
		}
	}
	return n
}

func (s *Server) run(w http.ResponseWriter, r *http.Request) (run *running, n int) {
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
