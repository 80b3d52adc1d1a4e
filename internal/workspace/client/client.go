// Package client asks a live workspace. It is the only user of
// databricks-sdk-go: authentication, the rate limit, retries and deadlines are
// its business, and it refuses to know what an endpoint is, or what an answer
// means beyond whether there is one.
package client

import (
	"context"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/databricks/databricks-sdk-go/config"
	"github.com/databricks/databricks-sdk-go/httpclient"

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
	// Body bounds the bytes of one answer, 0 is 64 MiB.
	Body int64
	// Sleep waits between attempts; nil is the system's clock, which tests do
	// without.
	Sleep func(ctx context.Context, d time.Duration) error

	// network is what connections go through in tests, nil the network.
	network http.RoundTripper
}

// Client is one workspace with one rate limit. It is safe for concurrent use.
type Client struct {
	options Options
	config  *config.Config
	api     *httpclient.ApiClient
	url     *url.URL
	secrets *secrets
	// refused says why nobody asks any more; nil while somebody does.
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
	introduce(o.Version)
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

// WorkspaceID is the id that the workspace gave in an answer, or else the one
// that the configuration has; "" where neither does.
func (c *Client) WorkspaceID() string {
	if id := c.org.Load(); id != nil {
		return *id
	}
	return c.config.WorkspaceID
}

// connect builds the one API client, whose rate limiter all requests go
// through: 15 a second, or DATABRICKS_RATE_LIMIT. Its retries are off, because
// they ignore Retry-After, leave out 502 and 504, and wait for a refused
// connection as long as for a busy server (httpclient.ApiClient, v0.182.0).
func (c *Client) connect() error {
	settings, err := config.HTTPClientConfigFromConfig(c.config)
	if err != nil {
		return err
	}
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
