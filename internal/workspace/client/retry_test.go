package client

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/gwlint/gwlint/internal/workspace"
)

// waits are those that a request for /api/2.0/x asks for of its own.
func waits(n int) []time.Duration {
	var out []time.Duration
	for i := range n {
		out = append(out, backoff(i+1, request{method: "GET", path: "/api/2.0/x"}))
	}
	return out
}

func TestTrouble(t *testing.T) {
	t.Parallel()
	read := shown{workspace.Read, 200, "", `{}`}
	good := step{200, nil, `{}`}
	after := func(text string) map[string]string { return map[string]string{"Retry-After": text} }
	for name, test := range map[string]struct {
		steps []step
		want  shown
		waits []time.Duration
	}{
		"503 passes":       {[]step{{503, nil, ``}, {503, nil, ``}, good}, read, waits(2)},
		"502 and 504 pass": {[]step{{502, nil, ``}, {504, nil, ``}, good}, read, waits(2)},
		"a web page that says 503 passes": {
			[]step{{503, map[string]string{"Content-Type": "text/html"}, `<html>`}, good}, read, waits(1),
		},
		"429 is asked again when it says": {[]step{{429, after("7"), ``}, good}, read, []time.Duration{7 * time.Second}},
		"so is 503":                       {[]step{{503, after("3"), ``}, good}, read, []time.Duration{3 * time.Second}},
		"a date counts from the answer's own": {
			[]step{{429, map[string]string{
				"Date": "Mon, 02 Nov 2026 10:00:00 GMT", "Retry-After": "Mon, 02 Nov 2026 10:00:09 GMT",
			}, ``}, good},
			read,
			[]time.Duration{9 * time.Second},
		},
		"a date that is over is no wait":   {[]step{{429, after("Mon, 02 Nov 2015 10:00:00 GMT"), ``}, good}, read, waits(1)},
		"what is no time is no wait":       {[]step{{429, after("soon"), ``}, good}, read, waits(1)},
		"a wait of none is one of its own": {[]step{{429, after("0"), ``}, good}, read, waits(1)},
		"too long a wait is not begun": {
			[]step{{429, after("3600"), `{"error_code":"REQUEST_LIMIT_EXCEEDED","message":"slow down"}`}, good},
			shown{workspace.Failed, 429, "429 REQUEST_LIMIT_EXCEEDED: slow down; it asks to wait 1h0m0s, longer than is left of 1m0s", ""},
			nil,
		},
		"no more than a minute is waited in all": {
			[]step{{429, after("25"), ``}},
			shown{workspace.Failed, 429, "429 Too Many Requests; it asks to wait 25s, longer than is left of 1m0s", ""},
			[]time.Duration{25 * time.Second, 25 * time.Second},
		},
		"500 is asked once more": {
			[]step{{500, nil, `{"error_code":"INTERNAL_ERROR","message":"oops"}`}},
			shown{workspace.Failed, 500, "500 INTERNAL_ERROR: oops", ""},
			waits(1),
		},
		"500 may pass": {[]step{{500, nil, ``}, {503, nil, ``}, good}, read, waits(2)},
		"500 that means 429 is patient": {
			[]step{{500, nil, `{"error_code":"REQUEST_LIMIT_EXCEEDED"}`}, {500, nil, `{"error_code":"REQUEST_LIMIT_EXCEEDED"}`}, good}, read, waits(2),
		},
		"JSON that ends early is asked again": {[]step{{200, nil, `{"a":[1,`}, good}, read, waits(1)},
		"501 does not pass":                   {[]step{{501, nil, ``}}, shown{workspace.Failed, 501, "501 Not Implemented", ""}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handler, asked := script(test.steps...)
			clock := &clock{}
			c := dial(t, serve(t, handler), Options{Sleep: clock.sleep})
			if diff := cmp.Diff(test.want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(test.waits, clock.waits); diff != "" {
				t.Error(diff)
			}
			if asked() != len(clock.waits)+1 {
				t.Errorf("asked %d times with %d waits", asked(), len(clock.waits))
			}
		})
	}
}

func TestPatienceEnds(t *testing.T) {
	t.Parallel()
	handler, asked := script(step{503, nil, ``})
	clock := &clock{}
	c := dial(t, serve(t, handler), Options{Sleep: clock.sleep, Retry: 10 * time.Second})
	want := shown{workspace.Failed, 503, "503 Service Unavailable; gave up after 10s", ""}
	if diff := cmp.Diff(want, show(c.Get(t.Context(), "/api/2.0/x", nil))); diff != "" {
		t.Error(diff)
	}
	sum := time.Duration(0)
	for _, wait := range clock.waits {
		sum += wait
	}
	if sum > 10*time.Second || sum < 2*time.Second || asked() != len(clock.waits)+1 {
		t.Errorf("waited %v, %v in all, asked %d times", clock.waits, sum, asked())
	}
}

func TestBackoffGrowsAndEnds(t *testing.T) {
	t.Parallel()
	full := 500 * time.Millisecond
	for tries := 1; tries < 100; tries++ {
		for _, path := range []string{"/a", "/b", "/c"} {
			if got := backoff(tries, request{path: path}); got > full || got < full/2 {
				t.Errorf("try %d of %s waits %v, want %v to %v", tries, path, got, full/2, full)
			}
		}
		full = min(2*full, 8*time.Second)
	}
	if backoff(1, request{path: "/a"}) == backoff(1, request{path: "/b"}) {
		t.Error("two requests come back at the same time")
	}
}

func FuzzRetryAfter(f *testing.F) {
	for _, seed := range []string{"", "1", "-1", "99999999999999999999", "Mon, 02 Nov 2026 10:00:09 GMT", "1.5"} {
		f.Add(seed, "Mon, 02 Nov 2026 10:00:00 GMT")
	}
	f.Fuzz(func(t *testing.T, after, date string) {
		if got := retryAfter(http.Header{"Retry-After": {after}, "Date": {date}}); got < 0 {
			t.Errorf("a wait of %v", got)
		}
	})
}
