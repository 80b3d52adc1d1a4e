package client

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/databricks/databricks-sdk-go/useragent"
	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// token is what the tests sign in with.
const token = "dapi0123456789abcdef0123456789abcdef"

// products are what versions make of the user agent. It is a variable of the
// SDK, which nobody may change while another test asks.
var products = map[string]string{}

// TestMain makes an environment in which nobody is signed in anywhere else.
func TestMain(m *testing.M) {
	home, err := os.MkdirTemp("", "gwlint")
	if err != nil {
		panic(err)
	}
	os.Clearenv()
	for name, value := range map[string]string{
		"HOME": home, "USERPROFILE": home, "PATH": home, "TMPDIR": home,
		"DATABRICKS_TOKEN": token, "DATABRICKS_RATE_LIMIT": "1000000000",
	} {
		if err := os.Setenv(name, value); err != nil {
			panic(err)
		}
	}
	for _, version := range []string{"", "dev", "1.2", "(devel)", "1.2.3 x", "v1.2.3", "1.2.3-rc.1+b"} {
		product(version)
		products[version], _, _ = strings.Cut(useragent.FromContext(context.Background()), " ")
	}
	defer func() { _ = os.RemoveAll(home) }()
	m.Run()
}

// clock is a Sleep that notes what it was asked for, and does not sleep.
type clock struct {
	mu    sync.Mutex
	waits []time.Duration
	// wake is called in the place of a wait.
	wake func()
}

func (c *clock) sleep(ctx context.Context, d time.Duration) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waits = append(c.waits, d)
	if c.wake != nil {
		c.wake()
	}
	return ctx.Err()
}

// dial makes a client of a server.
func dial(t testing.TB, server *httptest.Server, o Options) *Client {
	t.Helper()
	if o.Host == "" {
		o.Host = server.URL
	}
	c, err := New(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// serve starts a server that answers with 404 what is no API, as a workspace
// without host metadata does.
func serve(t testing.TB, answer http.HandlerFunc) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/.well-known/") {
			// A connection that was used before is tried twice by net/http itself.
			w.Header().Set("Connection", "close")
			http.NotFound(w, r)
			return
		}
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// step is one answer of a server that is asked again and again.
type step struct {
	status int
	header map[string]string
	body   string
}

func (s step) write(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "application/json")
	for name, value := range s.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(s.status)
	_, _ = w.Write([]byte(s.body))
}

// script answers with one step after the other, and then with the last.
func script(steps ...step) (http.HandlerFunc, func() int) {
	var mu sync.Mutex
	asked := 0
	return func(w http.ResponseWriter, _ *http.Request) {
			mu.Lock()
			s := steps[min(asked, len(steps)-1)]
			asked++
			mu.Unlock()
			s.write(w)
		}, func() int {
			mu.Lock()
			defer mu.Unlock()
			return asked
		}
}

// shown is an answer with its body in sight.
type shown struct {
	Outcome workspace.Outcome
	Status  int
	Problem string
	Body    string
}

func show(a workspace.Answer) shown {
	return shown{Outcome: a.Outcome, Status: a.Status, Problem: a.Problem, Body: string(a.Body)}
}

