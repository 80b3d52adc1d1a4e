package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/pack"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

type packFlags struct {
	settingsFlags
	waiverFlags
	baselineFlags

	output string
	asOf   timeFlag
	state  string
	strict bool
	quiet  bool
}

func reportCommand(a *app) *cobra.Command {
	f := &packFlags{}
	command := &cobra.Command{
		Use:   "report SNAPSHOT -o PACK",
		Short: "Make an evidence pack of a snapshot",
		Long: `Judge a snapshot, which 'gwlint dump' or 'gwlint scan -o' wrote, and write a folder to
hand to an auditor: a copy of the snapshot, what was found as a page (report.html), as
JSON and as tables (actions.csv, matrix.csv), and all by which it was found: the
configuration, the waivers, the baseline, the state file, and rules and a policy of
your own. README.txt says what each file is, and SHA256SUMS covers all of them.

The folder is put in place when it is whole, and nothing is replaced. The same
snapshot, judged by the same files, gives the same bytes. 'gwlint verify PACK' shows
that nothing was changed and that the reports are those of the snapshot.

Exit codes: 0 the pack is written, whatever was found, 2 wrong usage or no snapshot,
3 nothing is written, or the check was incomplete and the pack says so.`,
		Example: `  gwlint report evidence/2026-11 -o packs/2026-11
  gwlint verify packs/2026-11
  gwlint report evidence/2026-11 -o packs/owasp --policy owasp_llm_2025`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) != 1 {
				return fmt.Errorf("report takes the folder of one snapshot; see '%s --help'", command.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(command *cobra.Command, args []string) error {
			var err error
			a.code, err = f.write(command, a, args[0])
			return err
		},
	}
	f.settingsFlags.add(command, a.streams.Dir)
	f.waiverFlags.add(command)
	f.baselineFlags.add(command)
	flags := command.Flags()
	flags.StringVarP(&f.output, "output", "o", "", "`PACK` to write: a new folder, or an empty one")
	flags.StringVar(&f.state, "state", "", "state `FILE` of the role audit, or none; default: state.yaml or .vibecoding-state.md here or at the repository's root")
	flags.Var(&f.asOf, "as-of", "`TIME` that ages are measured against; default: when the snapshot was taken")
	flags.BoolVar(&f.strict, "strict-evidence", false, "exit code 3 when the workspace denied any evidence")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print only what is wrong")
	return command
}

// write writes a pack. An error means that nothing was written, and why before anything was read.
func (f *packFlags) write(command *cobra.Command, a *app, folder string) (int, error) {
	if f.output == "" {
		return 0, errors.New("no folder to write to; name one with -o")
	}
	place := a.streams.absolute(folder)
	if err := isSnapshot(place, folder); err != nil {
		return 0, err
	}
	if below, err := filepath.Rel(place, a.streams.absolute(f.output)); err == nil && filepath.IsLocal(below) {
		return 0, fmt.Errorf("-o %s lies in the snapshot, which must stay as it is; name a folder elsewhere", f.output)
	}
	f.distrust = f.config == config.None
	judged := judgeFlags{settingsFlags: f.settingsFlags, waiverFlags: f.waiverFlags, baselineFlags: f.baselineFlags, asOf: f.asOf, state: f.state, strict: f.strict, color: "auto"}
	r, err := judged.request(command, a.streams)
	if err != nil {
		return 0, err
	}
	files, err := f.gather(command, a.streams, r.check)
	if err != nil {
		return 0, err
	}
	if _, problems, _ := check.Verify(command.Context(), place); len(problems) > 0 {
		for _, p := range problems {
			a.streams.notice(folder + "/" + p.String())
		}
		a.streams.notice("no pack is written: the snapshot is not as it was written; take it again, or copy it again from where it was whole")
		return report.ExitIncomplete, nil
	}
	a.guardOwn(command.Context(), r.check)
	return f.assemble(command.Context(), a.streams, place, files)
}

// packFiles are what goes into a pack beside the snapshot and the reports, and the arguments by which
// gwlint makes these.
type packFiles struct {
	arguments []string
	files     []packFile
}

// packFile is a file of a pack.
type packFile struct {
	name string
	text []byte
}

// add takes a file into the pack. One that holds a credential is refused: a pack is handed on.
func (p *packFiles) add(name, place, shown string) error {
	text, err := os.ReadFile(place)
	if err != nil {
		return fmt.Errorf("%s: %w", shown, source.WithoutPath(err))
	}
	number := 0
	for line := range strings.Lines(string(text)) {
		number++
		if holdsSecret(name, line) {
			return fmt.Errorf("%s:%d: the line looks as if it held a credential, and a pack is handed on; take it out", shown, number)
		}
	}
	p.files = append(p.files, packFile{name, text})
	return nil
}

// holdsSecret says whether a line must not be handed on. Code is full of words that stand before
// passwords elsewhere: of Rego, only what is a credential without doubt counts.
func holdsSecret(name, line string) bool {
	if path.Ext(name) == ".rego" {
		return secret.Holds(line)
	}
	return len(secret.Find(line)) > 0
}

// addTree takes the Rego below a folder into the pack.
func (p *packFiles) addTree(name, place, shown string) error {
	root := os.DirFS(place)
	return fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		hidden := file != "." && strings.HasPrefix(entry.Name(), ".")
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", path.Join(shown, file), source.WithoutPath(err))
		case hidden && entry.IsDir():
			return fs.SkipDir
		case entry.IsDir(), hidden, path.Ext(file) != ".rego" && file != "retired.txt":
			return nil
		}
		return p.add(path.Join(name, file), filepath.Join(place, filepath.FromSlash(file)), path.Join(shown, file))
	})
}

