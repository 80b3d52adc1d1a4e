package client

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"strings"
	"time"

	"github.com/databricks/databricks-sdk-go/config"
)

// ErrNotConfigured is the error of a workspace that nobody named, or that nobody
// is named to ask: the text says what is missing and what to do.
var ErrNotConfigured = errors.New("no workspace is configured")

// notConfigured is an ErrNotConfigured in words of its own.
type notConfigured string

func (e notConfigured) Error() string        { return string(e) }
func (e notConfigured) Is(target error) bool { return target == ErrNotConfigured }

const noHost = notConfigured("no workspace is named: give --host or --profile, set DATABRICKS_HOST, " +
	"or write a profile into ~/.databrickscfg with 'databricks configure'")

// The SDK looks its host up, and fetches tokens, with a patience of its own:
// five minutes unless it is told. The lookup is for hosts that are more than a
// workspace, and nothing is lost without it.
const (
	lookupTime  = 3 * time.Second
	connectTime = 20 * time.Second
)

// resolve lets the SDK find out the host and how to authenticate, without
// asking for credentials yet.
func (c *Client) resolve(ctx context.Context) error {
	cfg := &config.Config{
		Host:                c.options.Host,
		Profile:             c.options.Profile,
		RetryTimeoutSeconds: int(connectTime / time.Second),
	}
	cfg.HTTPTransport = &transport{config: cfg, network: c.options.network, body: c.options.Body, secrets: c.secrets}
	cfg.HostMetadataResolver = func(_ context.Context, host string) (*config.HostMetadata, error) {
		c.secrets.settings(cfg)
		ctx, cancel := context.WithTimeout(ctx, lookupTime)
		defer cancel()
		x := &exchange{silence: lookupTime, connect: lookupTime}
		return cfg.DefaultHostMetadataResolver()(x.in(ctx), host)
	}
	c.config = cfg
	err := cfg.EnsureResolved()
	c.secrets.settings(cfg)
	if err != nil {
		return notConfigured(oneLine(c.secrets.text(resolution(err))))
	}
	if cfg.RateLimitPerSecond < 0 {
		return notConfigured(fmt.Sprintf("a rate limit of %d requests a second lets none through: set DATABRICKS_RATE_LIMIT to 1 or more", cfg.RateLimitPerSecond))
	}
	if c.options.Request <= 0 {
		c.options.Request = 30 * time.Second
		if cfg.HTTPTimeoutSeconds > 0 {
			c.options.Request = time.Duration(cfg.HTTPTimeoutSeconds) * time.Second
		}
	}
	return c.address()
}

// resolution shortens an error of the SDK, which lists all settings behind
// ". Config: ", and leaves out the line of a file that it cannot parse: a token
// may stand in it.
func resolution(err error) string {
	text, _, _ := strings.Cut(err.Error(), ". Config: ")
	text = strings.TrimPrefix(strings.TrimPrefix(text, "resolve: "), "validate: ")
	if !strings.HasPrefix(text, "cannot parse config file") {
		return text
	}
	if problem := new(fs.PathError); errors.As(err, &problem) {
		return problem.Error()
	}
	return "the file with profiles (~/.databrickscfg, or what DATABRICKS_CONFIG_FILE names) cannot be parsed"
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
	if err != nil || u.Hostname() == "" || u.Scheme != "https" && u.Scheme != "http" {
		return notConfigured(fmt.Sprintf("host %q is no address of a workspace: write it as https://example.cloud.databricks.com", c.secrets.text(cfg.Host)))
	}
	c.url = &url.URL{Scheme: u.Scheme, Host: u.Host}
	cfg.Host = c.url.String()
	if cfg.ConfigType() == config.AccountConfig {
		return notConfigured(c.url.Host + " is the console of an account: name a workspace with --host or --profile")
	}
	return nil
}
