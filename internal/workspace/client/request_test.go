package client

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

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