// profiles writes ~/.databrickscfg.
func profiles(t *testing.T, text string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	t.Setenv("USERPROFILE", home)
	if err := os.WriteFile(filepath.Join(home, ".databrickscfg"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsNotConfigured(t *testing.T) {
	down := fails{errors.New("down")}
	for name, test := range map[string]struct {
		profiles    string
		environment map[string]string
		options     Options
		want        string
	}{
		"no host": {want: "no workspace is named: give --host or --profile, set DATABRICKS_HOST, or write a profile into ~/.databrickscfg with 'databricks configure'"},
		"no credentials": {
			environment: map[string]string{"DATABRICKS_TOKEN": ""}, options: Options{Host: "example.com"},
			want: "no credentials for example.com: set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET,\n" +
				"name a profile with --profile, or log in with 'databricks auth login --host https://example.com'",
		},
		"a profile that is not there": {
			profiles: "[other]\nhost = https://example.com\n", options: Options{Profile: "prod"},
			want: "profile `prod`: `~/.databrickscfg` has no such profile: name one that it has (other), or write it with 'databricks configure --profile prod'",
		},
		"a file that is none": {
			profiles: "[prod]\n" + token + "\n", options: Options{Profile: "prod"}, environment: map[string]string{"DATABRICKS_TOKEN": ""},
			want: "the file with profiles (~/.databrickscfg, or what DATABRICKS_CONFIG_FILE names) cannot be parsed",
		},
		"two ways to sign in": {
			environment: map[string]string{"DATABRICKS_CLIENT_ID": "id", "DATABRICKS_CLIENT_SECRET": "secret-secret"}, options: Options{Host: "https://example.com"},
			want: "more than one authorization method configured: oauth and pat",
		},
		"an address of another kind": {
			options: Options{Host: "ftp://ana:secret@example.com"}, want: `host "ftp://example.com" is no address of a workspace: write it as https://example.cloud.databricks.com`,
		},
		"a password where the port belongs": {
			options: Options{Host: "https://example.com:hunter2horse"}, want: `the host is no address: write it as https://example.cloud.databricks.com`,
		},
		"the same in a profile": {
			profiles: "[prod]\nhost = example.com:hunter2horse/x\n", options: Options{Profile: "prod"},
			want: `the host is no address: write it as https://example.cloud.databricks.com`,
		},
		"the same in the environment": {
			environment: map[string]string{"DATABRICKS_HOST": "https://example.com:hunter2horse"},
			want:        `the host is no address: write it as https://example.cloud.databricks.com`,
		},
		"an account": {
			options: Options{Host: "https://accounts.cloud.databricks.com"},
			want:    "accounts.cloud.databricks.com is the console of an account: name a workspace with --host or --profile",
		},
		"a rate that lets nothing through": {
			environment: map[string]string{"DATABRICKS_RATE_LIMIT": "-1"}, options: Options{Host: "https://example.com"},
			want: "a rate limit of -1 requests a second lets none through: set DATABRICKS_RATE_LIMIT to 1 or more, or give --rate",
		},
	} {
		t.Run(name, func(t *testing.T) {
			profiles(t, test.profiles)
			for name, value := range test.environment {
				t.Setenv(name, value)
			}
			test.options.network = down
			_, err := New(t.Context(), test.options)
			if !errors.Is(err, ErrNotConfigured) {
				t.Fatalf("%v is not ErrNotConfigured", err)
			}
			if diff := cmp.Diff(test.want, strings.ReplaceAll(err.Error(), os.Getenv("HOME"), "HOME")); diff != "" { //nolint:forbidigo // the test has set it
				t.Error(diff)
			}
		})
	}
}

func TestProfileSaysWhereAndWho(t *testing.T) {
	var authorization string
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		authorization = r.Header.Get("Authorization") + " " + r.Header.Get("X-Databricks-Workspace-Id")
		step{200, nil, `{}`}.write(w)
	})
	profiles(t, "[prod]\nhost = "+server.URL+"\ntoken = dapiprod\nworkspace_id = 42\nhttp_timeout_seconds = 7\n")
	t.Setenv("DATABRICKS_TOKEN", "")
	c, err := New(t.Context(), Options{Profile: "prod"})
	if err != nil {
		t.Fatal(err)
	}
	c.Get(t.Context(), "/api/2.0/x", nil)
	if authorization != "Bearer dapiprod 42" || c.WorkspaceID() != "42" || c.options.Request != 7*time.Second {
		t.Errorf("asked with %q, workspace %q, silence %v", authorization, c.WorkspaceID(), c.options.Request)
	}
}

func TestTheRateThatIsNamedNextIsTheRate(t *testing.T) {
	for name, test := range map[string]struct {
		environment, profile string
		rate, want           int
	}{
		"nothing says it":                {want: DefaultRate},
		"the environment":                {environment: "40", want: 40},
		"the profile":                    {profile: "rate_limit = 30\n", want: 30},
		"the option above them both":     {environment: "40", profile: "rate_limit = 30\n", rate: 7, want: 7},
		"an option above a wrong number": {environment: "-1", rate: 7, want: 7},
	} {
		t.Run(name, func(t *testing.T) {
			profiles(t, "[prod]\nhost = https://example.com\ntoken = dapiprod\n"+test.profile)
			t.Setenv("DATABRICKS_TOKEN", "")
			t.Setenv("DATABRICKS_RATE_LIMIT", test.environment)
			c, err := New(t.Context(), Options{Profile: "prod", Rate: test.rate, network: fails{errors.New("down")}})
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Rate(); got != test.want {
				t.Errorf("%d requests a second, want %d", got, test.want)
			}
		})
	}
}

func TestHostMetadataNamesTheWorkspace(t *testing.T) {
	t.Parallel()
	var header atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/.well-known/databricks-config" {
			step{200, nil, `{"workspace_id":"77","host_type":"workspace"}`}.write(w)
			return
		}
		header.Store(r.Header.Get("X-Databricks-Workspace-Id"))
		step{200, nil, `{}`}.write(w)
	}))
	t.Cleanup(server.Close)
	c := dial(t, server, Options{})
	c.Get(t.Context(), "/api/2.0/x", nil)
	if header.Load() != "77" || c.WorkspaceID() != "77" {
		t.Errorf("header %q, workspace %q", header.Load(), c.WorkspaceID())
	}
}

