package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/report"
)

type dumpFlags struct {
	workspaceFlags
	rulesFlag
	config, output string
	strict, quiet  bool
}

func dumpCommand(a *app) *cobra.Command {
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
			settings, err := config.Load(config.Options{Dir: a.streams.Dir, File: f.config, Rules: loaded.Nameable()})
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
	flags.StringVar(&f.config, "config", "", "configuration `FILE`, whose principals tell which grants are read, or none; default: .gwlint.yaml, here or above")
	flags.BoolVar(&f.strict, "strict-evidence", false, "exit code 3 when the workspace denies any evidence")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print only what could not be read")
	return command
}

// dump reads a workspace and writes a snapshot. An error means that nothing was
// read.
func (d *dumpFlags) dump(ctx context.Context, streams Streams, settings config.Settings) (int, error) {
	streams.lowMemory()
	taken := streams.Now()
	w, err := d.connect(ctx, streams, settings)
	if _, ok := errors.AsType[unreachable](err); ok {
		_ = streams.usage(err)
		return report.ExitIncomplete, nil
	}
	if err != nil {
		return 0, err
	}
	recorder, err := w.Record(streams.absolute(d.output))
	if err != nil {
		return 0, err
	}
	progress := progressOn(streams, d.quiet, w.Rate)
	w.Progress = progress
	defer progress.stop()
	limited, cancel := context.WithTimeout(ctx, d.timeout)
	defer cancel()
	reading := w.Dump(limited, recorder.Err)
	problems := reading.Problems(d.strict)
	err = recorder.Close(w, Version(), taken, len(problems) == 0)
	progress.stop()
	if err != nil && !errors.Is(err, reading.Err) {
		problems = append(problems, report.Problem{Message: err.Error()})
	}
	return d.summarize(streams, w.Host, reading, problems, err == nil), nil
}

// summarize prints what was written and what could not be read, and returns the
// exit code.
func (d *dumpFlags) summarize(streams Streams, host string, reading check.Reading, problems []report.Problem, written bool) int {
	for _, p := range report.New(report.Report{Errors: problems}, report.FailOnNone).Errors {
		streams.notice(strings.TrimPrefix(p.File+": "+p.Message, ": "))
	}
	if written && !d.quiet {
		who := cmp.Or(reading.Identity, "an identity that the workspace does not tell")
		apps, lacking := reading.Counts["apps"], ""
		if len(problems) > 0 {
			lacking = "; incomplete"
		}
		_, _ = fmt.Fprintf(streams.Out, "%s: %s as %s: %d endpoints and services, %d apps%s\n", // there is nowhere left to say that this failed
			report.Visible(d.output), report.Visible(host), report.Visible(who), reading.Subjects()-apps, apps, lacking)
	}
	if len(problems) > 0 {
		return report.ExitIncomplete
	}
	return report.ExitClean
}
