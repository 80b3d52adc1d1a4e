package client

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/databricks/databricks-sdk-go/common"
)

var (
	// errRefused ends an attempt that waited while another was refused.
	errRefused = errors.New("the credentials were refused")
	// errNoAnswer is what the SDK sees of whatever went wrong. It decides by the
	// text of an error whether to try again (isRetriableUrlError), which is not its
	// business here.
	errNoAnswer = errors.New("no answer")
	errSilence  = errors.New("nothing came")
	errTooLarge = errors.New("the answer is too large")
)

// exchange is one attempt at a request: how long it may take, and what came of
// it. It travels in the context, since the SDK hands a transport nothing else.
type exchange struct {
	// silence is how long nothing may come, connect how long there may be no
	// connection, limit how long all of it may take.
	silence, connect, limit time.Duration

	begun       bool // the rate limiter let it through
	deadline    time.Time
	cancel      context.CancelFunc
	credentials error // why there were none
	connected   atomic.Bool
	cause       error // why there is no answer, or not all of it
	status      int
	header      http.Header
	body        []byte
}

type exchangeKey struct{}

func (x *exchange) in(ctx context.Context) context.Context {
	return context.WithValue(ctx, exchangeKey{}, x)
}

// outside is a context for what is no part of the attempt that a context is of.
func outside(ctx context.Context) context.Context {
	return context.WithValue(ctx, exchangeKey{}, (*exchange)(nil))
}

// exchangeOf is nil for what the SDK asks on its own account, such as a token.
func exchangeOf(ctx context.Context) *exchange {
	x, _ := ctx.Value(exchangeKey{}).(*exchange)
	return x
}

// begin starts the attempt's time, and returns the context that ends with it.
func (x *exchange) begin(ctx context.Context) context.Context {
	// The deadline of the run may be nearer, and says nothing about how long this
	// takes.
	own, release := context.WithTimeout(context.WithoutCancel(ctx), x.limit)
	x.deadline, _ = own.Deadline()
	release()
	x.begun = true
	ctx, x.cancel = context.WithDeadline(ctx, x.deadline)
	return ctx
}

// end frees what the attempt holds and says how long it took, without the time
// that it waited for the rate limiter.
func (x *exchange) end() time.Duration {
	if !x.begun {
		return 0
	}
	x.cancel()
	return max(0, x.limit-time.Until(x.deadline))
}

// receive takes the answer over from the SDK, as its mapper of errors. All
// statuses are answers here. The body was read, because the request accepts
// application/json (common.NewResponseWrapper).
func receive(ctx context.Context, answer common.ResponseWrapper) error {
	exchangeOf(ctx).body = answer.DebugBytes
	return nil
}
