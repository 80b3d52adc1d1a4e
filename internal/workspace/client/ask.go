package client

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/httpclient"

	"github.com/gwlint/gwlint/internal/workspace"
)

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

// Get implements workspace.Asker. The path comes escaped.
func (c *Client) Get(ctx context.Context, path string, query url.Values) workspace.Answer {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return c.ask(ctx, request{method: http.MethodGet, path: path, silence: c.options.Request})
}

// ask tries until there is an answer to keep, or no patience left.
func (c *Client) ask(ctx context.Context, r request) workspace.Answer {
	if u, err := url.Parse(r.path); err != nil || u.Host != "" || !strings.HasPrefix(r.path, "/") {
		return workspace.Answer{Outcome: workspace.Failed, Problem: c.problem("no answer", "this is no path: "+r.path)}
	}
	p := c.patience()
	last := workspace.Answer{Problem: "not asked"}
	for {
		v := c.attempt(ctx, r, &p)
		if v.answer.Outcome == workspace.Unasked && last.Outcome != workspace.Unasked {
			return c.interrupted(ctx, last)
		}
		last = v.answer
		wait, note := p.next(v, r)
		if wait == 0 {
			last.Problem += note
			return last
		}
		if c.options.Sleep(ctx, wait) != nil {
			return c.interrupted(ctx, last)
		}
	}
}

// attempt sends a request once, through the rate limiter.
func (c *Client) attempt(ctx context.Context, r request, p *patience) verdict {
	if c.refused.Load() != nil || ctx.Err() != nil {
		return c.judge(ctx, &exchange{}, nil)
	}
	x := p.exchange(r)
	headers := map[string]string{"Accept": "application/json"}
	if c.config.WorkspaceID != "" {
		headers["X-Databricks-Workspace-Id"] = c.config.WorkspaceID
	}
	options := []httpclient.DoOption{httpclient.WithRequestHeaders(headers)}
	if r.body != nil {
		headers["Content-Type"] = "application/json"
		options = append(options, httpclient.WithRequestData(r.body))
	}
	// The SDK leaves its watch running where a visitor fails.
	inner, stop := context.WithCancel(x.in(ctx))
	defer stop()
	err := c.api.Do(inner, r.method, r.path, options...)
	p.spend(x)
	return c.judge(ctx, x, err)
}

// interrupted is what remains of a request whose last attempt failed, when there
// is no other.
func (c *Client) interrupted(ctx context.Context, last workspace.Answer) workspace.Answer {
	switch {
	case ctx.Err() == nil && c.refused.Load() != nil:
		return last
	case ctx.Err() == nil || ending(ctx) == timeLimit:
		last.Problem += "; " + timeLimit
		return last
	default:
		return workspace.Answer{Problem: "interrupted"}
	}
}

const timeLimit = "the time limit was reached"

// ending says why a context ended.
func ending(ctx context.Context) string {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return timeLimit
	}
	return "interrupted"
}
