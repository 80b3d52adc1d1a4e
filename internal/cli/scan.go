package cli

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/report"
)

type scanFlags struct {
	judgeFlags
	workspaceFlags
	output string
}

func (a *app) scanCommand() *cobra.Command {
	f := &scanFlags{}
	command := &cobra.Command{
		Use:   "scan",
		Short: "Check a live workspace",
		Long: `Read the gateways of a Databricks workspace, with what the workspace shows beside
them, and check them: endpoints, Unity Gateway services and apps.

gwlint only reads: every request is a GET, but for the statements that --warehouse
asks for. It signs in as every Databricks tool does: by --profile, --host and the
environment. What the identity may not see is unknown, never a pass.`,
		Example: `  gwlint scan --profile prod
  gwlint scan --no-provided -f text -f sarif=gwlint.sarif
  gwlint scan --endpoint 'chat-*' -o evidence/2026-11
  gwlint scan --warehouse 1234567890abcdef`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			go warm()
			if err := f.valid(); err != nil {
				return err
			}
			r, err := f.request(command, a.streams)
			if err != nil {
				return err
			}
			a.code, err = f.scan(command.Context(), a.streams, r)
			return err
		},
	}
	f.judgeFlags.add(command)
	f.workspaceFlags.add(command)
	command.Flags().StringVarP(&f.output, "output", "o", "", "`FOLDER` that keeps what was read, for 'gwlint check FOLDER' and 'gwlint verify FOLDER'")
	return command
}

// scan reads a workspace and checks it. An error means that nothing was checked.
func (f *scanFlags) scan(ctx context.Context, streams Streams, r request) (int, error) {
	for _, notice := range notices(r.settings) {
		_, _ = fmt.Fprintf(streams.Err, "gwlint: %s\n", notice) // a notice that cannot be given stops nothing
	}
	taken := r.asOf
	if r.dated { // the flag says what ages are measured against, and not what the clock shows
		taken = streams.Now()
	}
	target, err := f.connect(ctx, streams, r.settings)
	if _, ok := errors.AsType[unreachable](err); ok {
		return streams.unread(ctx, r, report.Problem{Message: err.Error()}), nil
	}
	if err != nil {
		return 0, err
	}
	keeper, err := newKeeper(f.output, streams, &target)
	if err != nil {
		return 0, err
	}
	target.progress = streams.progress(f.quiet)
	defer target.progress.stop()
	limited, cancel := context.WithTimeout(ctx, f.timeout)
	defer cancel()
	checked, visit, err := target.examine(limited, streams, r)
	if err != nil {
		keeper.drop()
		return 0, err
	}
	kept := keeper.close(visit, taken, checked.Summary.Complete)
	target.progress.stop()
	code := streams.publish(checked, r)
	if kept != nil {
		_, _ = fmt.Fprintf(streams.Err, "gwlint: %s\n", report.Visible(kept.Error())) // there is nowhere left to tell that this failed
		return report.ExitIncomplete, nil
	}
	return code, nil
}
