package client

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/databricks/databricks-sdk-go/useragent"

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
