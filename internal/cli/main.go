// Package cli is the command line: flags, subcommands, and the order in which a
// check runs. It turns words into values and values into an exit code; what is
// right or wrong about a gateway it leaves to others.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/report"
)

// Streams is all of the process that gwlint touches.
type Streams struct {
	In       io.Reader
	Out, Err io.Writer
	// Dir is the absolute folder that relative paths start from; "" is that of
	// the process.
	Dir string
	// Env reads an environment variable; nil has none.
	Env func(string) string
	// Now tells the time; nil stands still at 1970, when nothing is old.
	Now func() time.Time
	// Terminal says that a person reads Out as it is written.
	Terminal bool
	// ErrTerminal says so of Err.
	ErrTerminal bool
	// Thrifty has the process do with less memory from now on, and take more time;
	// nil does nothing. A workspace is read with it.
	Thrifty func()
	// Width is the terminal's number of columns; 0 is unknown.
	Width int
}

// Main runs gwlint and returns its exit code.
func Main(ctx context.Context, streams Streams, args []string) int {
	if streams.Env == nil {
		streams.Env = func(string) string { return "" }
	}
	if streams.Now == nil {
		streams.Now = func() time.Time { return time.Unix(0, 0).UTC() }
	}
	if streams.Dir == "" {
		var err error
		if streams.Dir, err = os.Getwd(); err != nil {
			return streams.usage(err)
		}
	}
	a := &app{streams: streams}
	root := a.root()
	if err := knownCommand(root, args); err != nil {
		return streams.usage(err)
	}
	root.SetArgs(args)
	if err := root.ExecuteContext(ctx); err != nil && !brokenPipe(err) {
		return streams.usage(err)
	}
	return a.code
}

// usage tells why nothing was checked.
func (s Streams) usage(err error) int {
	for line := range strings.Lines(err.Error()) {
		// There is nowhere left to tell that this failed.
		_, _ = fmt.Fprintf(s.Err, "gwlint: %s\n", report.Visible(strings.TrimSuffix(line, "\n")))
	}
	return report.ExitUsage
}

// brokenPipe says that the reader of the output went away, which is its right.
func brokenPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}

// app is one run of gwlint.
type app struct {
	streams Streams
	code    int
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "gwlint",
		Short: "Check Databricks AI Gateway configuration against policy",
		Long: `gwlint checks Databricks AI Gateway configuration against policy.

It reads JSON and YAML, or a live workspace, judges every gateway there, and
reports what is wrong, what could not be decided, and which items of the checklist
hold.

Exit codes: 0 nothing to report, 1 findings, 2 wrong usage, 3 the check is
incomplete, 4 an operator must answer first.`,
		Example: `  gwlint check                        check the current folder
  gwlint check gw.json -f sarif=gw.sarif
  gwlint scan                         check the workspace that you are signed in to
  gwlint explain GW103
  gwlint config show`,
		Version:       Version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("no command; try 'gwlint check', or 'gwlint --help' for a list")
		},
	}
	root.SetIn(a.streams.In)
	root.SetOut(a.streams.Out)
	root.SetErr(a.streams.Err)
	root.SetVersionTemplate("gwlint {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.CompletionOptions.HiddenDefaultCmd = false
	root.AddCommand(a.checkCommand(), a.scanCommand(), a.dumpCommand(), a.verifyCommand(), a.rulesCommand(), a.explainCommand(), a.testCommand(), a.policiesCommand(), a.configCommand(), a.versionCommand())
	return root
}