// A host that cannot be reached costs one look, and is told when it is asked.
func TestLookupOfTheHostIsBrief(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	network := roundTripper(func(*http.Request) (*http.Response, error) {
		asked.Add(1)
		return nil, errors.New("dial tcp: connection refused")
	})
	dial(t, nil, Options{Host: "https://example.com", network: network})
	if asked.Load() != 1 {
		t.Errorf("looked up %d times, want once", asked.Load())
	}
}

// identity is a workspace that grants tokens to a service principal.
type identity struct {
	server *httptest.Server
	// grant answers a request for a token.
	grant atomic.Pointer[step]
}

func grants(t *testing.T) *identity {
	t.Helper()
	t.Setenv("DATABRICKS_TOKEN", "")
	t.Setenv("DATABRICKS_CLIENT_ID", "client")
	t.Setenv("DATABRICKS_CLIENT_SECRET", "correct-horse-battery")
	i := &identity{}
	i.grant.Store(&step{200, nil, `{"access_token":"granted-token","token_type":"Bearer","expires_in":3600}`})
	i.server = serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/oidc/.well-known/oauth-authorization-server":
			ok(`{"authorization_endpoint":"` + i.server.URL + `/a","token_endpoint":"` + i.server.URL + `/token"}`).write(w)
		case "/token":
			i.grant.Load().write(w)
		default:
			ok(`{"you sent":"` + r.Header.Get("Authorization") + `"}`).write(w)
		}
	})
	return i
}

