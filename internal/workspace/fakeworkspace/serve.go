package fakeworkspace

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// serve answers one request: it is written down, waits as long as it has to,
// fails if it is to fail, and is answered.
func (s *Server) serve(w http.ResponseWriter, r *http.Request) {
	asked := Request{Method: r.Method, Path: r.URL.EscapedPath(), Query: r.URL.Query().Encode()}
	s.enter(asked)
	defer s.leave()
	if asked.Path == "/.well-known/databricks-config" { // the SDK asks before it has a token
		http.NotFound(w, r)
		return
	}
	w.Header().Set("X-Databricks-Org-Id", s.workspace.OrgID)
	if !s.wait(r.Context(), s.options.Latency) {
		return
	}
	if s.rate != nil {
		select {
		case <-s.rate:
		default:
			tooMany(w, time.Second)
			return
		}
	}
	if fault, ok := s.faults.of(asked); ok {
		s.fail(w, r, fault)
		return
	}
	if r.Header.Get("Authorization") != "Bearer "+s.Token {
		failure(w, http.StatusUnauthorized, "UNAUTHENTICATED", "Credential was not sent or was of an unsupported type for this API.")
		return
	}
	s.route(w, r, asked)
}

// route finds the API that a request is for.
func (s *Server) route(w http.ResponseWriter, r *http.Request, asked Request) {
	_, pattern := s.routes.Handler(r)
	switch {
	case r.Method != http.MethodGet && !strings.HasPrefix(asked.Path, statementsAPI):
		s.note(&s.refused, asked)
		failure(w, http.StatusMethodNotAllowed, "METHOD_NOT_ALLOWED", "This workspace is only read.")
	case pattern == "":
		s.note(&s.unknown, asked)
		missing(w, "ENDPOINT_NOT_FOUND", "No API found for '"+r.Method+" "+asked.Path+"'")
	default:
		s.routes.ServeHTTP(w, r)
	}
}

// wait says whether somebody still waits for the answer after some time.
func (s *Server) wait(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
	case <-s.stop:
	}
	return false
}

// limit lets a number of requests pass every second.
func (s *Server) limit() {
	s.rate = make(chan struct{}, s.options.Rate)
	for range s.options.Rate {
		s.rate <- struct{}{}
	}
	ticker := time.NewTicker(time.Second / time.Duration(s.options.Rate))
	go func() {
		defer ticker.Stop()
		for {
			select {
			case <-s.stop:
				return
			case <-ticker.C:
				select {
				case s.rate <- struct{}{}:
				default:
				}
			}
		}
	}()
}

// answer writes an object, with the server's address where Self stands.
func (s *Server) answer(w http.ResponseWriter, body any) {
	text, err := json.Marshal(body)
	if err != nil {
		panic("fakeworkspace: what a test put into the workspace is no JSON: " + err.Error())
	}
	w.Header().Set("Content-Type", "application/json")
	text = []byte(strings.ReplaceAll(string(text), Self, s.URL))
	w.Header().Set("Content-Length", strconv.Itoa(len(text)))
	_, _ = w.Write(text) // who went away does not want it
}

// failure writes an error in the platform's form.
func failure(w http.ResponseWriter, status int, code, message string) {
	text, err := json.Marshal(Object{"error_code": code, "message": message, "details": []any{}})
	if err != nil {
		panic(err)
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(text) // who went away does not want it
}

func tooMany(w http.ResponseWriter, after time.Duration) {
	retryAfter(w, after)
	failure(w, http.StatusTooManyRequests, "REQUEST_LIMIT_EXCEEDED", "Your request was rejected since your organization has exceeded the rate limit.")
}

// retryAfter says when to come again, in whole seconds.
func retryAfter(w http.ResponseWriter, after time.Duration) {
	if after > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(int((after+time.Second-1)/time.Second)))
	}
}

func missing(w http.ResponseWriter, code, message string) {
	failure(w, http.StatusNotFound, code, message)
}

func invalid(w http.ResponseWriter, message string) {
	failure(w, http.StatusBadRequest, "INVALID_PARAMETER_VALUE", message)
}

func denied(w http.ResponseWriter, message string) {
	failure(w, http.StatusForbidden, "PERMISSION_DENIED", message)
}
