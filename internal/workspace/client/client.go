// Package client asks a live workspace. It is the only user of
// databricks-sdk-go: authentication, the rate limit, retries and deadlines are
// its business, and it refuses to know what an endpoint is, or what an answer
// means beyond whether there is one.
package client

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/databricks/databricks-sdk-go/config"
	"github.com/databricks/databricks-sdk-go/httpclient"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/workspace"
)

// Options says which workspace to ask, and how patiently.
type Options struct {
	// Host and Profile are what flags name; "" leaves it to the environment and to
	// ~/.databrickscfg, as every tool of Databricks does.
	Host, Profile string
	// Version is that of gwlint, for the user agent.
	Version string
	// Retry is how long one request is tried in all, 0 one minute; Request how long
	// one attempt may be silent, 0 what the profile says or else thirty seconds.
	Retry, Request time.Duration
	// Rate is how many requests are sent a second; 0 leaves it to the environment and
	// the profile, and else to DefaultRate.
	Rate int
	// Body bounds the bytes of one answer, 0 is 64 MiB.
	Body int64
	// Sleep waits between attempts; nil is the system's clock, which tests do
	// without.
	Sleep func(ctx context.Context, d time.Duration) error

	// network is what connections go through in tests, nil the network.
	network http.RoundTripper
}

// DefaultRate is how many requests are sent a second where nothing says otherwise.
// Source: databricks-sdk-go v0.182.0, httpclient/api_client.go.
const DefaultRate = 15

// Client is one workspace with one rate limit. It is safe for concurrent use.
type Client struct {
	options Options
	config  *config.Config
	api     *httpclient.ApiClient
	// transport is what all requests leave through.
	transport *transport
	url       *url.URL
	secrets   *secrets
	// refused says why no more requests are sent; nil while they are.
	refused atomic.Pointer[string]
	// org is the id of the workspace that answered.
	org atomic.Pointer[string]
}

var _ workspace.Asker = (*Client)(nil)

// New finds the workspace and the credentials the way the SDK does: options,
// environment, profile. It asks for credentials, so it may run the Databricks
// CLI or fetch a token. An error that is ErrNotConfigured says what is missing;
// another says that there are credentials and that they could not be had.
func New(ctx context.Context, o Options) (*Client, error) {
	setUserAgent(o.Version)
	c := &Client{options: o.withDefaults(), secrets: &secrets{}}
	if err := c.resolve(ctx); err != nil {
		return nil, err
	}
	if err := c.connect(); err != nil {
		return nil, err
	}
	if err := c.signIn(ctx); err != nil {
		return nil, err
	}
	return c, nil
}

func (o Options) withDefaults() Options {
	if o.Retry <= 0 {
		o.Retry = time.Minute
	}
	if o.Body <= 0 {
		o.Body = 64 << 20
	}
	if o.Sleep == nil {
		o.Sleep = pause
	}
	return o
}

// Host is the workspace's host, with its port where it has one of its own.
func (c *Client) Host() string { return c.url.Host }

// URL is the workspace's address without path.
func (c *Client) URL() string { return c.url.String() }

// Rate is how many requests are sent a second at most.
func (c *Client) Rate() int { return cmp.Or(c.config.RateLimitPerSecond, DefaultRate) }

// TLS says how the connection to the workspace is protected.
func (c *Client) TLS() workspace.TLS {
	switch {
	case c.url.Scheme != "https":
		return workspace.NoTLS
	case c.config.InsecureSkipVerify:
		return workspace.UnverifiedTLS
	default:
		return workspace.VerifiedTLS
	}
}

// WorkspaceID is the id that the workspace gave in an answer, or else the one
// that the configuration has; "" where neither does.
func (c *Client) WorkspaceID() string {
	if id := c.org.Load(); id != nil {
		return *id
	}
	return c.config.WorkspaceID
}

// connect builds the one API client, whose rate limiter all requests go
// through: Rate of them a second. Its retries are off, because
// they ignore Retry-After, leave out 502 and 504, and wait for a refused
// connection as long as for a busy server (httpclient.ApiClient, v0.182.0).
func (c *Client) connect() error {
	settings, err := config.HTTPClientConfigFromConfig(c.config)
	if err != nil {
		return err
	}
	settings.Visitors = c.visitors(settings.Visitors)
	settings.Transport = c.config.HTTPTransport
	settings.AuthVisitor = c.authorize
	settings.ErrorMapper = receive
	settings.ErrorRetriable = func(context.Context, error) bool { return false }
	settings.TransientErrors = nil
	// The transport watches for silence itself, by how long each request may be
	// silent; the SDK's watch is one for all.
	settings.HTTPTimeout = 24 * time.Hour
	c.api = httpclient.NewApiClient(settings)
	return nil
}

