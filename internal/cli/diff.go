package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/compare"
	"github.com/gwlint/gwlint/internal/pack"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/workspace/snapshot"
)

// diffFlags are those of a comparison: how it is written, and by what snapshots are judged.
type diffFlags struct {
	settingsFlags
	waiverFlags
	baselineFlags

	formats []string
	asOf    timeFlag
	state   string
	color   string
}

func diffCommand(a *app) *cobra.Command {
	f := &diffFlags{}
	command := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Say what came between two reports or snapshots",
		Long: `Compare two JSON reports, or two folders that 'gwlint dump' or 'gwlint scan -o' wrote:
which failures are new, fixed, changed or waived, which items of the checklist have
another status, and which gateways came and went. - is standard input. Of an evidence
pack, it is the report in it.

A failure is known again by its fingerprint, so a file that was moved and a line that
was inserted make nothing new. One whose value is another is listed as changed, and
counts as new, as it does for a baseline: what was accepted was the old value. What
NEW did not look at, or could not decide, is not fixed; the reason stands beside it.

Both snapshots are judged by the rules, the policy and the configuration at hand.
Reports are compared as they are; make both over the same paths.

Exit codes: 0 nothing new, 1 failures at or above --fail-on that OLD does not have,
2 wrong usage or no report, 3 OLD or NEW is incomplete.`,
		Example: `  gwlint diff main.json branch.json
  gwlint check -f json | gwlint diff main.json -
  gwlint diff evidence/2026-10 evidence/2026-11
  gwlint diff main.json branch.json -f text -f markdown=comment.md`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) != 2 {
				return fmt.Errorf("diff takes two reports or snapshots, OLD and NEW; see '%s --help'", command.CommandPath())
			}
			return nil
		},
		RunE: func(command *cobra.Command, args []string) error {
			var err error
			a.code, err = f.diff(command, a, args[0], args[1])
			return err
		},
	}
	f.settingsFlags.add(command, a.streams.Dir)
	f.waiverFlags.add(command)
	f.baselineFlags.add(command)
	flags := command.Flags()
	listVar(flags, &f.formats, "format", "f", "`NAME[=FILE]` of a comparison: "+strings.Join(compare.Formats(), ", ")+"; repeatable; default: text")
	flags.StringVar(&f.state, "state", "", "state `FILE` of the role audit, or none, for snapshots")
	flags.Var(&f.asOf, "as-of", "`TIME` that ages in snapshots are measured against; default: when each was taken")
	flags.StringVar(&f.color, "color", "auto", "`WHEN` to use colours: "+strings.Join(colorModes, ", "))
	complete(command, "color", func() []string { return colorModes })
	completeWith(command, "format", completeFormats(compare.Formats))
	return command
}

// diff compares. An error means that nothing was compared.
func (d *diffFlags) diff(command *cobra.Command, a *app, old, now string) (int, error) {
	outputs, err := d.outputs(a.streams)
	if err != nil {
		return 0, err
	}
	judged := judgeFlags{settingsFlags: d.settingsFlags, waiverFlags: d.waiverFlags, baselineFlags: d.baselineFlags, asOf: d.asOf, state: d.state, color: d.color}
	r, err := judged.request(command, a.streams)
	if err != nil {
		return 0, err
	}
	if old == "-" && now == "-" {
		return 0, errors.New("standard input can be OLD or NEW, and not both")
	}
	if err := d.judges(command, a.streams, old, now); err != nil {
		return 0, err
	}
	a.guardOwn(command.Context(), r.check)
	var sides [2]compare.Side
	for i, name := range []string{old, now} {
		sides[i].Name = filepath.ToSlash(name)
		if sides[i].Report, err = readSide(command.Context(), a.streams, r.check, name); err != nil {
			return 0, fmt.Errorf("%s: %w", filepath.ToSlash(name), err)
		}
	}
	compared := compare.Reports(sides[0], sides[1], r.check.FailOn, ships)
	return d.publish(a.streams, compared, outputs, r.options), nil
}