// gather collects what the snapshot is judged by.
func (f *packFlags) gather(command *cobra.Command, streams Streams, r check.Request) (packFiles, error) {
	p := packFiles{arguments: []string{"check", pack.SnapshotName, "--config", config.None}}
	if file := r.Settings.File; file != "" {
		p.arguments[3] = pack.ConfigName
		if err := p.add(pack.ConfigName, streams.absolute(filepath.FromSlash(file)), file); err != nil {
			return p, err
		}
	}
	if err := errors.Join(
		f.addPolicy(&p, command, streams, r), p.addRules(streams, r), p.addState(command.Context(), streams, r),
		f.addWaivers(&p, streams, r), f.addBaseline(&p, streams, r),
	); err != nil {
		return p, err
	}
	if command.Flags().Changed("fail-on") {
		p.arguments = append(p.arguments, "--fail-on", f.failOn)
	}
	for _, word := range r.Selected {
		p.arguments = append(p.arguments, "--select", word)
	}
	for _, word := range r.Ignored {
		p.arguments = append(p.arguments, "--ignore", word)
	}
	if r.Dated {
		p.arguments = append(p.arguments, "--as-of", r.AsOf.Format(time.RFC3339Nano))
	}
	if f.strict {
		p.arguments = append(p.arguments, "--strict-evidence")
	}
	return p, nil
}

// addPolicy takes a policy of the user's own into the pack.
func (f *packFlags) addPolicy(p *packFiles, command *cobra.Command, streams Streams, r check.Request) error {
	if !r.Policy.Own {
		if command.Flags().Changed("policy") {
			p.arguments = append(p.arguments, "--policy", f.policy)
		}
		return nil
	}
	named, base := r.Settings.Policy, r.Settings.Base
	if r.Settings.Origins.Of("policy") == policyFlag {
		base = streams.Dir
	}
	place := source.Absolute(base, named)
	info, err := os.Stat(place)
	if err != nil {
		return fmt.Errorf("%s: %w", named, source.WithoutPath(err))
	}
	if info.IsDir() {
		p.arguments = append(p.arguments, "--policy", "./"+pack.PolicyFolder)
		return p.addTree(pack.PolicyFolder, place, filepath.ToSlash(named))
	}
	name := path.Join(pack.PolicyFolder, filepath.Base(place))
	p.arguments = append(p.arguments, "--policy", name)
	return p.add(name, place, filepath.ToSlash(named))
}

