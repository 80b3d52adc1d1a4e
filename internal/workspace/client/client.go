// Package client asks a live workspace. It is the only user of
// databricks-sdk-go: authentication, the rate limit, retries, deadlines and the
// pages of a list are its business, and it refuses to know what an endpoint is.
package client

import (
	"context"
	"net/url"
	"time"

	"github.com/databricks/databricks-sdk-go/config"

	"github.com/gwlint/gwlint/internal/workspace"
)

// Options says which workspace to ask, and how patiently.
type Options struct {
	// Host and Profile are what flags name; "" leaves it to the environment and to
	// ~/.databrickscfg, as every tool of Databricks does.
	Host, Profile string
	// Version is that of gwlint, for the user agent.
	Version string
	// Retry is how long one request is tried, 0 one minute; Request how long one
	// attempt may be silent, 0 thirty seconds.
	Retry, Request time.Duration
	// Now and Sleep are the clock; nil is the system's, which tests do without.
	Sleep func(ctx context.Context, d time.Duration) error
}

// Client is one workspace with one rate limit. It is safe for concurrent use.
type Client struct {
	config *config.Config
}

// Get implements workspace.Asker.
func (c *Client) Get(context.Context, string, url.Values) workspace.Answer {
	return workspace.Answer{}
}

// Execute implements workspace.Asker.
func (c *Client) Execute(context.Context, workspace.Statement) workspace.Answer {
	return workspace.Answer{}
}
