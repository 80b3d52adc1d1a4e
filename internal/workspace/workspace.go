// Package workspace knows which objects of a Databricks workspace say something
// about its gateways, what to ask for and in which order, and what an answer,
// or the lack of one, means. It asks through a Fetcher, which is a live
// workspace or a snapshot of one, so that both are read the same way; and it
// refuses to know rules, and what is right or wrong about a gateway.
package workspace

import (
	"context"
	"net/url"
)

// Fetcher answers requests: Live asks a workspace, package snapshot reads a
// folder. It is safe for concurrent use.
type Fetcher interface {
	// Fetch never fails: what goes wrong is the record's outcome.
	Fetch(ctx context.Context, r Request) Record
}

// Asker sends one request to a workspace and tries again as often as that may help:
// what it answers is final. Package client does. It is safe for concurrent use.
type Asker interface {
	// Get asks for one page.
	Get(ctx context.Context, path string, query url.Values) Answer
	// Execute runs a statement to its end. The body is an object with columns, which
	// are names, rows, which are lists of strings and nulls, and truncated, which says
	// that Statement.Rows left some out.
	Execute(ctx context.Context, s Statement) Answer
}

// Answer is what came of one request.
type Answer struct {
	// Outcome is never Unasked but after a stop: the first 401 or the end of the
	// context ends all that follows.
	Outcome Outcome
	// Status is the HTTP status that decided; 0 where no answer came.
	Status int
	// Problem says why there is no body: one line that begins with the status and
	// holds no secret; "" when Read.
	Problem string
	// Body is the raw answer, which is valid JSON when Read.
	Body []byte
}

// Outcome is what came of a request. Its zero value is the safe one.
type Outcome string

// The outcomes. Only Read and Absent are answers; of the others each says why it is
// not known what is there.
const (
	Unasked Outcome = ""       // no request was sent
	Read    Outcome = "read"   // the answer is in the body
	Absent  Outcome = "absent" // 404: not there, or not visible to the caller
	Denied  Outcome = "denied" // 403
	Failed  Outcome = "failed" // anything else, for good: 401, 5xx, transport, time-out, malformed
)

// Word is the outcome as snapshots and reports write it: "unasked" for Unasked.
func (o Outcome) Word() string {
	if o == Unasked {
		return "unasked"
	}
	return string(o)
}
