package fakeworkspace

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
)

// fail answers as a fault says. Messages hold a secret, as those of a proxy do
// that says too much.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, f Fault) {
	because := " (request of " + s.faults.secret + ")"
	switch f.Kind {
	case TooMany:
		tooMany(w, f.RetryAfter)
	case Unavailable:
		retryAfter(w, f.RetryAfter)
		w.WriteHeader(http.StatusServiceUnavailable)
	case Internal:
		failure(w, http.StatusInternalServerError, "INTERNAL_ERROR", "An internal error occurred"+because)
	case Forbidden:
		denied(w, "The caller does not have permission to view this object"+because)
	case Expired:
		failure(w, http.StatusUnauthorized, "UNAUTHENTICATED", "The access token has expired"+because)
	case Gone:
		missing(w, "RESOURCE_DOES_NOT_EXIST", "It was deleted a moment ago"+because)
	case Hang:
		s.hang(r)
	case Reset:
		reset(w)
	case Truncated:
		s.truncate(w, r)
	default:
		s.mislead(w, f.Kind)
	}
}

// mislead answers 200 with what is no answer.
func (s *Server) mislead(w http.ResponseWriter, k Kind) {
	w.Header().Set("Content-Type", "application/json")
	switch k {
	case LoginPage:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		s.send(w, "<!doctype html><html><head><title>Databricks - Sign In</title></head><body>"+s.faults.token+"</body></html>")
	case Malformed:
		s.send(w, `{"endpoints": [{"name": "`+s.faults.token+`", `+s.faults.secret)
	default: // EmptyBody: nothing
	}
}

// hang waits until nobody waits for an answer any more.
func (s *Server) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-s.stop:
	}
}

func (s *Server) send(w http.ResponseWriter, text string) {
	_, _ = w.Write([]byte(text)) // who went away does not want it
}

// reset ends the connection so that the other side learns of it at once.
func reset(w http.ResponseWriter) {
	if connection, _, err := http.NewResponseController(w).Hijack(); err == nil {
		if tcp, ok := connection.(*net.TCPConn); ok {
			_ = tcp.SetLinger(0) // it is about to be closed
		}
		_ = connection.Close() // which is the fault
	}
}

// truncate announces the whole answer and sends half of it.
func (s *Server) truncate(w http.ResponseWriter, r *http.Request) {
	whole := httptest.NewRecorder()
	s.routes.ServeHTTP(whole, r)
	body := whole.Body.Bytes()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(whole.Code)
	_, _ = w.Write(body[:len(body)/2])        // who went away does not want it
	_ = http.NewResponseController(w).Flush() // what is written is to arrive
	panic(http.ErrAbortHandler)
}
