package client

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/gwlint/gwlint/internal/workspace"
)

// verdict is what an attempt came to, and whether another makes sense.
type verdict struct {
	answer workspace.Answer
	fault  fault
	// after is how long the workspace asks to wait, 0 where it does not say.
	after time.Duration
	// harmless says that the attempt was certainly not carried out.
	harmless bool
}

const notAsked = "not asked: "

// judge says what an attempt came to.
func (c *Client) judge(ctx context.Context, x *exchange, err error) verdict {
	refused := c.refused.Load()
	switch {
	case ctx.Err() != nil:
		return verdict{answer: over(ctx, x)}
	case x.credentials != nil:
		problem := c.problem("no answer: no credentials", c.reason(x.credentials))
		c.refuse(notAsked + "there are no credentials any more")
		return verdict{answer: workspace.Answer{Outcome: workspace.Failed, Problem: problem}}
	case !x.begun && refused != nil:
		return verdict{answer: workspace.Answer{Problem: *refused}}
	case !x.begun:
		// The rate limiter does not wait for what would come behind the deadline.
		return verdict{answer: workspace.Answer{Problem: notAsked + timeLimit}}
	case x.status == 0:
		return c.unanswered(x, err)
	case x.cause != nil:
		return c.cutOff(x)
	default:
		return c.answered(x)
	}
}

// refuse ends all requests that follow, for the first reason that there is.
func (c *Client) refuse(why string) { c.refused.CompareAndSwap(nil, &why) }

// over is a request that the end of the run cut off.
func over(ctx context.Context, x *exchange) workspace.Answer {
	switch why := ending(ctx); {
	case why != timeLimit:
		return workspace.Answer{Problem: why}
	case x.begun:
		return workspace.Answer{Outcome: workspace.Failed, Problem: "no answer: " + why}
	default:
		return workspace.Answer{Problem: notAsked + why}
	}
}

// unanswered is an attempt without so much as a status.
func (c *Client) unanswered(x *exchange, err error) verdict {
	v := verdict{answer: workspace.Answer{Outcome: workspace.Failed}, fault: broken}
	if x.cause != nil {
		err = x.cause
	}
	if !x.connected.Load() {
		v.harmless, v.fault = true, unreachable
		if hopeless(err) {
			v.fault = final
		}
	}
	v.answer.Problem = c.problem("no answer", c.trouble(err, x))
	return v
}

// cutOff is an answer that began and did not end.
func (c *Client) cutOff(x *exchange) verdict {
	v := verdict{answer: workspace.Answer{Outcome: workspace.Failed, Status: x.status}, fault: broken}
	detail := "the answer ended early: " + c.trouble(x.cause, x)
	if errors.Is(x.cause, errTooLarge) {
		v.fault, detail = final, "the answer is larger than "+bytesText(c.options.Body)
	}
	v.answer.Problem = c.problem(statusText(x.status), detail)
	return v
}

// answered is a whole answer, whatever it says.
func (c *Client) answered(x *exchange) verdict {
	c.note(x.header.Get("X-Databricks-Org-Id"))
	complaint := readComplaint(x.body)
	v := verdict{
		answer:   workspace.Answer{Outcome: workspace.Failed, Status: x.status},
		fault:    faultOf(x.status, complaint.code),
		after:    retryAfter(x.header),
		harmless: (x.status == http.StatusTooManyRequests || x.status == http.StatusServiceUnavailable) && !complaint.statement,
	}
	head, detail := complaint.head(x.status), complaint.message
	switch {
	case x.status >= 300 && x.status < 400:
		v.answer.Status, head, detail = c.redirected(x)
	case x.status == http.StatusUnauthorized:
		c.refuse(notAsked + "the workspace refused the credentials (401)")
		v.answer.Problem = c.problem(head, detail) + "; " + renew
		return v
	case isPage(x):
		head, detail = statusText(x.status), "answered with a web page instead of JSON: is this the address of a workspace?"
	case x.status == http.StatusOK:
		return c.read(x, v)
	case x.status == http.StatusNotFound:
		v.answer.Outcome = workspace.Absent
	case x.status == http.StatusForbidden:
		v.answer.Outcome = workspace.Denied
	}
	v.answer.Problem = c.problem(head, detail)
	return v
}

const renew = "the token has expired or is invalid: make a new one, or log in again with 'databricks auth login'"

// read is an answer that should be what was asked for.
func (c *Client) read(x *exchange, v verdict) verdict {
	if json.Valid(x.body) {
		v.answer.Outcome, v.answer.Body = workspace.Read, c.secrets.body(x.body)
		return v
	}
	var value any
	err := json.NewDecoder(bytes.NewReader(x.body)).Decode(&value)
	switch {
	case len(bytes.TrimSpace(x.body)) == 0:
		v.answer.Problem = c.problem(statusText(x.status), "the answer is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		v.fault = broken
		v.answer.Problem = c.problem(statusText(x.status), "the answer ended early: its JSON is not complete")
	default:
		v.answer.Problem = c.problem(statusText(x.status), "the answer is not JSON")
	}
	return v
}

// faultOf says which statuses pass. The SCIM API says 500 where it means 429,
// which its code tells (config.HTTPClientConfigFromConfig, v0.182.0).
func faultOf(status int, code string) fault {
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

// note keeps the id of the workspace, which is a number.
func (c *Client) note(org string) {
	if _, err := strconv.ParseUint(org, 10, 64); err == nil {
		c.org.CompareAndSwap(nil, &org)
	}
}
