package client

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"

	"github.com/databricks/databricks-sdk-go/config"
)

// transport is what every request leaves through, also those that the SDK sends
// for tokens. It learns the secrets that are sent, bounds what comes back, and
// follows no redirect.
type transport struct {
	config  *config.Config
	body    int64
	secrets *secrets

	once    sync.Once
	network http.RoundTripper
	// refused is the first request that was not sent since others could have read it; nil without
	// any. The SDK keeps of an error no more than its text.
	refused atomic.Pointer[error]
}

// RoundTrip implements http.RoundTripper.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.secrets.headers(r.Header)
	if err := refusePlain(r); err != nil {
		t.refused.CompareAndSwap(nil, &err)
		return nil, err
	}
	t.once.Do(func() {
		if t.network == nil {
			t.network = network(t.config.InsecureSkipVerify)
		}
	})
	if x := attemptOf(r.Context()); x != nil {
		return t.send(r, x)
	}
	answer, err := t.network.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if err := refuseRedirect(r, answer); err != nil {
		_ = answer.Body.Close() // where it leads is in the header
		return nil, err
	}
	answer.Body = &bounded{ReadCloser: answer.Body, left: t.body}
	return answer, nil
}

// send sends one attempt and notes in x what comes of it. The SDK learns no
// more than that there was no answer.
func (t *transport) send(r *http.Request, x *attempt) (*http.Response, error) {
	ctx, cancel := context.WithCancelCause(r.Context())
	x.sent.Store(true)
	watch := time.AfterFunc(x.connect, func() { cancel(errSilence) })
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) {
		if watch.Stop() { // else it was too late
			x.connected.Store(true)
			watch.Reset(x.silence)
		}
	}})
	end := func() {
		watch.Stop()
		cancel(nil)
	}
	answer, err := t.network.RoundTrip(r.WithContext(ctx))
	if err != nil {
		x.cause = cause(ctx, err)
		end()
		return nil, errNoAnswer
	}
	x.status, x.header = answer.StatusCode, answer.Header
	if answer.StatusCode >= 300 && answer.StatusCode < 400 {
		_ = answer.Body.Close() // where it leads is in the header
		end()
		return nil, errNoAnswer
	}
	answer.Body = &watched{bounded{answer.Body, t.body}, ctx, x, watch, end}
	return answer, nil
}

// cause prefers what a context was ended for to what its victim says.
func cause(ctx context.Context, err error) error {
	if errors.Is(context.Cause(ctx), errSilence) {
		return errSilence
	}
	return err
}

// bounded is a body that ends with an error before it fills the memory.
type bounded struct {
	io.ReadCloser
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= int64(n); b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// watched is a body whose silence ends the attempt.
type watched struct {
	bounded
	ctx   context.Context
	x     *attempt
	watch *time.Timer
	end   func()
}

func (w *watched) Read(p []byte) (int, error) {
	n, err := w.bounded.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		w.x.cause = cause(w.ctx, err)
	}
	w.watch.Reset(w.x.silence)
	return n, err
}

func (w *watched) Close() error {
	defer w.end()
	return w.bounded.Close()
}

// network keeps a connection for each of as many workers as there are: with the
// two or three per host that are customary, the others connect for each request.
func network(insecure bool) *http.Transport {
	t := &http.Transport{
		Proxy:                  proxy,
		DialContext:            (&net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:      true,
		MaxIdleConns:           100,
		MaxIdleConnsPerHost:    64,
		IdleConnTimeout:        90 * time.Second,
		TLSHandshakeTimeout:    10 * time.Second,
		MaxResponseHeaderBytes: 1 << 20,
	}
	if insecure {
		t.TLSClientConfig = &tls.Config{InsecureSkipVerify: true} //nolint:gosec // skip_verify of a profile asks for it
	}
	return t
}
