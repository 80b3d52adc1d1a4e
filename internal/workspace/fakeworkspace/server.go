package fakeworkspace

import (
	"cmp"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

// Options says how a server behaves. Its zero value behaves as the platform
// does for an administrator.
type Options struct {
	// Addr is where it listens; "" is a free port of 127.0.0.1.
	Addr string
	// Latency is how long each request takes.
	Latency time.Duration
	// Rate is how many requests a second it takes before it answers 429; 0 is any
	// number.
	Rate int
	// NotAdmin refuses what only administrators may read: the list of system
	// schemas.
	NotAdmin bool
	// NoGrants refuses every question for grants, as to those who do not own what
	// they ask about.
	NoGrants bool
	// ParentRequired refuses lists of services without a parent.
	ParentRequired bool
	// PageSize bounds the pages of every list that has pages, below what is asked
	// for; 0 is the platform's bound.
	PageSize int
	// EmptyPages puts an empty page with a token before the first page of every
	// list that has pages, and one without after the last.
	EmptyPages bool
	// RepeatToken gives every page of every list the same token, for ever.
	RepeatToken bool
}

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

// Server is a running workspace.
type Server struct {
	// URL is the address, http://127.0.0.1:port, and Token what requests carry.
	URL, Token string

	workspace *Workspace
	options   Options
	http      *httptest.Server
	routes    *http.ServeMux
	places    places
	stop      chan struct{}
	rate      chan struct{}
	faults    faults
	running   statements

	mu                  sync.Mutex
	requests            []Request
	unknown, refused    []Request
	active, mostActives int
}

// Start runs a workspace. It panics where it cannot listen, as httptest does.
func Start(w *Workspace, o Options) *Server {
	s, err := Listen(w, o)
	if err != nil {
		panic("fakeworkspace: " + err.Error())
	}
	return s
}

// Listen runs a workspace, or says why it cannot listen where it is to.
func Listen(w *Workspace, o Options) (*Server, error) {
	s := &Server{Token: w.Token, workspace: w, options: o, stop: make(chan struct{})}
	s.faults.token, s.faults.secret = w.Token, planted("databricks", 9)
	s.places, s.routes = newPlaces(s), s.mux()
	listener, err := net.Listen("tcp", cmp.Or(o.Addr, "127.0.0.1:0"))
	if err != nil {
		return nil, err
	}
	s.URL = "http://" + listener.Addr().String()
	s.http = &httptest.Server{Listener: listener, Config: &http.Server{
		Handler: http.HandlerFunc(s.serve), ReadHeaderTimeout: time.Minute,
		ErrorLog: log.New(io.Discard, "", 0), // connections are broken on purpose
	}}
	if o.Rate > 0 {
		s.limit()
	}
	s.http.Start()
	return s, nil
}

// Close ends the server, and the requests that hang.
func (s *Server) Close() {
	close(s.stop)
	s.http.CloseClientConnections()
	s.http.Close()
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
// too often, in the order of arrival.
func (s *Server) Repeated() []Request {
	seen := map[Request]bool{}
	var again []Request
	for _, r := range s.Requests() {
		if seen[r] {
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

// Secrets returns every secret that the server may have sent: those of the
// workspace, and one that faults put into their messages.
func (s *Server) Secrets() []string {
	return append(s.workspace.Secrets(), s.faults.secret)
}

// Host is the address without its scheme.
func (s *Server) Host() string { return strings.TrimPrefix(s.URL, "http://") }
