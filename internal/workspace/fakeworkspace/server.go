package fakeworkspace

import (
	"cmp"
	"context"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path"
	"slices"
	"strconv"
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
	index     objectIndex
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
	s.faults.token, s.faults.secret = w.Token, secretOf("databricks", 9)
	s.index, s.routes = newObjectIndex(s), s.mux()
	s.faults.routes, s.faults.stop = s.routes, s.stop
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
		s.faults.answer(w, r, fault)
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

// wait waits, and says whether the client is still there after it.
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

const (
	servingAPI    = "/api/2.0/serving-endpoints"
	catalogAPI    = "/api/2.1/unity-catalog"
	statementsAPI = "/api/2.0/sql/statements"
)

// mux is every API that the workspace has. Source: databricks-sdk-go v0.182.0,
// the paths in impl.go of service/serving, catalog, sql, apps and iam.
func (s *Server) mux() *http.ServeMux {
	mux := http.NewServeMux()
	serving, catalog, sql, statements := servingHandlers{s}, catalogHandlers{s}, sqlHandlers{s}, statementHandlers{s}
	for pattern, handler := range map[string]http.HandlerFunc{
		"GET " + servingAPI:                    serving.listEndpoints,
		"GET " + servingAPI + "/{name}":        serving.endpoint,
		"GET /api/2.0/permissions/{kind}/{id}": serving.permissions,
		"GET /api/2.0/preview/scim/v2/Me":      serving.identity,

		"GET " + catalogAPI + "/catalogs":                            catalog.catalogs,
		"GET " + catalogAPI + "/schemas":                             catalog.schemas,
		"GET " + catalogAPI + "/schemas/{name}":                      catalog.schema,
		"GET " + catalogAPI + "/tables":                              catalog.tables,
		"GET " + catalogAPI + "/tables/{name}":                       catalog.table,
		"GET " + catalogAPI + "/effective-permissions/{kind}/{name}": catalog.grants,
		"GET " + catalogAPI + "/current-metastore-assignment":        catalog.metastore,
		"GET " + catalogAPI + "/metastores/{id}/systemschemas":       catalog.systemSchemas,

		"GET /api/2.0/sql/warehouses":      sql.warehouses,
		"GET /api/2.0/sql/warehouses/{id}": sql.warehouse,
		"GET /api/2.0/apps":                sql.apps,
		"GET /api/2.0/apps/{name}":         sql.app,

		"GET /api/2.0/alerts":             sql.alertsV2,
		"GET /api/2.0/alerts/{id}":        sql.alertV2,
		"GET /api/2.0/sql/alerts":         sql.alertsV1,
		"GET /api/2.0/sql/alerts/{id}":    sql.alertV1,
		"GET /api/2.0/sql/queries/{id}":   sql.alertQuery,
		"GET /api/2.0/preview/sql/alerts": sql.alertsLegacy,

		"POST " + statementsAPI:                                statements.execute,
		"GET " + statementsAPI + "/{id}":                       statements.statement,
		"GET " + statementsAPI + "/{id}/result/chunks/{index}": statements.chunk,
		"POST " + statementsAPI + "/{id}/cancel":               statements.cancel,
	} {
		mux.HandleFunc(pattern, handler)
	}
	for _, services := range s.serviceKinds() {
		mux.HandleFunc("GET "+catalogAPI+"/"+services.folder, services.list)
		mux.HandleFunc("GET "+catalogAPI+"/"+services.folder+"/{name}", services.one)
	}
	return mux
}

// Request is one request that arrived.
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

// Fault makes requests fail from now on. Of several faults that match, the
// first fails. It panics on a glob that is none, and without a kind.
func (s *Server) Fault(f Fault) {
	if !slices.Contains(kinds, f.Kind) && answers[f.Kind] == nil {
		panic("fakeworkspace: no fault of the kind '" + string(f.Kind) + "'")
	}
	if _, err := path.Match(f.Path, ""); err != nil {
		panic("fakeworkspace: " + f.Path + ": " + err.Error())
	}
	s.faults.mu.Lock()
	defer s.faults.mu.Unlock()
	s.faults.list = append(s.faults.list, &plannedFault{Fault: f, times: map[Request]int{}})
}

// FaultEvery makes a share of all objects fail for ever, those that Chosen
// names: which they are does not depend on when they are asked for. Lists and
// the identity do not fail.
func (s *Server) FaultEvery(share float64, seed uint64, kind FaultKind) {
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

// page answers with a part of a list, and with a token when more follows.
func (s *Server) page(w http.ResponseWriter, r *http.Request, p pages, list []Object) {
	size, ok := s.pageSize(r, p)
	if !ok {
		invalid(w, p.size+" '"+r.URL.Query().Get(p.size)+"' is out of range")
		return
	}
	at, err := offsetOf(r.URL.Query().Get("page_token"), p.key)
	if err != nil || at > len(list) {
		invalid(w, "Invalid page token")
		return
	}
	if at < 0 { // before the first
		if s.options.EmptyPages {
			s.answer(w, Object{"next_page_token": token(p.key, 0)})
			return
		}
		at = 0
	}
	end := min(at+size, len(list))
	body := Object{p.key: anyList(list[at:end])}
	switch {
	case s.options.RepeatToken:
		body["next_page_token"] = token(p.key, 0)
	case end < len(list) || s.options.EmptyPages && at < end:
		body["next_page_token"] = token(p.key, end)
	}
	s.answer(w, body)
}

// pageSize is how many elements a page has.
func (s *Server) pageSize(r *http.Request, p pages) (int, bool) {
	written := r.URL.Query().Get(p.size)
	size := p.most
	if written == "" && p.whole {
		size = 1 << 30
	}
	if written != "" {
		asked, err := strconv.Atoi(written)
		if err != nil || asked < 0 || asked > 0 && asked < p.least {
			return 0, false
		}
		if asked > 0 {
			size = min(asked, p.most)
		}
	}
	if s.options.PageSize > 0 {
		size = min(size, s.options.PageSize)
	}
	return size, true
}

// object is what the caller sees under a name, nil when there is nothing.
func (s *Server) object(kind, name string) Object {
	if s.hides(kind, name) {
		return nil
	}
	return s.index.objects[kind+"/"+name]
}

// hides says whether the caller does not see an object.
func (s *Server) hides(kind, name string) bool {
	return len(s.workspace.Hidden) > 0 && s.workspace.Hidden[strings.TrimSuffix(kind, "s")+"/"+name]
}

// visible leaves out what the caller does not see.
func (s *Server) visible(kind, key string, list []Object) []Object {
	if len(s.workspace.Hidden) == 0 {
		return list
	}
	var seen []Object
	for _, item := range list {
		if !s.hides(kind, text(item, key)) {
			seen = append(seen, item)
		}
	}
	return seen
}

func (s *Server) serviceKinds() []serviceHandlers {
	w := s.workspace
	return []serviceHandlers{
		{s, "model_services", "model-services", "model_service", w.ModelServices, basicModel},
		{s, "mcp_services", "mcp-services", "mcp_service", w.MCPServices, basicMCP},
		{s, "model_provider_services", "model-provider-services", "model_provider_service", w.ProviderServices, basicProvider},
	}
}

// Canceled says how many statements a client ended before they had an answer.
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
