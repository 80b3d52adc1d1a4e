package client

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/databricks/databricks-sdk-go/config"
)

// signIn gets credentials for the first time, so that a run without any
// ends before it begins.
func (c *Client) signIn(ctx context.Context) error {
	// The chain of the SDK goes on to somebody else, such as whoever is logged in
	// with the CLI, where a service principal is configured and refused. An audit
	// with the wrong eyes is worse than none.
	if cfg := c.config; cfg.AuthType == "" && cfg.ClientID != "" && cfg.ClientSecret != "" {
		cfg.AuthType = "oauth-m2m"
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, c.URL(), nil)
	if err != nil {
		return err
	}
	kind := c.config.AuthType
	switch err = c.authenticate(ctx, r); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("credentials for %s: %s", c.Host(), ending(ctx))
	case errors.Is(err, config.ErrCannotConfigureDefault):
		return notConfigured(fmt.Sprintf("no credentials for %s: set DATABRICKS_TOKEN, or DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET,\n"+
			"name a profile with --profile, or log in with 'databricks auth login --host %s'", c.Host(), c.URL()))
	case kind != "":
		return fmt.Errorf("credentials for %s (%s): %s", c.Host(), kind, c.reason(err))
	default:
		return fmt.Errorf("credentials for %s: %s", c.Host(), c.reason(err))
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

// authorize is the first visitor that the SDK calls for an attempt, when the
// rate limiter has let it through: the attempt begins here.
func (c *Client) authorize(r *http.Request) error {
	x := exchangeOf(r.Context())
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