// addRules takes folders of the user's own rules into the pack.
func (p *packFiles) addRules(streams Streams, r check.Request) error {
	for i, tree := range r.Rules.Own {
		name := path.Join(pack.RulesFolder, fmt.Sprint(i+1))
		p.arguments = append(p.arguments, "--rules", name)
		if err := p.addTree(name, streams.absolute(filepath.FromSlash(tree.Name)), tree.Name); err != nil {
			return err
		}
	}
	return nil
}

// addState takes the state file into the pack.
func (p *packFiles) addState(ctx context.Context, streams Streams, r check.Request) error {
	file, err := check.StateFile(ctx, r)
	switch {
	case err != nil:
		return err
	case r.State.None:
		p.arguments = append(p.arguments, "--state", noState)
	case file != "":
		name := path.Join(pack.StateFolder, filepath.Base(file))
		p.arguments = append(p.arguments, "--state", name)
		return p.add(name, streams.absolute(file), filepath.ToSlash(file))
	}
	return nil
}

// addWaivers takes the file of waivers into the pack.
func (f *packFlags) addWaivers(p *packFiles, streams Streams, r check.Request) error {
	place, _ := waiversPlace(streams.Dir, r.Settings)
	switch {
	case f.noWaivers:
		p.arguments = append(p.arguments, "--no-waivers")
	case place == "":
		p.arguments = append(p.arguments, "--waivers", config.None)
	default:
		p.arguments = append(p.arguments, "--waivers", pack.WaiversName)
		return p.add(pack.WaiversName, place, filepath.Base(place))
	}
	return nil
}

// addBaseline takes the baseline into the pack.
func (f *packFlags) addBaseline(p *packFiles, streams Streams, r check.Request) error {
	place := f.place(streams.Dir, r.Settings)
	if place == "" {
		p.arguments = append(p.arguments, "--baseline", noBaseline)
		return nil
	}
	p.arguments = append(p.arguments, "--baseline", pack.BaselineName)
	if f.strictBaseline {
		p.arguments = append(p.arguments, "--strict-baseline")
	}
	return p.add(pack.BaselineName, place, filepath.Base(place))
}

// assemble writes the pack.
func (f *packFlags) assemble(ctx context.Context, streams Streams, place string, files packFiles) (int, error) {
	w, err := pack.Create(streams.absolute(f.output), pack.New(Version(), files.arguments))
	if err != nil {
		return 0, err
	}
	checked, written, err := fill(ctx, streams, w, place, files)
	if err = errors.Join(err, w.Abort()); err != nil {
		streams.notice(err.Error())
		return report.ExitIncomplete, nil
	}
	if !f.quiet {
		_, _ = fmt.Fprintln(streams.Out, report.Visible(packSaid(f.output, written, checked))) // there is nowhere left to say that this failed
	}
	if !checked.Summary.Complete {
		for _, p := range checked.Errors {
			streams.notice(strings.TrimPrefix(p.File+": "+p.Message, ": "))
		}
		return report.ExitIncomplete, nil
	}
	return report.ExitClean, nil
}

// fill writes all files of a pack, and puts it in its place.
func fill(ctx context.Context, streams Streams, w *pack.Writer, snapshot string, files packFiles) (report.Report, int, error) {
	if err := w.Copy(snapshot, pack.SnapshotName, func(string) bool { return false }); err != nil {
		return report.Report{}, 0, err
	}
	for _, file := range files.files {
		if err := w.Write(file.name, func(to io.Writer) error { _, err := to.Write(file.text); return err }); err != nil {
			return report.Report{}, 0, err
		}
	}
	checked, err := judgePack(ctx, streams, w.Dir(), files.arguments)
	if err != nil {
		return checked, 0, err
	}
	for _, made := range packReports {
		if err := w.Write(made.name, func(to io.Writer) error { return made.write(to, checked) }); err != nil {
			return checked, 0, err
		}
	}
	if err := ctx.Err(); err != nil {
		return checked, 0, errors.New("stopped: no pack is written")
	}
	written, err := w.Close()
	return checked, written, err
}

