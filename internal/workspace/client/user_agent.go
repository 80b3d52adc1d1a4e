package client

import (
	"context"
	"strings"
	"sync"

	"github.com/databricks/databricks-sdk-go/logger"
	"github.com/databricks/databricks-sdk-go/useragent"
)

// Both are variables of the SDK, for the whole process.
var userAgentOnce sync.Once

// setUserAgent names the product in the user agent and keeps the SDK from writing
// to standard error, once.
func setUserAgent(version string) {
	userAgentOnce.Do(func() {
		logger.DefaultLogger = silent{}
		product(version)
	})
}

// product leaves it to the SDK what a version is: it panics where it is none,
// such as "dev".
func product(version string) {
	defer func() {
		if recover() != nil {
			useragent.WithProduct("gwlint", "0.0.0-dev")
		}
	}()
	useragent.WithProduct("gwlint", strings.TrimPrefix(version, "v"))
}

// silent is a logger of the SDK. What goes wrong is in an answer or an error;
// the rest, at level debug, would hold headers.
type silent struct{}

func (silent) Enabled(context.Context, logger.Level) bool   { return false }
func (silent) Tracef(_ context.Context, _ string, _ ...any) {}
func (silent) Debugf(_ context.Context, _ string, _ ...any) {}
func (silent) Infof(_ context.Context, _ string, _ ...any)  {}
func (silent) Warnf(_ context.Context, _ string, _ ...any)  {}
func (silent) Errorf(_ context.Context, _ string, _ ...any) {}