// visitors are the SDK's, with toWorkspace in the place of its first, which reads
// Config.Host while the renewal of a token writes it: a data race
// (config.HTTPClientConfigFromConfig and Config.fixHostIfNeeded, v0.182.0).
func (c *Client) visitors(sdk []httpclient.RequestVisitor) []httpclient.RequestVisitor {
	return append([]httpclient.RequestVisitor{c.toWorkspace}, sdk[1:]...)
}

// toWorkspace has a request go to the workspace.
func (c *Client) toWorkspace(r *http.Request) error {
	r.URL.Scheme, r.URL.Host = c.url.Scheme, c.url.Host
	return nil
}

// pause is Options.Sleep on the system's clock.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Get implements workspace.Asker. The path comes escaped.
func (c *Client) Get(ctx context.Context, path string, query url.Values) workspace.Answer {
	if len(query) > 0 {
		path += "?" + query.Encode()
	}
	return c.ask(ctx, request{method: http.MethodGet, path: path, silence: c.options.Request})
}

// ask tries until there is an answer to keep, or the retry budget is spent.
func (c *Client) ask(ctx context.Context, r request) workspace.Answer {
	if u, err := url.Parse(r.path); err != nil || u.Host != "" || !strings.HasPrefix(r.path, "/") {
		return workspace.Answer{Outcome: workspace.Failed, Problem: c.secrets.problem("no answer", "this is no path: "+r.path)}
	}
	p := newRetryBudget(c.options.Retry)
	last := workspace.Answer{Problem: "not asked"}
	for {
		v := c.send(ctx, r, &p)
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

// send sends a request once, through the rate limiter.
func (c *Client) send(ctx context.Context, r request, p *retryBudget) attemptResult {
	if c.refused.Load() != nil || ctx.Err() != nil {
		return c.resultOf(ctx, &attempt{}, nil)
	}
	x := p.nextAttempt(r)
	headers := map[string]string{"Accept": "application/json"}
	if c.config.WorkspaceID != "" {
		headers["X-Databricks-Workspace-Id"] = c.config.WorkspaceID
	}
	options := []httpclient.DoOption{httpclient.WithRequestHeaders(headers)}
	if r.body != nil {
		headers["Content-Type"] = "application/json"
		options = append(options, httpclient.WithRequestData(r.body))
	}
	// The SDK leaves its watch running where an AuthVisitor fails.
	inner, stop := context.WithCancel(x.in(ctx))
	defer stop()
	err := c.api.Do(inner, r.method, r.path, options...)
	p.spend(x)
	return c.resultOf(ctx, x, err)
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

// resolve lets the SDK find out the host and how to authenticate, without
// asking for credentials yet.
func (c *Client) resolve(ctx context.Context) error {
	cfg := &config.Config{
		Host:                c.options.Host,
		Profile:             c.options.Profile,
		RetryTimeoutSeconds: int(connectTime / time.Second),
		RateLimitPerSecond:  c.options.Rate,
	}
	c.transport = &transport{config: cfg, network: c.options.network, body: c.options.Body, secrets: c.secrets}
	cfg.HTTPTransport = c.transport
	cfg.HostMetadataResolver = func(_ context.Context, host string) (*config.HostMetadata, error) {
		c.secrets.settings(cfg)
		ctx, cancel := context.WithTimeout(ctx, lookupTime)
		defer cancel()
		x := &attempt{silence: lookupTime, connect: lookupTime}
		return cfg.DefaultHostMetadataResolver()(x.in(ctx), host)
	}
	c.config = cfg
	err := cfg.EnsureResolved()
	c.secrets.settings(cfg)
	if problem := profileProblem(c.options.Profile, cfg); problem != nil {
		return problem
	}
	if err != nil {
		return notConfigured(oneLine(c.secrets.text(resolution(err))))
	}
	if cfg.RateLimitPerSecond < 0 {
		return notConfigured(fmt.Sprintf("a rate limit of %d requests a second lets none through: set DATABRICKS_RATE_LIMIT to 1 or more, or give --rate", cfg.RateLimitPerSecond))
	}
	if c.options.Request <= 0 {
		c.options.Request = 30 * time.Second
		if cfg.HTTPTimeoutSeconds > 0 {
			c.options.Request = time.Duration(cfg.HTTPTimeoutSeconds) * time.Second
		}
	}
	return c.address()
}

// address is where the workspace is.
func (c *Client) address() error {
	cfg := c.config
	if cfg.Host == "" {
		return noHost
	}
	if !strings.Contains(cfg.Host, "://") {
		cfg.Host = "https://" + cfg.Host
	}
	u, err := url.Parse(cfg.Host)
	if err != nil {
		return notConfigured("the host is no address: " + writeHost)
	}
	if u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return notConfigured(fmt.Sprintf("host %q is no address of a workspace: %s", c.secrets.text(secret.Address(cfg.Host)), writeHost))
	}
	if isReadable(u) {
		return plainText{u}
	}
	c.url = &url.URL{Scheme: u.Scheme, Host: u.Host}
	cfg.Host = c.url.String()
	if cfg.ConfigType() == config.AccountConfig {
		return notConfigured(c.url.Host + " is the console of an account: name a workspace with --host or --profile")
	}
	return nil
}

// signIn gets credentials for the first time, so that a run without any
// ends before it begins.
func (c *Client) signIn(ctx context.Context) error {
	// Where a service principal is configured and refused, the chain of the SDK goes
	// on to other credentials, such as those of the CLI. An audit as another caller is
	// worse than none.
	if cfg := c.config; cfg.AuthType == "" && cfg.ClientID != "" && cfg.ClientSecret != "" {
		cfg.AuthType = "oauth-m2m"
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL(), nil)
	if err != nil {
		return err
	}
	kind := c.config.AuthType
	err = c.authenticate(ctx, r)
	refused := c.transport.refused.Load()
	switch {
	case err == nil:
		return nil
	case refused != nil:
		return fmt.Errorf("credentials for %s: %w", c.Host(), *refused)
	case ctx.Err() != nil:
		return fmt.Errorf("credentials for %s: %s", c.Host(), ending(ctx))
	case errors.Is(err, config.ErrCannotConfigureDefault):
		return notConfigured(fmt.Sprintf("no credentials for %s: set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET,\n"+
			"name a profile with --profile, or log in with 'databricks auth login --host %s'", c.Host(), c.URL()))
	case kind != "":
		return fmt.Errorf("credentials for %s (%s): %s", c.Host(), kind, c.secrets.reason(err))
	default:
		return fmt.Errorf("credentials for %s: %s", c.Host(), c.secrets.reason(err))
	}
}

// authenticate adds the headers of the credentials. Mostly the SDK fetches and
// renews tokens without a context, so a run that is over does not wait for it.
func (c *Client) authenticate(ctx context.Context, r *http.Request) error {
	signed := r.Clone(outside(ctx))
	done := make(chan error, 1)
	go func() { done <- c.config.Authenticate(signed) }()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case err := <-done:
		if err != nil {
			return err
		}
		r.Header = signed.Header
		c.secrets.headers(r.Header)
		return nil
	}
}

// authorize is the AuthVisitor that the SDK calls for an attempt when the rate
// limiter has let it through: the attempt begins here.
func (c *Client) authorize(r *http.Request) error {
	x := attemptOf(r.Context())
	if c.refused.Load() != nil {
		return errRefused
	}
	ctx := x.begin(r.Context())
	switch err := c.authenticate(ctx, r); {
	case err == nil:
	case ctx.Err() != nil:
		x.cause = ctx.Err() // the time was up, which says nothing about credentials
		return err
	default:
		x.credentials = err
		return err
	}
	*r = *r.WithContext(ctx)
	return nil
}

// Execute implements workspace.Asker: it runs a statement, waits for its end and
// collects its rows. The body is an object with columns, which are names, rows,
// which are arrays of strings and nulls, and truncated, which says that the row
// limit left some out. A statement whose run ends is cancelled.
func (c *Client) Execute(ctx context.Context, s workspace.Statement) workspace.Answer {
	body, err := json.Marshal(submit(s))
	if err != nil {
		return workspace.Answer{Outcome: workspace.Failed, Problem: c.secrets.problem("no answer", err.Error())}
	}
	answer := c.ask(ctx, request{
		method: http.MethodPost, path: statements, body: body,
		silence: c.options.Request + holdTime, changes: true,
	})
	if answer.Outcome != workspace.Read {
		return answer
	}
	state, ok := readStatement(answer.Body)
	e := execution{Client: c, path: statements + "/" + url.PathEscape(state.ID)}
	if !ok {
		return e.failed("the answer is not that of a statement")
	}
	return e.wait(ctx, state)
}

// resultOf says what an attempt came to.
func (c *Client) resultOf(ctx context.Context, x *attempt, err error) attemptResult {
	refused := c.refused.Load()
	switch {
	case ctx.Err() != nil:
		return attemptResult{answer: cutShort(ctx, x)}
	case x.credentials != nil:
		problem := c.secrets.problem("no answer: no credentials", c.secrets.reason(x.credentials))
		c.refuse(notAsked + "there are no credentials any more")
		return attemptResult{answer: workspace.Answer{Outcome: workspace.Failed, Problem: problem}}
	case !x.begun && refused != nil:
		return attemptResult{answer: workspace.Answer{Problem: *refused}}
	case !x.begun:
		return attemptResult{answer: tooLate(ctx, x, err)}
	case x.status == 0:
		return c.unanswered(x, err)
	case x.cause != nil:
		return c.cutOff(x)
	default:
		return c.answered(x)
	}
}

// tooLate is a request that the rate limiter did not let through: it does not wait for what
// would come behind the deadline of the run. The deadline is waited for here, so that the
// run ends by it, and not before it with nothing to show that there was no time left.
func tooLate(ctx context.Context, x *attempt, err error) workspace.Answer {
	if err != nil && strings.Contains(err.Error(), "would exceed context deadline") {
		<-ctx.Done()
		return cutShort(ctx, x)
	}
	return workspace.Answer{Problem: notAsked + timeLimit}
}

// refuse ends all requests that follow, for the first reason that there is.
func (c *Client) refuse(why string) { c.refused.CompareAndSwap(nil, &why) }

// unanswered is an attempt without so much as a status.
func (c *Client) unanswered(x *attempt, err error) attemptResult {
	v := attemptResult{answer: workspace.Answer{Outcome: workspace.Failed}, class: broken}
	if x.cause != nil {
		err = x.cause
	}
	if !x.connected.Load() {
		v.harmless, v.class = true, unreachable
		if isPermanent(err) {
			v.class = final
		}
	}
	v.answer.Problem = c.secrets.problem("no answer", connectionProblem(err, x))
	return v
}

// cutOff is an answer that began and did not end.
func (c *Client) cutOff(x *attempt) attemptResult {
	v := attemptResult{answer: workspace.Answer{Outcome: workspace.Failed, Status: x.status}, class: broken}
	detail := "the answer ended early: " + connectionProblem(x.cause, x)
	if errors.Is(x.cause, errTooLarge) {
		v.class, detail = final, "the answer is larger than "+bytesText(c.options.Body)
	}
	v.answer.Problem = c.secrets.problem(statusText(x.status), detail)
	return v
}

// answered is a whole answer, whatever it says.
func (c *Client) answered(x *attempt) attemptResult {
	c.noteOrg(x.header.Get("X-Databricks-Org-Id"))
	complaint := readComplaint(x.body)
	v := attemptResult{
		answer:   workspace.Answer{Outcome: workspace.Failed, Status: x.status},
		class:    retryClassOf(x.status, complaint.code),
		after:    retryAfter(x.header),
		harmless: (x.status == http.StatusTooManyRequests || x.status == http.StatusServiceUnavailable) && !complaint.statement,
	}
	head, detail := complaint.head(x.status), complaint.message
	switch {
	case x.status >= 300 && x.status < 400:
		v.answer.Status, head, detail = redirected(c.url, x)
	case x.status == http.StatusUnauthorized:
		c.refuse(notAsked + "the workspace refused the credentials (401)")
		v.answer.Problem = c.secrets.problem(head, detail) + "; " + renew
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
	v.answer.Problem = c.secrets.problem(head, detail)
	return v
}

// read is an answer that should be what was asked for.
func (c *Client) read(x *attempt, v attemptResult) attemptResult {
	if json.Valid(x.body) {
		v.answer.Outcome, v.answer.Body = workspace.Read, c.secrets.body(x.body)
		return v
	}
	var value any
	err := json.NewDecoder(bytes.NewReader(x.body)).Decode(&value)
	switch {
	case len(bytes.TrimSpace(x.body)) == 0:
		v.answer.Problem = c.secrets.problem(statusText(x.status), "the answer is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		v.class = broken
		v.answer.Problem = c.secrets.problem(statusText(x.status), "the answer ended early: its JSON is not complete")
	default:
		v.answer.Problem = c.secrets.problem(statusText(x.status), "the answer is not JSON")
	}
	return v
}

// noteOrg keeps the id of the workspace, which is a number.
func (c *Client) noteOrg(org string) {
	if _, err := strconv.ParseUint(org, 10, 64); err == nil {
		c.org.CompareAndSwap(nil, &org)
	}
}

const renew = "the token has expired or is invalid: make a new one, or log in again with 'databricks auth login'"

// The SDK looks its host up, and fetches tokens, with time limits of its own: five
// minutes unless it is told. The lookup is for hosts that are more than a
// workspace, and nothing is lost without it.
const (
	lookupTime  = 3 * time.Second
	connectTime = 20 * time.Second
)
