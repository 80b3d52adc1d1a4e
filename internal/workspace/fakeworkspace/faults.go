package fakeworkspace

import (
	"hash/fnv"
	"net"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// FaultKind is a way to fail.
type FaultKind string

// The ways in which a workspace fails.
const (
	TooMany     FaultKind = "too many"    // 429 REQUEST_LIMIT_EXCEEDED
	Unavailable FaultKind = "unavailable" // 503 without a body
	Internal    FaultKind = "internal"    // 500 INTERNAL_ERROR
	Forbidden   FaultKind = "forbidden"   // 403 PERMISSION_DENIED
	Reset       FaultKind = "reset"       // the connection is reset before an answer
	Truncated   FaultKind = "truncated"   // the connection ends in the middle of the right answer
	LoginPage   FaultKind = "login page"  // 200 with a page of HTML
	Hang        FaultKind = "hang"        // no answer until the caller gives up
	Expired     FaultKind = "expired"     // 401
	Gone        FaultKind = "gone"        // 404, also of what a list has named
	Malformed   FaultKind = "malformed"   // 200 with what is no JSON
	EmptyBody   FaultKind = "empty body"  // 200 with nothing
)

// Fault is something that goes wrong.
type Fault struct {
	Kind FaultKind
	// Path is a glob for paths as they are sent, of which a star matches anything
	// but a slash; "" is all of them.
	Path string
	// Match, when it is not nil, has to say yes too.
	Match func(Request) bool
	// Times is how often each request fails that matches, told apart by path and
	// query; 0 is for ever.
	Times int
	// After lets as many requests that match pass first, in the order in which they
	// arrive.
	After int
	// RetryAfter is sent with TooMany and Unavailable; 0 sends none.
	RetryAfter time.Duration

	every bool // of all objects, only a share
	share float64
	seed  uint64
}

// faults are what goes wrong, and what has gone wrong.
type faults struct {
	// token and secret are in what faults answer: a program that shows such
	// an answer shows them.
	token, secret string
	// routes answer what is cut short, and stop ends what hangs.
	routes *http.ServeMux
	stop   chan struct{}

	mu     sync.Mutex
	list   []*plannedFault
	failed []Request
}

type plannedFault struct {
	Fault
	passed int
	times  map[Request]int
}

// kinds are all ways to fail.
var kinds = []FaultKind{
	TooMany, Unavailable, Internal, Forbidden, Reset, Truncated, LoginPage, Hang, Expired, Gone, Malformed, EmptyBody,
}

// Chosen says whether a path is in a share of all paths.
func Chosen(path string, share float64, seed uint64) bool {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(strconv.FormatUint(seed, 10) + path)) // never fails
	sum := hash.Sum64()
	sum ^= sum >> 33 // the last bytes of FNV hardly reach the upper bits
	sum *= 0xff51afd7ed558ccd
	sum ^= sum >> 33
	return float64(sum>>11)/(1<<53) < share
}

// of returns the fault that a request meets.
func (f *faults) of(asked Request) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, p := range f.list {
		if p.fails(asked) {
			f.failed = append(f.failed, asked)
			return p.Fault, true
		}
	}
	return Fault{}, false
}

func (p *plannedFault) fails(asked Request) bool {
	if p.Path != "" {
		if ok, _ := path.Match(p.Path, asked.Path); !ok {
			return false
		}
	}
	switch {
	case p.Match != nil && !p.Match(asked), p.every && !Chosen(asked.Path, p.share, p.seed):
		return false
	case p.passed < p.After:
		p.passed++
		return false
	}
	p.times[asked]++
	return p.Times == 0 || p.times[asked] <= p.Times
}

// objects are how the paths of single objects begin.
var objects = []string{
	servingAPI + "/", "/api/2.0/permissions/", "/api/2.0/sql/warehouses/", "/api/2.0/sql/queries/",
	"/api/2.0/apps/", "/api/2.0/alerts/", "/api/2.0/sql/alerts/",
	catalogAPI + "/effective-permissions/", catalogAPI + "/model-services/", catalogAPI + "/mcp-services/",
	catalogAPI + "/model-provider-services/", catalogAPI + "/tables/", catalogAPI + "/schemas/",
}

// isObject says whether a request is for one object.
func isObject(r Request) bool {
	return slices.ContainsFunc(objects, func(prefix string) bool { return strings.HasPrefix(r.Path, prefix) })
}

// answer fails as a fault says. Messages hold a secret, as those of a proxy do
// that says too much.
func (f *faults) answer(w http.ResponseWriter, r *http.Request, fault Fault) {
	because := " (request of " + f.secret + ")"
	switch fault.Kind {
	case TooMany:
		tooMany(w, fault.RetryAfter)
	case Unavailable:
		retryAfter(w, fault.RetryAfter)
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
		f.hang(r)
	case Reset:
		reset(w)
	case Truncated:
		f.truncate(w, r)
	case SamePage, EmptyObject, Null, ErrorBody, AnotherName, AnotherID, NoMaker, Nobody, AnotherObject, AnotherSchema,
		AnotherList, Nameless, Repeated, Changed, NumberToken:
		f.change(w, r, fault.Kind)
	default:
		f.mislead(w, fault.Kind)
	}
}

// mislead answers 200 with what is no answer.
func (f *faults) mislead(w http.ResponseWriter, k FaultKind) {
	w.Header().Set("Content-Type", "application/json")
	switch k {
	case LoginPage:
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		send(w, "<!doctype html><html><head><title>Databricks - Sign In</title></head><body>"+f.token+"</body></html>")
	case Malformed:
		send(w, `{"endpoints": [{"name": "`+f.token+`", `+f.secret)
	default: // EmptyBody: nothing
	}
}

// hang waits until the client gives up or the server ends.
func (f *faults) hang(r *http.Request) {
	select {
	case <-r.Context().Done():
	case <-f.stop:
	}
}

func send(w http.ResponseWriter, text string) {
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
func (f *faults) truncate(w http.ResponseWriter, r *http.Request) {
	whole := httptest.NewRecorder()
	f.routes.ServeHTTP(whole, r)
	body := whole.Body.Bytes()
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(whole.Code)
	_, _ = w.Write(body[:len(body)/2])        // who went away does not want it
	_ = http.NewResponseController(w).Flush() // what is written is to arrive
	panic(http.ErrAbortHandler)
}