// packSaid is a pack in one line.
func packSaid(name string, files int, r report.Report) string {
	failed := 0
	for _, item := range r.Checklist {
		if item.Status == report.StatusFail {
			failed++
		}
	}
	return fmt.Sprintf("%s: %s; %s of %s, %s, %d of %d items of the checklist fail", filepath.ToSlash(name), plural(files, "file", "files"),
		plural(r.Summary.Subjects, "subject", "subjects"), r.Workspace.Host, plural(r.Summary.Error, "error", "errors"), failed, len(r.Checklist))
}

// packReport is a report of a pack.
type packReport struct {
	name, format string
	matrix       report.Matrix
}

var packReports = []packReport{
	{pack.ReportName, "json", report.MatrixNone},
	{pack.PageName, "html", report.MatrixNone},
	{pack.ActionsName, "csv", report.MatrixNone},
	{pack.MatrixName, "csv", report.MatrixAll},
}

func (p packReport) write(to io.Writer, r report.Report) error {
	return report.Write(to, p.format, r, report.Options{Start: ".", Matrix: p.matrix})
}

// judgePack judges the snapshot of a pack by what lies beside it, and by nothing else.
func judgePack(ctx context.Context, streams Streams, dir string, arguments []string) (report.Report, error) {
	if err := packArguments(arguments); err != nil {
		return report.Report{}, err
	}
	f := &judgeFlags{}
	command := &cobra.Command{Use: arguments[0]}
	f.add(command, dir)
	if err := command.ParseFlags(arguments[2:]); err != nil {
		return report.Report{}, err
	}
	alone := Streams{
		In: strings.NewReader(""), Out: io.Discard, Err: streams.Err, Dir: dir, Now: streams.Now,
		Env: func(string) string { return "" },
	}
	r, err := f.request(command, alone)
	if err != nil {
		return report.Report{}, err
	}
	r.check.Frameworks = true
	return check.RunSnapshot(ctx, r.check, pack.SnapshotName)
}

// packArguments refuses arguments that no pack has: they come from a file, and must not lead out of
// the pack.
func packArguments(arguments []string) error {
	if len(arguments) < 2 || arguments[0] != "check" || arguments[1] != pack.SnapshotName {
		return fmt.Errorf("the arguments are not those of a check of %s", pack.SnapshotName)
	}
	words := []string{"--select", "--ignore", "--fail-on", "--as-of"}
	paths := []string{"--config", "--policy", "--rules", "--state", "--waivers", "--baseline"}
	alone := []string{"--strict-evidence", "--no-waivers", "--strict-baseline"}
	for rest := arguments[2:]; len(rest) > 0; {
		switch flag := rest[0]; {
		case slices.Contains(alone, flag):
			rest = rest[1:]
		case len(rest) == 1:
			return fmt.Errorf("the argument %q is not one of a pack", flag)
		case slices.Contains(words, flag), slices.Contains(paths, flag) && filepath.IsLocal(filepath.FromSlash(rest[1])):
			rest = rest[2:]
		default:
			return fmt.Errorf("the argument %q is not one of a pack", flag)
		}
	}
	return nil
}

// noPack refuses an evidence pack as something to check: what lies in it are reports.
func noPack(streams Streams, paths []string) error {
	for _, name := range paths {
		if pack.Is(streams.absolute(name)) {
			shown := filepath.ToSlash(filepath.Clean(name))
			return fmt.Errorf("%s is an evidence pack: check the snapshot in it, %s", shown, path.Join(shown, pack.SnapshotName))
		}
	}
	return nil
}