func TestServicePrincipal(t *testing.T) {
	i := grants(t)
	want := shown{workspace.Read, 200, "", `{"you sent":"Bearer ***"}`}
	if diff := cmp.Diff(want, show(dial(t, i.server, Options{}).Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

// The chain of the SDK would go on to whoever is logged in with a CLI.
func TestServicePrincipalThatIsRefused(t *testing.T) {
	i := grants(t)
	i.grant.Store(&step{401, nil, `{"error":"invalid_client","error_description":"no correct-horse-battery"}`})
	_, err := New(t.Context(), Options{Host: i.server.URL})
	if err == nil || errors.Is(err, ErrNotConfigured) || strings.Contains(err.Error(), "correct-horse") || !strings.Contains(err.Error(), "(oauth-m2m)") {
		t.Errorf("refused: %v", err)
	}
}

// The SDK writes the host of its settings whenever a renewal fails, beside the
// requests that are being sent.
func TestRequestsDoNotReadTheHostOfTheSettings(t *testing.T) {
	i := grants(t)
	c := dial(t, i.server, Options{})
	c.config.Host = "http://127.0.0.1:1"
	want := shown{workspace.Read, 200, "", `{"you sent":"Bearer ***"}`}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

func TestCredentialsThatEndStopAll(t *testing.T) {
	i := grants(t)
	i.grant.Store(&step{200, nil, `{"access_token":"granted-token","token_type":"Bearer","expires_in":1}`})
	c := dial(t, i.server, Options{})
	i.grant.Store(&step{401, nil, `{"error":"invalid_client"}`})
	got := show(c.Get(t.Context(), "/api/2.0/x", nil))
	for got.Outcome == workspace.Read { // for a second
		time.Sleep(50 * time.Millisecond)
		got = show(c.Get(t.Context(), "/api/2.0/x", nil))
	}
	if got.Outcome != workspace.Failed || !strings.HasPrefix(got.Problem, "no answer: no credentials: ") {
		t.Errorf("%+v", got)
	}
	want := shown{Problem: "not asked: there are no credentials any more"}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

// A request for a token holds the secret, which a redirect would take along.
func TestTokenIsNotAskedForElsewhere(t *testing.T) {
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	i := grants(t)
	i.grant.Store(&step{307, map[string]string{"Location": other.URL}, ``})
	_, err := New(t.Context(), Options{Host: i.server.URL})
	if err == nil || elsewhere.Load() != 0 || !strings.Contains(err.Error(), "redirected from") {
		t.Errorf("%v, asked elsewhere %d times", err, elsewhere.Load())
	}
}

// The SDK gets tokens without a context.
func TestInterruptWhileTokenIsFetched(t *testing.T) {
	t.Setenv("DATABRICKS_TOKEN", "")
	t.Setenv("DATABRICKS_CLIENT_ID", "client")
	t.Setenv("DATABRICKS_CLIENT_SECRET", "correct-horse-battery")
	release := make(chan struct{})
	server := serve(t, func(http.ResponseWriter, *http.Request) { <-release })
	t.Cleanup(func() { close(release) })
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(50*time.Millisecond, cancel)
	_, err := New(ctx, Options{Host: server.URL})
	if want := "credentials for " + strings.TrimPrefix(server.URL, "http://") + ": interrupted"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}

// A token that takes too long is no refusal: the next request may get one.
func TestTokenThatTakesTooLongStopsOneRequest(t *testing.T) {
	i := grants(t)
	i.grant.Store(&step{200, nil, `{"access_token":"granted-token","token_type":"Bearer","expires_in":1}`})
	var slow atomic.Bool
	release := make(chan struct{})
	network := roundTripper(func(r *http.Request) (*http.Response, error) {
		if slow.Load() && r.URL.Path == "/token" {
			<-release
		}
		return http.DefaultTransport.RoundTrip(r)
	})
	c, err := New(t.Context(), Options{Host: i.server.URL, network: network, Retry: 200 * time.Millisecond, Request: 200 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	slow.Store(true)
	time.Sleep(1100 * time.Millisecond) // the token ends
	want := shown{workspace.Failed, 0, "no answer: it took longer than 200ms; gave up after 200ms", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	close(release)
	for range 100 {
		if c.Get(t.Context(), "/api/2.0/x", nil).Outcome == workspace.Read {
			return
		}
	}
	t.Error("no request gets through any more")
}

const page = "answered with a web page instead of JSON: is this the address of a workspace?"

func TestOutcomes(t *testing.T) {
	t.Parallel()
	html := map[string]string{"Content-Type": "text/html; charset=utf-8"}
	for name, test := range map[string]struct {
		answer step
		want   shown
	}{
		"an answer is read":          {step{200, nil, `{"a":1}`}, shown{workspace.Read, 200, "", `{"a":1}`}},
		"an array is an answer, too": {step{200, nil, `[]`}, shown{workspace.Read, 200, "", `[]`}},
		"404 is absent": {
			step{404, nil, `{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"Endpoint chat does not exist"}`},
			shown{workspace.Absent, 404, "404 RESOURCE_DOES_NOT_EXIST: Endpoint chat does not exist", ""},
		},
		"403 is denied": {
			step{403, nil, `{"error_code":"PERMISSION_DENIED","message":"You do not have permission"}`},
			shown{workspace.Denied, 403, "403 PERMISSION_DENIED: You do not have permission", ""},
		},
		"403 without a reason is denied": {step{403, nil, ``}, shown{workspace.Denied, 403, "403 Forbidden", ""}},
		"a web page that says 403 is no denial": {
			step{403, html, "<html>no</html>"}, shown{workspace.Failed, 403, "403 Forbidden: " + page, ""},
		},
		"a web page that says 404 is no absence": {
			step{404, html, "<html>no</html>"}, shown{workspace.Failed, 404, "404 Not Found: " + page, ""},
		},
		"a web page is no answer": {step{200, html, "{}"}, shown{workspace.Failed, 200, "200 OK: " + page, ""}},
		"nor is one that says it is JSON": {
			step{200, nil, "\n<!doctype html>"}, shown{workspace.Failed, 200, "200 OK: " + page, ""},
		},
		"400 is a failure": {
			step{400, nil, `{"error_code":"INVALID_PARAMETER_VALUE","message":"no"}`},
			shown{workspace.Failed, 400, "400 INVALID_PARAMETER_VALUE: no", ""},
		},
		"SCIM has errors of its own": {
			step{400, nil, `{"schemas":["e"],"detail":"no user","status":"400"}`},
			shown{workspace.Failed, 400, "400 Bad Request: no user", ""},
		},
		"so has the gateway before it": {
			step{418, nil, `{"error":"teapot","error_code":7,"message":null}`},
			shown{workspace.Failed, 418, "418 I'm a teapot: teapot", ""},
		},
		"an unknown status is a number": {step{599, nil, ``}, shown{workspace.Failed, 599, "599", ""}},
		"201 is not what was asked for": {step{201, nil, `{}`}, shown{workspace.Failed, 201, "201 Created", ""}},
		"an empty answer is none":       {step{200, nil, " \n"}, shown{workspace.Failed, 200, "200 OK: the answer is empty", ""}},
		"an answer of another kind":     {step{200, nil, `{"a":1}x`}, shown{workspace.Failed, 200, "200 OK: the answer is not JSON", ""}},
		"a message is one line that shows everything": {
			step{403, nil, `{"error_code":"NO","message":"a\nb\u001b[31m\u202ec"}`},
			shown{workspace.Denied, 403, `403 NO: a\nb\x1b[31m\u202ec`, ""},
		},
		"a long message is cut": {
			step{403, nil, `{"error_code":"` + strings.Repeat("N", 100) + `","message":"` + strings.Repeat("é", 300) + `"}`},
			shown{workspace.Denied, 403, "403 " + strings.Repeat("N", 60) + "…: " + strings.Repeat("é", 200) + "…", ""},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler, asked := script(test.answer)
			c := dial(t, serve(t, handler), Options{})
			if diff := cmp.Diff(test.want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
			if asked() != 1 {
				t.Errorf("asked %d times, want once", asked())
			}
		})
	}
}

func TestPathThatIsNone(t *testing.T) {
	t.Parallel()
	handler, asked := script(step{200, nil, `{}`})
	c := dial(t, serve(t, handler), Options{})
	for _, path := range []string{"", "api/2.0/x", "//example.com/api", "https://example.com/api", "/a%zz"} {
		want := shown{Outcome: workspace.Failed, Problem: strings.TrimSpace("no answer: this is no path: " + path)}
		got := show(c.Get(t.Context(), path, nil))
		got.Problem = strings.TrimSpace(got.Problem)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
	if asked() != 0 {
		t.Errorf("asked %d times, want never", asked())
	}
}

func TestRequestArrivesAsItWasMeant(t *testing.T) {
	t.Parallel()
	type arrived struct {
		Method, Path                           string
		Query                                  url.Values
		Authorization, Accept, Workspace, Body string
	}
	var got arrived
	server := serve(t, func(w http.ResponseWriter, r *http.Request) {
		path, _, _ := strings.Cut(r.RequestURI, "?")
		got = arrived{
			r.Method, path, r.URL.Query(), r.Header.Get("Authorization"), r.Header.Get("Accept"),
			r.Header.Get("X-Databricks-Workspace-Id"), fmt.Sprint(r.ContentLength),
		}
		w.Header().Set("X-Databricks-Org-Id", "1234567890")
		step{200, nil, `{}`}.write(w)
	})
	c := dial(t, server, Options{})
	query := url.Values{"catalog_name": {"a b&c"}, "empty": {""}, "omit": {"true"}, "twice": {"1", "2"}}
	c.Get(t.Context(), "/api/2.0/x/a%2Fb%20c", query)
	want := arrived{"GET", "/api/2.0/x/a%2Fb%20c", query, "Bearer " + token, "application/json", "", "0"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if c.WorkspaceID() != "1234567890" || "http://"+c.Host() != server.URL || c.URL() != server.URL {
		t.Errorf("workspace %q at %q, %q", c.WorkspaceID(), c.Host(), c.URL())
	}
}

func TestUserAgentNamesTheProduct(t *testing.T) {
	t.Parallel()
	var agent string
	c := dial(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		agent = r.UserAgent()
		step{200, nil, `{}`}.write(w)
	}), Options{Version: "dev"})
	c.Get(t.Context(), "/api/2.0/x", nil)
	if !strings.HasPrefix(agent, "gwlint/0.0.0-dev databricks-sdk-go/") || !strings.Contains(agent, "auth/pat") {
		t.Errorf("user agent %q", agent)
	}
}

func TestVersionThatIsNoneDoesNotPanic(t *testing.T) {
	t.Parallel()
	none := "gwlint/0.0.0-dev"
	want := map[string]string{
		"": none, "dev": none, "1.2": none, "(devel)": none, "1.2.3 x": none,
		"v1.2.3": "gwlint/1.2.3", "1.2.3-rc.1+b": "gwlint/1.2.3-rc.1+b",
	}
	if diff := cmp.Diff(want, products); diff != "" {
		t.Error(diff)
	}
}

// The second request of two waits, where the limit is one in a second; and where
// it would wait beyond the end of the run, it is not asked.
func TestRequestsGoThroughTheLimiter(t *testing.T) {
	t.Setenv("DATABRICKS_RATE_LIMIT", "1")
	handler, asked := script(step{503, nil, ``}, step{200, nil, `{}`})
	clock := &clock{}
	c := dial(t, serve(t, handler), Options{Sleep: clock.sleep})
	deadline, cancel := contextFor(t, 300*time.Millisecond)
	defer cancel()
	want := shown{Outcome: "failed", Status: 503, Problem: "503 Service Unavailable; the time limit was reached"}
	if diff := cmp.Diff(want, show(c.Get(deadline, "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	if deadline.Err() == nil {
		t.Error("the run has time left where it is said that there is none: it would not count as interrupted")
	}
	want = shown{Problem: "not asked: the time limit was reached"}
	if diff := cmp.Diff(want, show(c.Get(deadline, "/api/2.0/y", nil))); diff != "" {
		t.Error(diff)
	}
	if asked() != 1 || len(clock.waits) != 1 {
		t.Errorf("asked %d times, slept %v; the second attempt is not let through", asked(), clock.waits)
	}
}

func TestConnectionsAreKept(t *testing.T) {
	t.Parallel()
	var connections atomic.Int32
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { step{200, nil, `{}`}.write(w) }))
	server.Config.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			connections.Add(1)
		}
	}
	server.Start()
	t.Cleanup(server.Close)
	c := dial(t, server, Options{})
	for range 20 {
		c.Get(t.Context(), "/api/2.0/x", nil)
	}
	if n := connections.Load(); n > 2 {
		t.Errorf("%d connections for requests one after the other", n)
	}
}

func TestOneTransportHoldsManyConnections(t *testing.T) {
	t.Parallel()
	if n := network(false); n.MaxIdleConnsPerHost < 64 || n.Proxy == nil || n.TLSClientConfig != nil {
		t.Errorf("transport %+v", n)
	}
	if !network(true).TLSClientConfig.InsecureSkipVerify {
		t.Error("skip_verify is not honoured")
	}
}

func contextFor(t *testing.T, d time.Duration) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithTimeout(t.Context(), d)
}
