package cli

import (
	"context"

	"github.com/gwlint/gwlint/internal/report"
)

func check(_ context.Context, _ Streams, _ request) int { return report.ExitClean }
