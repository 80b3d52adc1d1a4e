package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/report"
)

type scanFlags struct {
	judgeFlags
	workspaceFlags
	fixFlags
	output string
}

func scanCommand(a *app) *cobra.Command {
	f := &scanFlags{}
	command := &cobra.Command{
		Use:   "scan",
		Short: "Check a live workspace",
		Long: `Read the gateways of a Databricks workspace, with what the workspace shows beside
them, and check them: endpoints, Unity Gateway services and apps.

gwlint only reads: every request is a GET, but for the statements that --warehouse
asks for. It signs in as every Databricks tool does: by --profile, --host and the
environment. What the identity may not see is unknown, never a pass; where it sees
nothing at all, nothing was checked (exit code 3) unless --allow-empty says that
there is nothing.

It sends at most 15 requests a second, since others share the limits of the
workspace: 1,000 endpoints take minutes. --rate changes that.`,
		Example: `  gwlint scan --profile prod
  gwlint scan --no-provided -f text -f sarif=gwlint.sarif
  gwlint scan --endpoint 'chat-*' -o evidence/2026-11
  gwlint scan --warehouse 1234567890abcdef`,
		Args: cobra.NoArgs,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := f.workspaceFlags.valid(); err != nil {
				return err
			}
			if err := f.fixFlags.valid(nil); err != nil {
				return err
			}
			patchAlone := f.diff && len(f.formats) == 0
			r, err := f.request(command, f.reporting(a.streams))
			if err != nil {
				return err
			}
			if patchAlone {
				r.outputs = nil
			}
			if err := f.choose(r.check.Rules); err != nil {
				return err
			}
			a.guardOwn(command.Context(), r.check)
			a.code, err = f.scan(command.Context(), a.streams, r)
			return err
		},
	}
	f.judgeFlags.add(command, a.streams.Dir)
	f.workspaceFlags.add(command)
	f.addLive(command, func() (check.RuleSet, error) { return f.load(a.streams.Dir) })
	command.Flags().StringVarP(&f.output, "output", "o", "", "`FOLDER` that keeps what was read, for 'gwlint check FOLDER' and 'gwlint verify FOLDER'")
	return command
}

// scan reads a workspace and checks it. An error means that nothing was checked.
func (s *scanFlags) scan(ctx context.Context, streams Streams, r request) (int, error) {
	streams.notices(r.check)
	taken := r.check.AsOf
	if r.check.Dated { // the flag says what ages are measured against, and not what the clock shows
		taken = streams.Now()
	}
	w, err := s.connect(ctx, streams, r.check.Settings)
	if _, ok := errors.AsType[unreachable](err); ok {
		return publish(streams, check.Unreadable(ctx, r.check, report.Problem{Message: err.Error()}), r), nil
	}
	if err != nil {
		return 0, err
	}
	w.Folder, w.KeepAnswers = s.output, s.diff
	recorder, err := w.Record(streams.absolute(s.output))
	if err != nil {
		return 0, err
	}
	streams.lowMemory()
	progress := progressOn(streams, s.quiet, w.Rate)
	w.Progress = progress
	defer progress.stop()
	limited, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	checked, err := check.Run(limited, r.check, w)
	if err != nil {
		recorder.Abort()
		return 0, err
	}
	recorded := recorder.Close(w, Version(), taken, checked.Summary.Complete)
	progress.stop()
	code, err := s.publish(ctx, streams, r, w, checked)
	if err != nil {
		return 0, err
	}
	if recorded != nil {
		streams.notice(recorded.Error())
		return report.ExitIncomplete, nil
	}
	return code, nil
}

// publish writes the reports and, where that is asked for, what mends the findings.
func (s *scanFlags) publish(ctx context.Context, streams Streams, r request, w *check.Workspace, checked report.Report) (int, error) {
	if !s.diff {
		return publish(streams, checked, r), nil
	}
	bodies, fixes, err := check.PutBodies(ctx, w, r.check, checked, s.which())
	checked.Fixes = fixes
	return s.showBodies(streams, r, checked, bodies), err
}
