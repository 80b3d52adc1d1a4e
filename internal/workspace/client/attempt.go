package client

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/databricks/databricks-sdk-go/common"

	"github.com/gwlint/gwlint/internal/workspace"
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

// attempt is one attempt at a request: how long it may take, and what came of
// it. It travels in the context, since the SDK hands a transport nothing else.
type attempt struct {
	// silence is how long nothing may come, connect how long there may be no
	// connection, limit how long all of it may take.
	silence, connect, limit time.Duration

	begun       bool // the rate limiter let it through
	deadline    time.Time
	cancel      context.CancelFunc
	credentials error       // why there were none
	sent        atomic.Bool // a connection was asked for
	connected   atomic.Bool
	cause       error // why there is no answer, or not all of it
	status      int
	header      http.Header
	body        []byte
}

type attemptKey struct{}

func (a *attempt) in(ctx context.Context) context.Context {
	return context.WithValue(ctx, attemptKey{}, a)
}

// outside is a context for what is no part of the attempt that a context is of.
func outside(ctx context.Context) context.Context {
	return context.WithValue(ctx, attemptKey{}, (*attempt)(nil))
}

// attemptOf is nil for what the SDK asks on its own account, such as a token.
func attemptOf(ctx context.Context) *attempt {
	x, _ := ctx.Value(attemptKey{}).(*attempt)
	return x
}

// begin starts the attempt's time, and returns the context that ends with it.
func (a *attempt) begin(ctx context.Context) context.Context {
	// The deadline of the run may be nearer, and says nothing about how long this
	// takes.
	own, release := context.WithTimeout(context.WithoutCancel(ctx), a.limit)
	a.deadline, _ = own.Deadline()
	release()
	a.begun = true
	ctx, a.cancel = context.WithDeadline(ctx, a.deadline)
	return ctx
}

// end frees what the attempt holds and says how long it took, without the time
// that it waited for the rate limiter.
func (a *attempt) end() time.Duration {
	if !a.begun {
		return 0
	}
	a.cancel()
	return max(0, a.limit-time.Until(a.deadline))
}

// receive takes the answer over from the SDK, as its mapper of errors. All
// statuses are answers here. The body was read, because the request accepts
// application/json (common.NewResponseWrapper).
func receive(ctx context.Context, answer common.ResponseWrapper) error {
	attemptOf(ctx).body = answer.DebugBytes
	return nil
}

// attemptResult is what an attempt came to, and whether another makes sense.
type attemptResult struct {
	answer workspace.Answer
	class  retryClass
	// after is how long the workspace asks to wait, 0 where it does not say.
	after time.Duration
	// harmless says that the attempt was certainly not carried out.
	harmless bool
}

// cutShort is a request that the end of the run cut off.
func cutShort(ctx context.Context, x *attempt) workspace.Answer {
	switch why := ending(ctx); {
	case why != timeLimit:
		return workspace.Answer{Problem: why}
	case x.begun:
		return workspace.Answer{Outcome: workspace.Failed, Problem: "no answer: " + why}
	default:
		return workspace.Answer{Problem: notAsked + why}
	}
}

// request is what is sent, as often as it takes.
type request struct {
	method, path string
	body         []byte
	// silence is how long one attempt may be without a byte.
	silence time.Duration
	// changes says that a second attempt may do a thing twice: it is made only
	// where the first was certainly not carried out.
	changes bool
}

const timeLimit = "the time limit was reached"

// ending says why a context ended.
func ending(ctx context.Context) string {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return timeLimit
	}
	return "interrupted"
}

const notAsked = "not asked: "