// outputs are where the comparison goes.
func (d *diffFlags) outputs(streams Streams) ([]output, error) {
	var outputs []output
	for _, text := range d.formats {
		format, file, named := strings.Cut(text, "=")
		if err := compare.CheckFormat(format); err != nil {
			return nil, fmt.Errorf("--format: %w%s", err, suggestion(format, compare.Formats()))
		}
		if named && file == "" {
			return nil, fmt.Errorf("--format %s: no file behind the =", text)
		}
		o := output{format: format, file: streams.absolute(file)}
		if named && file != "-" {
			if err := writable(o.file); err != nil {
				return nil, fmt.Errorf("--format %s: %w", text, err)
			}
		} else {
			o.file = ""
		}
		if slices.ContainsFunc(outputs, func(other output) bool { return other.place() == o.place() }) {
			return nil, fmt.Errorf("--format %s goes where another one goes; name another file", text)
		}
		outputs = append(outputs, o)
	}
	if len(outputs) == 0 {
		outputs = []output{{format: "text"}}
	}
	return outputs, nil
}

// judges refuses flags that say how snapshots are judged where there is none.
func (d *diffFlags) judges(command *cobra.Command, streams Streams, paths ...string) error {
	for _, path := range paths {
		if snapshot.Is(streams.absolute(path)) {
			return nil
		}
	}
	for _, flag := range []string{"policy", "rules", "select", "ignore", "state", "as-of", "waivers", "no-waivers", "baseline", "strict-baseline"} {
		if command.Flags().Changed(flag) {
			return fmt.Errorf("--%s says how snapshots are judged, and both are reports: leave it out, and give it to the runs that make them", flag)
		}
	}
	return nil
}

// publish writes the comparison and returns the exit code. One that cannot be written leaves the
// comparison incomplete.
func (d *diffFlags) publish(streams Streams, c compare.Comparison, outputs []output, options report.Options) int {
	code := c.ExitCode
	for _, o := range outputs {
		var err error
		switch {
		case o.file != "":
			plain := options
			plain.Color, plain.Width = false, 0
			err = writeFile(o.file, func(w io.Writer) error { return compare.Write(w, o.format, c, plain) })
		case o.forPeople() && streams.inActions():
			lines := &wholeLines{w: disarmed{streams.Out}}
			err = cmp.Or(compare.Write(lines, o.format, c, options), lines.flush())
		default:
			err = compare.Write(streams.Out, o.format, c, options)
		}
		if err != nil && !brokenPipe(err) {
			streams.notice(fmt.Sprintf("the %s comparison is not written: %s", o.format, err))
			code = report.ExitIncomplete
		}
	}
	return code
}

// readSide reads a report, or judges a snapshot. An error is to stand behind the name.
func readSide(ctx context.Context, streams Streams, r check.Request, name string) (report.Report, error) {
	if name == "-" {
		return report.Read(streams.In)
	}
	place := streams.absolute(name)
	read, err := reportIn(place)
	switch {
	case !errors.Is(err, errFolder):
		return read, err
	case pack.Is(place):
		return readPack(place)
	case snapshot.Is(place):
		return check.RunSnapshot(ctx, r, name)
	}
	return report.Report{}, errors.New("is a folder, and neither a snapshot nor an evidence pack; name a JSON report")
}

// reportIn reads the report in a file.
func reportIn(place string) (report.Report, error) {
	file, err := openFile(place)
	if err != nil {
		return report.Report{}, err
	}
	defer func() { _ = file.Close() }() // nothing was written to it
	read, err := report.Read(file)
	return read, source.WithoutPath(err)
}

// readPack reads the report of a pack, as it was when the pack was made.
func readPack(folder string) (report.Report, error) {
	if _, _, problems := pack.Verify(folder); len(problems) > 0 {
		return report.Report{}, fmt.Errorf("%s %s; 'gwlint verify' says more", problems[0].File, problems[0].Message)
	}
	read, err := reportIn(filepath.Join(folder, pack.ReportName))
	if err != nil {
		return report.Report{}, fmt.Errorf("%s: %w", pack.ReportName, err)
	}
	return read, nil
}

// ships says whether this gwlint ships a rule and has the version.
func ships(version, rule string) bool {
	if version != Version() {
		return false
	}
	for _, known := range shippedRules().Rules {
		if known.ID == rule {
			return true
		}
	}
	return false
}
