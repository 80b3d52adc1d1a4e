package fakeworkspace

import (
	"cmp"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
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

// Secrets returns every secret that the server may have sent: those of the
// workspace, and one that faults put into their messages.
func (s *Server) Secrets() []string {
	return append(s.workspace.Secrets(), s.faults.secret)
}

// Host is the address without its scheme.
func (s *Server) Host() string { return strings.TrimPrefix(s.URL, "http://") }
