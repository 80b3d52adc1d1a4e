package fakeworkspace

import (
	"net/url"
	"slices"
	"strings"
)

// Request is what somebody asked.
type Request struct {
	// Method and Path are as sent, Query with its keys in order.
	Method, Path, Query string
}

// String is the request's line: GET /api/2.0/alerts?page_token=x.
func (r Request) String() string {
	if r.Query == "" {
		return r.Method + " " + r.Path
	}
	return r.Method + " " + r.Path + "?" + r.Query
}

// Values are the parts of the query.
func (r Request) Values() url.Values {
	values, err := url.ParseQuery(r.Query)
	if err != nil {
		return url.Values{}
	}
	return values
}

// Requests returns what was asked so far, in the order of arrival.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

// Count says how often a path was asked for, with any query.
func (s *Server) Count(path string) int {
	n := 0
	for _, r := range s.Requests() {
		if r.Path == path {
			n++
		}
	}
	return n
}

// Repeated returns what was asked more than once, each as often as it was asked
// too often, in the order of arrival. Statements are left out: what runs is asked
// after again, and two have one path.
func (s *Server) Repeated() []Request {
	seen := map[Request]bool{}
	var again []Request
	for _, r := range s.Requests() {
		if seen[r] && !strings.HasPrefix(r.Path, statementsAPI) {
			again = append(again, r)
		}
		seen[r] = true
	}
	return again
}

// Unknown returns the requests for which a workspace has no API.
func (s *Server) Unknown() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.unknown)
}

// Refused returns the requests that would have changed something: anything but
// GET, and statements that only read.
func (s *Server) Refused() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.refused)
}

// MaxConcurrent is how many requests were answered at the same time, at most.
func (s *Server) MaxConcurrent() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mostActives
}

// Forget forgets the requests so far, so that a second run can be looked at
// alone. Faults stay as they are.
func (s *Server) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests, s.unknown, s.refused, s.mostActives = nil, nil, nil, s.active
}

func (s *Server) enter(asked Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = append(s.requests, asked)
	s.active++
	s.mostActives = max(s.mostActives, s.active)
}

func (s *Server) leave() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.active--
}

func (s *Server) note(list *[]Request, asked Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	*list = append(*list, asked)
}
