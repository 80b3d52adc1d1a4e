package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/report"
)

// fixFlags say whether findings are mended, and which.
type fixFlags struct {
	diff, fix, unsafe bool
	only              []string
	rules             []string // the IDs that only names
}

func (f *fixFlags) add(command *cobra.Command, load func() (check.RuleSet, error)) {
	flags := command.Flags()
	flags.BoolVar(&f.diff, "diff", false, "print the patch that --fix would make, and write nothing; exit code 1 where there is one; reports of -f go to standard error")
	flags.BoolVar(&f.fix, "fix", false, "mend what can be mended without changing what the platform does, and report what is left")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --fix or --diff: also those that change what the platform does; read the patch first")
	listVar(flags, &f.only, "fix-only", "", "with --fix or --diff: only findings of these rules: `RULE,…` as --select names them; repeatable")
	completeWith(command, "fix-only", completeRuleWords(load))
}

// addLive adds the flags of a command that reads a workspace, to which nothing is written.
func (f *fixFlags) addLive(command *cobra.Command, load func() (check.RuleSet, error)) {
	flags := command.Flags()
	flags.BoolVar(&f.diff, "diff", false, "print the bodies for put-ai-gateway that mend what is found, and write nothing; exit code 1 where there is one; reports of -f go to standard error")
	flags.BoolVar(&f.unsafe, "unsafe-fixes", false, "with --diff: also fixes that change what the platform does")
	listVar(flags, &f.only, "fix-only", "", "with --diff: only findings of these rules: `RULE,…` as --select names them; repeatable")
	completeWith(command, "fix-only", completeRuleWords(load))
}

// which are the fixes that are asked for.
func (f *fixFlags) which() check.Fixing {
	return check.Fixing{Unsafe: f.unsafe, Only: f.rules, Write: f.fix}
}

// asked says whether fixes are to be made or shown.
func (f *fixFlags) asked() bool { return f.diff || f.fix }

// valid refuses flags that say nothing together.
func (f *fixFlags) valid(paths []string) error {
	switch {
	case f.diff && f.fix:
		return errors.New("--diff shows what --fix would write; keep one of them")
	case f.unsafe && !f.asked():
		return errors.New("--unsafe-fixes says which fixes are made: add --diff to see them, or --fix")
	case len(f.only) > 0 && !f.asked():
		return errors.New("--fix-only says which fixes are made: add --diff to see them, or --fix")
	case f.fix && slices.Contains(paths, "-"):
		return errors.New("--fix writes files, and - is standard input: name the file, or use --diff")
	}
	return nil
}

// choose finds the rules that --fix-only names.
func (f *fixFlags) choose(loaded check.RuleSet) error {
	if len(f.only) == 0 {
		return nil
	}
	named, err := readRuleWords("--fix-only", f.only, loaded.Described())
	f.rules = slices.Sorted(maps.Keys(named))
	return err
}

// reporting are the streams of a command whose reports make room for a patch.
func (f *fixFlags) reporting(s Streams) Streams {
	if f.diff {
		s.Out, s.Terminal, s.Width = s.Err, s.ErrTerminal, s.ErrWidth
	}
	return s
}

// run checks files, and makes or shows the fixes of what it finds.
func (f *fixFlags) run(ctx context.Context, s Streams, r request, files *check.Files) (int, error) {
	checked, changes, err := check.Fix(ctx, r.check, files, f.which())
	if err != nil {
		return 0, err
	}
	code := report.ExitClean
	if f.diff {
		code = showPatch(s, changes)
	}
	sayFixes(s, checked, r.outputs)
	return graver(code, publish(f.reporting(s), checked, r)), nil
}

// showPatch prints what would change, and returns the exit code that it means.
func showPatch(s Streams, changes []fix.Change) int {
	code := report.ExitClean
	for _, c := range changes {
		code = graver(code, report.ExitFindings)
		err := fix.WritePatch(shownOn(s), c)
		if _, secret := errors.AsType[*fix.SecretError](err); secret {
			s.notice(err.Error())
			continue
		}
		if err != nil && !brokenPipe(err) {
			s.notice(fmt.Sprintf("the patch is not written: %s", err))
			code = report.ExitIncomplete
		}
	}
	return code
}

// showBodies prints what put-ai-gateway has to be given, and publishes the reports.
func (f *fixFlags) showBodies(s Streams, r request, checked report.Report, bodies []check.PutBody) int {
	code := report.ExitClean
	for _, body := range bodies {
		code = report.ExitFindings
		if _, err := io.WriteString(shownOn(s), bodyText(body)); err != nil && !brokenPipe(err) {
			s.notice(fmt.Sprintf("the body is not written: %s", err))
			code = report.ExitIncomplete
		}
	}
	sayFixes(s, checked, r.outputs)
	return graver(code, publish(f.reporting(s), checked, r))
}

// bodyText is a body, with comments above it that say what it is and what it mends.
func bodyText(body check.PutBody) string {
	var text strings.Builder
	fmt.Fprintf(&text, "# endpoint %s: replaces its whole AI Gateway configuration\n", report.Visible(body.Endpoint))
	fmt.Fprintf(&text, "# databricks serving-endpoints put-ai-gateway %s --json @FILE\n", report.Visible(body.Endpoint))
	for _, fixed := range body.Fixed {
		fmt.Fprintf(&text, "# %s: %s (%s)\n", report.Visible(fixed.Rule), report.Visible(fixed.Fix.Description), fixed.Fix.Safety)
	}
	if body.Redacted {
		text.WriteString("# secrets are left out of it: write them in before it is put\n")
	}
	text.Write(body.JSON)
	text.WriteString("\n")
	return text.String()
}

// sayFixes says in a few lines what came of fixes where no text does, and where there is no
// report at all what could not be checked.
func sayFixes(s Streams, r report.Report, outputs []output) {
	if slices.ContainsFunc(outputs, func(o output) bool { return o.format == "text" }) {
		return
	}
	for _, p := range r.Errors {
		if len(outputs) == 0 {
			s.notice(problemLine(p))
		}
	}
	for _, line := range report.NotFixedLines(r) {
		s.notice("not fixed: " + line)
	}
	s.notice(report.FixSummary(r))
}

func problemLine(p report.Problem) string {
	switch {
	case p.File == "":
		return p.Message
	case p.Location != nil:
		return fmt.Sprintf("%s:%d:%d: %s", p.File, p.Location.StartLine, p.Location.StartColumn, p.Message)
	default:
		return p.File + ": " + p.Message
	}
}

// graver is the exit code that goes before the other one.
func graver(a, b int) int {
	order := []int{report.ExitClean, report.ExitFindings, report.ExitHalt, report.ExitIncomplete, report.ExitUsage}
	if slices.Index(order, a) > slices.Index(order, b) {
		return a
	}
	return b
}

// shownOn is standard output, made safe for the terminal or the runner that reads it.
func shownOn(s Streams) io.Writer {
	switch {
	case s.inActions():
		return disarmed{s.Out}
	case s.Terminal:
		return visibleLines{s.Out}
	default:
		return s.Out
	}
}

// visibleLines writes lines with nothing in them that hides or that a terminal obeys. Each
// write is of whole lines.
type visibleLines struct{ w io.Writer }

// Write writes lines.
func (v visibleLines) Write(lines []byte) (int, error) {
	var text strings.Builder
	for line := range strings.Lines(string(lines)) {
		text.WriteString(report.Visible(strings.TrimSuffix(line, "\n")) + "\n")
	}
	if _, err := io.WriteString(v.w, text.String()); err != nil {
		return 0, err
	}
	return len(lines), nil
}
