package fakeworkspace

import (
	"hash/fnv"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Kind is a way to fail.
type Kind string

// The ways in which a workspace fails.
const (
	TooMany     Kind = "too many"    // 429 REQUEST_LIMIT_EXCEEDED
	Unavailable Kind = "unavailable" // 503 without a body
	Internal    Kind = "internal"    // 500 INTERNAL_ERROR
	Forbidden   Kind = "forbidden"   // 403 PERMISSION_DENIED
	Reset       Kind = "reset"       // the connection is reset before an answer
	Truncated   Kind = "truncated"   // the connection ends in the middle of the right answer
	LoginPage   Kind = "login page"  // 200 with a page of HTML
	Hang        Kind = "hang"        // no answer until the caller gives up
	Expired     Kind = "expired"     // 401
	Gone        Kind = "gone"        // 404, also of what a list has named
	Malformed   Kind = "malformed"   // 200 with what is no JSON
	EmptyBody   Kind = "empty body"  // 200 with nothing
)

// Fault is something that goes wrong.
type Fault struct {
	Kind Kind
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
	// token and secret are in what faults answer: whoever shows such an answer
	// shows them.
	token, secret string

	mu     sync.Mutex
	list   []*planned
	failed []Request
}

type planned struct {
	Fault
	passed int
	times  map[Request]int
}

// kinds are all ways to fail.
var kinds = []Kind{
	TooMany, Unavailable, Internal, Forbidden, Reset, Truncated, LoginPage, Hang, Expired, Gone, Malformed, EmptyBody,
}

// Fault makes requests fail from now on. Of several faults that match, the
// first fails. It panics on a glob that is none, and without a kind.
func (s *Server) Fault(f Fault) {
	if !slices.Contains(kinds, f.Kind) {
		panic("fakeworkspace: no fault of the kind '" + string(f.Kind) + "'")
	}
	if _, err := path.Match(f.Path, ""); err != nil {
		panic("fakeworkspace: " + f.Path + ": " + err.Error())
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &planned{Fault: f, times: map[Request]int{}})
}

// FaultEvery makes a share of all objects fail for ever, those that Chosen
// names: which they are does not depend on when they are asked for. Lists and
// the identity do not fail.
func (s *Server) FaultEvery(share float64, seed uint64, kind Kind) {
	s.Fault(Fault{Kind: kind, every: true, share: share, seed: seed, Match: isObject})
}

// Repair ends all faults.
func (s *Server) Repair() {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = nil
}

// Failed returns the requests that a fault has answered, in the order of
// arrival.
func (s *Server) Failed() []Request {
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	return slices.Clone(s.faults.failed)
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

func (p *planned) fails(asked Request) bool {
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
