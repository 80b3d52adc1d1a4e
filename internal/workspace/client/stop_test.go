package client

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

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
