package client

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// hijack takes the connection of a request, to be rude on it.
func hijack(t *testing.T, w http.ResponseWriter) *net.TCPConn {
	t.Helper()
	connection, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		t.Error(err)
		return nil
	}
	return connection.(*net.TCPConn)
}

// A fault that passes is met twice, and what comes then is read.
func TestConnectionsThatBreak(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   func(t *testing.T, w http.ResponseWriter, r *http.Request)
		problem string
		status  int
	}{
		"a reset": {func(t *testing.T, w http.ResponseWriter, _ *http.Request) {
			connection := hijack(t, w)
			_ = connection.SetLinger(0)
			_ = connection.Close()
		}, "no answer: connection reset by peer; gave up after 5s", 0},
		"a connection that is closed": {func(t *testing.T, w http.ResponseWriter, _ *http.Request) {
			_ = hijack(t, w).Close()
		}, "no answer: the connection was closed; gave up after 5s", 0},
		"an answer that ends early": {func(_ *testing.T, w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			_, _ = w.Write([]byte(`{"a":`))
		}, "200 OK: the answer ended early: the connection was closed; gave up after 5s", 200},
		"silence": {func(_ *testing.T, _ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
		}, "no answer: nothing came for 400ms; gave up after 5s", 0},
		"silence in the middle": {func(_ *testing.T, w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(`{"a":`))
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		}, "200 OK: the answer ended early: nothing came for 400ms; gave up after 5s", 200},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var faults, asked atomic.Int32
			faults.Store(2)
			server := serve(t, func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1) <= faults.Load() {
					test.fault(t, w, r)
					return
				}
				step{200, nil, `{}`}.write(w)
			})
			clock := &clock{}
			c := dial(t, server, Options{Sleep: clock.sleep, Request: 400 * time.Millisecond, Retry: 5 * time.Second})
			if got := show(c.Get(t.Context(), "/api/2.0/x", nil)); got.Body != `{}` {
				t.Errorf("after two faults: %+v", got)
			}
			if diff := cmp.Diff(waits(2), clock.waits); diff != "" {
				t.Error(diff)
			}
			faults.Store(1000)
			want := shown{workspace.Failed, test.status, test.problem, ""}
			if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSlowAnswerIsNoSilence(t *testing.T) {
	t.Parallel()
	c := dial(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		for _, part := range strings.Split(`{ "a" : [ 1 , 2 , 3 ] }`, " ") {
			time.Sleep(100 * time.Millisecond)
			_, _ = w.Write([]byte(part))
			_ = http.NewResponseController(w).Flush()
		}
	}), Options{Request: 800 * time.Millisecond})
	if got := show(c.Get(t.Context(), "/api/2.0/x", nil)); got.Body != `{"a":[1,2,3]}` {
		t.Errorf("%+v", got)
	}
}

