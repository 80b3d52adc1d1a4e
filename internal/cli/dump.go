package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
)

type dumpFlags struct {
	workspaceFlags
	rulesFlag
	config, output string
	strict, quiet  bool
}

func (a *app) dumpCommand() *cobra.Command {
	f := &dumpFlags{}
	command := &cobra.Command{
		Use:   "dump -o FOLDER",
		Short: "Keep what a workspace shows of its gateways",
		Long: `Read what 'gwlint scan' would read, and keep it in a folder: one JSON file for each
object, without secrets, with a manifest and SHA256SUMS. 'gwlint check FOLDER' then
finds what a scan would have found, for somebody who has no access too.

The folder is put in place when it is whole; an older snapshot there is replaced.
After an interrupt it holds what was read until then, and says that it is incomplete.`,
		Example: `  gwlint dump -o evidence/2026-11 --profile prod
  gwlint check evidence/2026-11
  gwlint verify evidence/2026-11`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if f.output == "" {
				return errors.New("no folder to write to; name one with -o")
			}
			if err := f.valid(); err != nil {
				return err
			}
			loaded, err := f.load(a.streams.Dir)
			if err != nil {
				return err
			}
			settings, err := config.Load(config.Options{Dir: a.streams.Dir, File: f.config, Rules: loaded.nameable()})
			if err != nil {
				return err
			}
			a.code, err = f.dump(command.Context(), a.streams, settings)
			return err
		},
	}
	f.workspaceFlags.add(command)
	f.rulesFlag.add(command)
	flags := command.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "`FOLDER` to write to: a new one, an empty one, or an older snapshot")
	flags.StringVar(&f.config, "config", "", "configuration `FILE`, whose principals tell which grants are read; default: .gwlint.yaml, here or above")
	flags.BoolVar(&f.strict, "strict-evidence", false, "evidence that the workspace refuses to show leaves the snapshot incomplete (exit code 3)")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print only what could not be read")
	return command
}

// dump reads a workspace and keeps it. An error means that nothing was read.
func (f *dumpFlags) dump(ctx context.Context, streams Streams, settings config.Settings) (int, error) {
	streams.thrifty()
	taken := streams.Now()
	target, err := f.connect(ctx, streams, settings)
	if _, ok := errors.AsType[unreachable](err); ok {
		_ = streams.usage(err)
		return report.ExitIncomplete, nil
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
	t := target.begin(limited)
	t.each(limited, func(workspace.Subject) error { return keeper.err() })
	t.end()
	problems := append(ended(t.err), failures(t.unread, f.strict)...)
	err = keeper.close(t, taken, len(problems) == 0)
	target.progress.stop()
	if err != nil && !errors.Is(err, t.err) {
		problems = append(problems, report.Problem{Message: err.Error()})
	}
	return f.say(streams, t, problems, err == nil), nil
}

// say tells what was kept and what could not be read, and returns the exit code.
func (f *dumpFlags) say(streams Streams, t *visit, problems []report.Problem, kept bool) int {
	for _, p := range report.New(report.Report{Errors: problems}, report.FailOnNone).Errors {
		line := strings.TrimPrefix(p.File+": "+p.Message, ": ")
		_, _ = fmt.Fprintf(streams.Err, "gwlint: %s\n", report.Visible(line)) // there is nowhere left to tell that this failed
	}
	if kept && !f.quiet {
		who := cmp.Or(t.who, "an identity that the workspace does not tell")
		apps, lacking := t.counts["apps"], ""
		if len(problems) > 0 {
			lacking = "; incomplete"
		}
		_, _ = fmt.Fprintf(streams.Out, "%s: %s as %s: %d endpoints and services, %d apps%s\n", // as above
			report.Visible(f.output), report.Visible(t.host), report.Visible(who), t.subjects()-apps, apps, lacking)
	}
	if len(problems) > 0 {
		return report.ExitIncomplete
	}
	return report.ExitClean
}
