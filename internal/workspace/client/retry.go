package client

import (
	"hash/fnv"
	"net/http"
	"strconv"
	"time"
)

// retryClass is what kind of trouble an attempt met, which says whether another can
// help.
type retryClass int

const (
	final       retryClass = iota // an answer, or what another attempt cannot change
	unreachable                   // no connection was made, so nothing was sent
	busy                          // 429, 503: the workspace asks to wait
	broken                        // 502, 504, silence, an answer that ended early
	internal                      // 500, which may pass, and mostly does not
)

// retryBudget is how long a request is still tried. It counts the waits that were
// asked for and the time that attempts took, and not that in the queue of the
// rate limiter.
type retryBudget struct {
	whole, left     time.Duration
	connecting      time.Duration
	tries, internal int
}

func newRetryBudget(whole time.Duration) retryBudget {
	return retryBudget{whole: whole, left: whole, connecting: min(connectTime, whole)}
}

// nextAttempt is the next attempt. The first may take as long as it may be silent, and its
// connection too, however short the time is for trying again.
func (rb *retryBudget) nextAttempt(r request) *attempt {
	limit, connect := rb.left, rb.connecting
	if rb.tries == 0 {
		limit, connect = max(limit, r.silence), max(connect, min(connectTime, r.silence))
	}
	rb.tries++
	return &attempt{silence: r.silence, connect: min(connect, limit), limit: limit}
}

// spend takes off what an attempt took.
func (rb *retryBudget) spend(x *attempt) {
	took := x.end()
	rb.left -= took
	if !x.connected.Load() {
		rb.connecting -= took
	}
}

// next is how long to wait before another attempt, or 0 and why there is none.
func (rb *retryBudget) next(v attemptResult, r request) (wait time.Duration, note string) {
	if v.class == internal {
		rb.internal++
	}
	if v.class == final || rb.internal > 1 || r.changes && !v.harmless {
		return 0, ""
	}
	left, whole := rb.left, rb.whole
	if v.class == unreachable {
		left, whole = min(rb.left, rb.connecting), min(rb.whole, connectTime)
	}
	wait = backoff(rb.tries, r)
	if v.after > 0 {
		wait = v.after
	}
	switch {
	case wait < left:
		rb.left -= wait
		if v.class == unreachable {
			rb.connecting -= wait
		}
		return wait, ""
	case v.after > 0:
		return 0, "; it asks to wait " + v.after.String() + ", longer than is left of " + whole.String()
	default:
		return 0, "; gave up after " + whole.String()
	}
}

// backoff doubles from half a second to eight. Its jitter, up to the half of it,
// comes from the request, so that requests that failed together come back apart
// and a test can say when.
func backoff(tries int, r request) time.Duration {
	full := min(500*time.Millisecond<<min(tries-1, 10), 8*time.Second)
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(r.method + " " + r.path + " " + strconv.Itoa(tries))) // a hash takes all
	return full - full/2*time.Duration(sum.Sum32()%1000)/1000
}

// retryAfter is what the header Retry-After asks for, in seconds or as a date,
// which is measured by the answer's own clock; 0 where it asks for nothing.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseUint(text, 10, 31); err == nil {
		return time.Duration(seconds) * time.Second
	}
	then, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	now, err := http.ParseTime(h.Get("Date"))
	if err != nil {
		return 0
	}
	return max(0, then.Sub(now))
}

// retryClassOf says which statuses pass. The SCIM API says 500 where it means 429,
// which its code shows (config.HTTPClientConfigFromConfig, v0.182.0).
func retryClassOf(status int, code string) retryClass {
	switch status {
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return busy
	case http.StatusBadGateway, http.StatusGatewayTimeout:
		return broken
	case http.StatusInternalServerError:
		if code == "REQUEST_LIMIT_EXCEEDED" {
			return busy
		}
		return internal
	default:
		return final
	}
}