// A server that sends a byte now and then could go on forever.
func TestAnswerThatNeverEndsIsCut(t *testing.T) {
	t.Parallel()
	c := dial(t, serve(t, func(w http.ResponseWriter, r *http.Request) {
		for r.Context().Err() == nil {
			_, _ = w.Write([]byte(" "))
			_ = http.NewResponseController(w).Flush()
			time.Sleep(10 * time.Millisecond)
		}
	}), Options{Request: time.Second, Retry: time.Second})
	want := shown{workspace.Failed, 200, "200 OK: the answer ended early: it took longer than 1s; gave up after 1s", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

func TestAnswerThatIsTooLarge(t *testing.T) {
	t.Parallel()
	handler, asked := script(step{200, nil, `"` + strings.Repeat("a", 98) + `"`}, step{200, nil, `"` + strings.Repeat("a", 99) + `"`})
	c := dial(t, serve(t, handler), Options{Body: 100})
	if got := c.Get(t.Context(), "/api/2.0/x", nil); got.Outcome != workspace.Read {
		t.Errorf("an answer as large as may be: %+v", got)
	}
	want := shown{workspace.Failed, 200, "200 OK: the answer is larger than 100 bytes", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	if asked() != 2 {
		t.Errorf("asked %d times; what is too large once is so again", asked())
	}
}

// A redirect would take the token elsewhere.
func TestRedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	const ask = " instead of answering: is this the address of a workspace?"
	for name, test := range map[string]struct {
		status   int
		location string
		want     shown
	}{
		"elsewhere": {302, other.URL + "/login.html?next=" + token, shown{Status: 302, Problem: "302 Found: leads to " + other.URL + "/login.html" + ask}},
		"for good":  {308, "https://user:secret@example.com/a%0Ab", shown{Status: 308, Problem: "308 Permanent Redirect: leads to https://example.com/a%0Ab" + ask}},
		"nowhere":   {303, "", shown{Status: 303, Problem: "303 See Other: leads to HOST" + ask}},
		"a private link": {302, "https://adb-1.1.azuredatabricks.net/login.html?error=private-link-validation-error:1", shown{
			Status: 403, Problem: "403 PRIVATE_LINK_VALIDATION_ERROR: The requested workspace has Azure Private Link enabled and is not accessible from the current network. " +
				"Ensure that Azure Private Link is properly configured and that your device has access to the Azur…",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler, asked := script(step{test.status, map[string]string{"Location": test.location}, ``})
			c := dial(t, serve(t, handler), Options{})
			test.want.Outcome = workspace.Failed
			test.want.Problem = strings.ReplaceAll(test.want.Problem, "HOST", c.URL())
			if diff := cmp.Diff(test.want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
			if asked() != 1 || elsewhere.Load() != 0 {
				t.Errorf("asked %d times, and %d times elsewhere", asked(), elsewhere.Load())
			}
		})
	}
}

func TestNoConnection(t *testing.T) {
	t.Parallel()
	trusted := httptest.NewUnstartedServer(http.NotFoundHandler())
	trusted.Config.ErrorLog = log.New(io.Discard, "", 0)
	trusted.StartTLS()
	plain := httptest.NewServer(http.NotFoundHandler())
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	t.Cleanup(trusted.Close)
	t.Cleanup(plain.Close)
	for name, test := range map[string]struct {
		host    string
		network http.RoundTripper
		problem string
		patient bool
	}{
		"a port that is closed": {closed.URL, nil, "no answer: connection refused; gave up after 20s", true},
		"a host that is none": {
			"https://nowhere.invalid",
			fails{&net.DNSError{Err: "no such host", Name: "nowhere.invalid", IsNotFound: true}},
			"no answer: no such host: 'nowhere.invalid'", false,
		},
		"a name server that is busy": {
			"https://nowhere.invalid",
			fails{&net.DNSError{Err: "server misbehaving", Name: "nowhere.invalid", IsTemporary: true}},
			"no answer: server misbehaving: 'nowhere.invalid'; gave up after 20s", true,
		},
		"a certificate that nobody trusts": {trusted.URL, nil, "no answer: x509: certificate signed by unknown authority", false},
		"a host that does not speak TLS": {
			strings.Replace(plain.URL, "http://", "https://", 1), nil, "no answer: the host does not speak TLS", false,
		},
		"an error with a password": {
			"https://example.com", fails{errors.New("proxy http://user:hunter2@10.0.0.1: no\nwhere")}, `no answer: proxy http://***@10.0.0.1: no\nwhere; gave up after 20s`, true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			clock := &clock{}
			c := dial(t, nil, Options{Host: test.host, network: test.network, Sleep: clock.sleep})
			want := shown{workspace.Failed, 0, test.problem, ""}
			if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
			sum := time.Duration(0)
			for _, wait := range clock.waits {
				sum += wait
			}
			if test.patient != (sum > 5*time.Second) || sum > 20*time.Second {
				t.Errorf("waited %v in all", sum)
			}
		})
	}
}

// fails is a network that is down.
type fails struct{ err error }

func (f fails) RoundTrip(*http.Request) (*http.Response, error) { return nil, f.err }

// stalls is a network in which a connection neither comes about nor fails.
type stalls struct{}

func (stalls) RoundTrip(r *http.Request) (*http.Response, error) {
	<-r.Context().Done()
	return nil, r.Context().Err()
}

func TestConnectionThatDoesNotComeAbout(t *testing.T) {
	t.Parallel()
	c := dial(t, nil, Options{Host: "https://example.com", network: after{fails{io.EOF}, stalls{}}.start(), Retry: 100 * time.Millisecond, Request: 100 * time.Millisecond})
	want := shown{workspace.Failed, 0, "no answer: no connection within 100ms; gave up after 100ms", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

func TestASlowConnectionIsWaitedForWhereThereIsNoTimeToTryAgain(t *testing.T) {
	t.Parallel()
	slow := roundTripper(func(r *http.Request) (*http.Response, error) {
		select {
		case <-time.After(20 * time.Millisecond):
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		httptrace.ContextClientTrace(r.Context()).GotConn(httptrace.GotConnInfo{})
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(`{}`)), Request: r}, nil
	})
	c := dial(t, nil, Options{Host: "https://example.com", network: after{fails{io.EOF}, slow}.start(), Retry: time.Millisecond, Request: time.Minute})
	want := shown{workspace.Read, 200, "", "{}"}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
}

// after is a network that changes after the first request, the lookup of host
// metadata.
type after struct{ first, then http.RoundTripper }

func (a after) start() http.RoundTripper {
	var asked atomic.Int32
	return roundTripper(func(r *http.Request) (*http.Response, error) {
		if asked.Add(1) == 1 {
			return a.first.RoundTrip(r)
		}
		return a.then.RoundTrip(r)
	})
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// The SDK tries again by the text of an error, such as that of its address.
func TestSDKDoesNotTryAgain(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	network := roundTripper(func(*http.Request) (*http.Response, error) {
		asked.Add(1)
		return nil, errors.New("connection refused: connection reset by peer: i/o timeout: REQUEST_LIMIT_EXCEEDED")
	})
	c := dial(t, nil, Options{Host: "https://example.com", network: network, Sleep: func(context.Context, time.Duration) error { return errors.New("no more") }})
	asked.Store(0) // the host is looked up once
	c.Get(t.Context(), "/api/2.0/connection refused", nil)
	if asked.Load() != 1 {
		t.Errorf("sent %d times, want once", asked.Load())
	}
}

func TestFirst401StopsAll(t *testing.T) {
	t.Parallel()
	handler, asked := script(step{401, nil, `{"error_code":"UNAUTHENTICATED","message":"Invalid access token"}`})
	c := dial(t, serve(t, handler), Options{})
	want := shown{workspace.Failed, 401, "401 UNAUTHENTICATED: Invalid access token; " + renew, ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	want = shown{Problem: "not asked: the workspace refused the credentials (401)"}
	for _, got := range []workspace.Answer{
		c.Get(t.Context(), "/api/2.0/x", nil), c.Execute(t.Context(), workspace.Statement{}),
	} {
		if diff := cmp.Diff(want, show(got)); diff != "" {
			t.Error(diff)
		}
	}
	if asked() != 1 {
		t.Errorf("asked %d times, want once", asked())
	}
}

// One that waits to be asked again does not undo what it knows.
func TestRetryEndsWithA401OfAnother(t *testing.T) {
	t.Parallel()
	handler, asked := script(step{503, nil, ``}, step{401, nil, ``})
	clock := &clock{}
	c := dial(t, serve(t, handler), Options{Sleep: clock.sleep})
	clock.wake = func() {
		if len(clock.waits) == 1 {
			c.Get(t.Context(), "/api/2.0/y", nil)
		}
	}
	want := shown{workspace.Failed, 503, "503 Service Unavailable", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	if asked() != 2 {
		t.Errorf("asked %d times, want twice", asked())
	}
}

func TestEndOfTheRun(t *testing.T) {
	t.Parallel()
	hang := func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }
	busy, _ := script(step{503, nil, ``})
	interrupt := func(ctx context.Context) (context.Context, context.CancelFunc) {
		ctx, cancel := context.WithCancel(ctx)
		time.AfterFunc(50*time.Millisecond, cancel)
		return ctx, cancel
	}
	limit := func(ctx context.Context) (context.Context, context.CancelFunc) {
		return context.WithTimeout(ctx, 350*time.Millisecond)
	}
	for name, test := range map[string]struct {
		server         http.HandlerFunc
		end            func(context.Context) (context.Context, context.CancelFunc)
		asked, unasked shown
	}{
		"an interrupt":                {hang, interrupt, shown{Problem: "interrupted"}, shown{Problem: "interrupted"}},
		"an interrupt while it waits": {busy, interrupt, shown{Problem: "interrupted"}, shown{Problem: "interrupted"}},
		"the time limit": {
			hang, limit,
			shown{Outcome: workspace.Failed, Problem: "no answer: the time limit was reached"},
			shown{Problem: "not asked: the time limit was reached"},
		},
		"the time limit while it waits": {
			busy, limit,
			shown{Outcome: workspace.Failed, Status: 503, Problem: "503 Service Unavailable; the time limit was reached"},
			shown{Problem: "not asked: the time limit was reached"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := dial(t, serve(t, test.server), Options{})
			ctx, cancel := test.end(t.Context())
			defer cancel()
			if diff := cmp.Diff(test.asked, show(c.Get(ctx, "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
			<-ctx.Done()
			if diff := cmp.Diff(test.unasked, show(c.Get(ctx, "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// One that waits for the rate limiter when another is refused is not asked.
func TestQueueEndsWithA401(t *testing.T) {
	t.Setenv("DATABRICKS_RATE_LIMIT", "2")
	handler, asked := script(step{401, nil, ``})
	c := dial(t, serve(t, handler), Options{})
	unasked := 0
	answers := make(chan workspace.Answer)
	for range 5 {
		go func() { answers <- c.Get(t.Context(), "/api/2.0/x", nil) }()
	}
	for range 5 {
		if answer := <-answers; answer.Outcome == workspace.Unasked {
			unasked++
		}
	}
	if asked() > 2 || unasked != 5-asked() {
		t.Errorf("asked %d times, %d unasked", asked(), unasked)
	}
}

func TestManyAskAtOnce(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	c := dial(t, serve(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 100 {
			step{401, nil, ``}.write(w)
			return
		}
		step{200, map[string]string{"X-Databricks-Org-Id": "1"}, `{}`}.write(w)
	}), Options{})
	var group sync.WaitGroup
	var read atomic.Int32
	for range 64 {
		group.Go(func() {
			for range 10 {
				if c.Get(t.Context(), "/api/2.0/x", nil).Outcome == workspace.Read {
					read.Add(1)
				}
			}
		})
	}
	group.Wait()
	if n := asked.Load(); read.Load() != n-1 {
		t.Errorf("asked %d times, %d read", n, read.Load())
	}
	if got := c.Get(t.Context(), "/api/2.0/x", nil); got.Outcome != workspace.Unasked {
		t.Errorf("after a 401: %+v", show(got))
	}
}
