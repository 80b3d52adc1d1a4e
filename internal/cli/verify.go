package cli

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/pack"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/workspace"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

func verifyCommand(a *app) *cobra.Command {
	var quiet bool
	command := &cobra.Command{
		Use:   "verify FOLDER",
		Short: "Verify a snapshot or an evidence pack",
		Long: `Hold every file of a snapshot, which 'gwlint dump' wrote, against its manifest.json
and SHA256SUMS, and what is in it against its lists, and say whether all that was
asked for could be read. Of an evidence pack, which 'gwlint report' wrote, verify the
snapshot in it too, and make its reports again: they must be those of the snapshot.

This shows what changed by accident, or by somebody who did not rewrite the sums
as well. To show more, sign SHA256SUMS, which covers every file, when the snapshot
is taken: a signature in the folder is to be named SHA256SUMS.asc, .sig or the
like. gwlint does not check it.

Exit codes: 0 the snapshot is complete and all files are as they were written,
2 wrong usage or no snapshot, 3 the snapshot is incomplete, a file is not as it was
written, or a report is not that of the snapshot.`,
		Example: `  gwlint verify evidence/2026-11
  gwlint verify -q evidence/2026-11 && gwlint check evidence/2026-11
  gwlint verify packs/2026-11
  cd evidence/2026-11 && sha256sum -c SHA256SUMS
  cosign sign-blob --bundle SHA256SUMS.sigstore.json SHA256SUMS
  gpg --detach-sign --armor SHA256SUMS`,
		Args: func(command *cobra.Command, args []string) error {
			switch len(args) {
			case 0:
				return fmt.Errorf("verify takes the folder of a snapshot; see '%s --help'", command.CommandPath())
			case 1:
				return nil
			default:
				return fmt.Errorf("verify takes one folder, got %q too; see '%s --help'", args[1], command.CommandPath())
			}
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(command *cobra.Command, args []string) error {
			folder := args[0]
			if !filepath.IsAbs(folder) {
				folder = filepath.Join(a.streams.Dir, folder)
			}
			if pack.Is(folder) {
				var err error
				a.code, err = verifyPack(command.Context(), a, folder, quiet)
				return err
			}
			if err := isSnapshot(folder, args[0]); err != nil {
				return err
			}
			v := verification{}
			v.manifest, v.problems, v.incomplete = check.Verify(command.Context(), folder)
			a.code = v.exitCode()
			return v.write(command.OutOrStdout(), quiet)
		},
	}
	command.Flags().BoolVarP(&quiet, "quiet", "q", false, "print nothing when all is well")
	return command
}

// isSnapshot refuses a folder that never was a snapshot; a damaged one is for
// Verify to report.
func isSnapshot(folder, named string) error {
	_, err := snapshot.Open(folder)
	if fault, ok := errors.AsType[*snapshot.Error](err); ok && errors.Is(err, snapshot.ErrNoSnapshot) {
		return fmt.Errorf("%s: %s", named, fault.Message)
	}
	return nil
}

// verification is what there is to say of a snapshot.
type verification struct {
	manifest snapshot.Manifest
	problems []snapshot.Problem
	// incomplete says what was asked for and was not there.
	incomplete []string
}

func (v verification) exitCode() int {
	if len(v.problems)+len(v.incomplete) > 0 || !v.manifest.Complete {
		return report.ExitIncomplete
	}
	return report.ExitClean
}

func (v verification) write(w io.Writer, quiet bool) error {
	var text strings.Builder
	for _, p := range v.problems {
		text.WriteString(report.Visible(p.String()) + "\n")
	}
	if notice := v.manifest.TLS.Notice(); notice != "" {
		text.WriteString(report.Visible("not verified: when it was taken, "+notice) + "\n")
	}
	for _, message := range v.incomplete {
		text.WriteString(report.Visible("incomplete: "+message) + "\n")
	}
	for _, e := range v.unread() {
		text.WriteString(report.Visible("not read: "+e.Path+": "+reason(e)) + "\n")
	}
	if !quiet || v.exitCode() != report.ExitClean {
		text.WriteString(report.Visible(v.summary()) + "\n")
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// unread are the records that left the snapshot incomplete. Without any, all
// evidence was asked for, and these could not be seen.
func (v verification) unread() []snapshot.Entry {
	var failed, refused []snapshot.Entry
	for _, e := range v.manifest.Records {
		switch {
		case v.manifest.Complete:
		case e.Fails():
			failed = append(failed, e)
		case e.Outcome == workspace.Denied.Word():
			refused = append(refused, e)
		}
	}
	if len(failed) > 0 || v.manifest.Interrupted {
		return failed
	}
	return refused
}

func reason(e snapshot.Entry) string {
	if e.Message == "" {
		return "nobody asked for it"
	}
	return e.Message
}

// summary is one line: what it is a snapshot of, and whether it is whole.
func (v verification) summary() string {
	if v.manifest.Format == "" {
		return fmt.Sprintf("%s; nobody knows what the snapshot holds, since its manifest cannot be read", plural(len(v.problems), "problem", "problems"))
	}
	m := v.manifest
	who := m.Identity
	if who == "" {
		who = "an identity that the workspace does not tell"
	}
	files := 2 // the manifest and the sums
	for _, e := range m.Records {
		if e.SHA256 != "" {
			files++
		}
	}
	state := "as they were written"
	if len(v.problems) > 0 {
		state = "not as they were written: " + plural(len(v.problems), "problem", "problems")
	}
	return fmt.Sprintf("%s, taken at %s with gwlint %s by %s: %d files, %s; %s",
		m.Host, m.TakenAt.Format(time.RFC3339), m.Tool.Version, who, files, state, v.completeness())
}

func (v verification) completeness() string {
	switch unread := len(v.unread()); {
	case v.manifest.Complete && len(v.incomplete) == 0:
		return "complete"
	case v.manifest.Interrupted:
		return "incomplete, since it was interrupted"
	case unread > 0:
		return "incomplete, " + plural(unread, "object", "objects") + " not read"
	default:
		return "incomplete"
	}
}
