package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
	"github.com/gwlint/gwlint/rules"
)

type waiveFlags struct {
	checkFlags

	// waiver is what flags say of the waiver.
	waiver waive.Waiver
	until  string
	inline bool
	// unfound has the waiver written although nothing was found that it is for.
	unfound bool
}

func waiveCommand(a *app) *cobra.Command {
	f := &waiveFlags{checkFlags: checkFlags{maxSize: 64 << 20, kind: string(gateway.Auto)}}
	load := func() (check.RuleSet, error) { return f.load(a.streams.Dir) }
	command := &cobra.Command{
		Use:   "waive RULE [PATH…]",
		Short: "Let findings stand until a day",
		Long: `Waive what a rule finds: write a waiver into the file of waivers, or as a comment
beside what was found. A waiver has a reason, an owner and the last day on which it
holds, which is a day in UTC.

PATHs are checked first, without any the current folder, and nothing is written where
nothing is found that the waiver is for. A PATH may be a place as reports write it,
such as gateways/chat.yaml:14: the waiver is then for what was found on that line.

Without --inline, the waiver is an entry behind the others of gwlint-waivers.yaml, or
of the file that 'waivers:' of the configuration names, which is created where it is
not there. All that is written stays as it is.

Exit codes: 0 the waiver is written, 2 it is not, 3 what is to be checked could not
be read.`,
		Example: `  gwlint waive GW303 --subject chat --reason 'load test' --owner ml-platform --until +90d
  gwlint waive GW303 chat.yaml:14 --inline --reason 'load test' --owner ml --until 2027-01-31
  gwlint waive GW105 --path 'sandbox/**' --reason 'no data' --owner data --until +12w
  gwlint waive GW501 evidence/2026-11 --subject chat --reason 'moves' --owner ml --until +30d`,
		Args: func(command *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fmt.Errorf("waive takes a rule, such as GW303; see '%s --help'", command.CommandPath())
			}
			return nil
		},
		ValidArgsFunction: func(command *cobra.Command, args []string, written string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveDefault
			}
			return completeRules(load)(command, args, written)
		},
		RunE: func(command *cobra.Command, args []string) error {
			r, err := f.request(command, a.streams, nil)
			if err != nil {
				return err
			}
			a.guardOwn(command.Context(), r.check)
			a.code, err = f.run(command.Context(), a.streams, r, args)
			return err
		},
	}
	f.add(command, a.streams.Dir)
	return command
}

func (w *waiveFlags) add(command *cobra.Command, dir string) {
	w.addRun(command, dir)
	flags := command.Flags()
	for _, flag := range []struct {
		to          *string
		name, usage string
	}{
		{&w.waiver.Subject, "subject", "waive it for subjects whose name or address matches `GLOB`"},
		{&w.waiver.Path, "path", "waive it in files that match `GLOB`"},
		{&w.waiver.Pointer, "pointer", "waive it at this `POINTER`, as the JSON report has it"},
		{&w.waiver.Target, "target", "waive it in this `TARGET` of a bundle, or root module of Terraform"},
		{&w.waiver.Workspace, "workspace", "waive what 'gwlint scan' finds in the workspace of this `ID` or glob of its host"},
		{&w.waiver.Fingerprint, "fingerprint", "waive the one finding of this `FINGERPRINT`, as the JSON report has it"},
		{&w.waiver.Value, "value", "waive it as long as the value is `TEXT`, as it is written"},
		{&w.waiver.Reason, "reason", "`WHY` the findings may stand"},
		{&w.waiver.Owner, "owner", "`WHO` answers for it"},
		{&w.until, "until", "last `DAY` on which it holds: 2027-01-31, or +90d or +12w from today"},
		{&w.waiver.Ticket, "ticket", "`ID` of the ticket in which it was decided"},
		{&w.waiver.ApprovedBy, "approved-by", "`WHO` approved it"},
	} {
		flags.StringVar(flag.to, flag.name, "", flag.usage)
	}
	flags.BoolVar(&w.inline, "inline", false, "write a comment beside what was found, instead of an entry into the file of waivers")
	flags.BoolVar(&w.unfound, "unfound", false, "write it although nothing is found that it is for, such as what only 'gwlint scan' finds")
}

// addRun adds the flags that say what is checked, and by what.
func (w *waiveFlags) addRun(command *cobra.Command, dir string) {
	w.settingsFlags.add(command, dir)
	flags := command.Flags()
	flags.StringVar(&w.state, "state", "", "state `FILE` of the role audit, or none where there is no role audit")
	flags.Var(&w.asOf, "as-of", "`TIME` that the end and ages are measured against; default: now")
	flags.StringArrayVar(&w.exclude, "exclude", nil, "leave out files and folders that match `GLOB`; repeatable")
	flags.StringArrayVar(&w.variables, "var", nil, "value of a variable of a bundle or of Terraform, as `NAME=VALUE`; repeatable")
	flags.StringArrayVar(&w.variableFiles, "var-file", nil, "`FILE` of values of Terraform's variables; repeatable, the last one wins")
	w.color = "auto"
}

// run checks what is there and writes the waiver.
func (w *waiveFlags) run(ctx context.Context, streams Streams, r request, args []string) (int, error) {
	rule, ok := findRule(r.check.Rules.Rules, args[0])
	if !ok {
		return 0, fmt.Errorf("there is no rule %q%s; 'gwlint rules' lists them", args[0], suggestion(args[0], slugs(r.check.Rules.Rules)))
	}
	paths, places := splitPlaces(streams, args[1:])
	if err := w.complete(r.check.AsOf); err != nil {
		return 0, err
	}
	w.waiver.Rules = []string{rule.ID}
	before, err := w.report(ctx, streams, r, paths)
	if err != nil {
		return 0, err
	}
	if !before.Summary.Complete {
		for _, p := range before.Errors {
			streams.notice(p.File + ": " + p.Message)
		}
		streams.notice("no waiver is written, since not everything could be read")
		return report.ExitIncomplete, nil
	}
	if err := w.narrow(rule, before, places); err != nil {
		return 0, err
	}
	covered := w.covered(before)
	if len(covered) == 0 && !w.unfound {
		return 0, fmt.Errorf("%s finds nothing that this waiver is for, so none is written; 'gwlint check' shows what it finds", rule.ID)
	}
	written, err := w.write(streams, r)
	if err != nil {
		return 0, err
	}
	_, err = fmt.Fprintf(streams.Out, "%s: %s is waived until %s (%s), which covers %s\n", report.Visible(written), rule.ID,
		w.waiver.Until.Format(time.DateOnly), report.Visible(w.waiver.Owner), plural(len(covered), "finding", "findings"))
	return report.ExitClean, err
}

// complete refuses a waiver that says too little, and reads its last day.
func (w *waiveFlags) complete(now time.Time) error {
	var missing []string
	for _, flag := range []struct{ name, value string }{{"--reason", w.waiver.Reason}, {"--owner", w.waiver.Owner}, {"--until", w.until}} {
		if strings.TrimSpace(flag.value) == "" {
			missing = append(missing, flag.name)
		}
	}
	if len(missing) > 0 {
		return fmt.Errorf("a waiver says why, who answers for it and until when; add %s", strings.Join(missing, ", "))
	}
	until, err := lastDay(w.until, now)
	if err != nil {
		return fmt.Errorf("--until %s: %w", w.until, err)
	}
	w.waiver.Until = until
	if w.waiver.Fingerprint != "" && !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(w.waiver.Fingerprint) {
		return errors.New("--fingerprint: want the 32 digits that the JSON report has")
	}
	for _, glob := range []struct{ name, value string }{{"--subject", w.waiver.Subject}, {"--path", w.waiver.Path}, {"--workspace", w.waiver.Workspace}} {
		if !source.ValidGlob(glob.value) {
			return fmt.Errorf("%s %q: not a glob", glob.name, glob.value)
		}
	}
	return nil
}

// soon is a last day that is counted from today.
var soon = regexp.MustCompile(`^\+([1-9][0-9]{0,4})([dw])$`)

// lastDay reads the last day of a waiver, which must not be over.
func lastDay(written string, now time.Time) (time.Time, error) {
	now = now.UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	if parts := soon.FindStringSubmatch(written); parts != nil {
		days, _ := strconv.Atoi(parts[1]) // digits, and few
		if parts[2] == "w" {
			days *= 7
		}
		return today.AddDate(0, 0, days), nil
	}
	day, err := time.Parse(time.DateOnly, written)
	switch {
	case err != nil:
		return day, errors.New("want a day such as 2027-01-31, or +90d")
	case day.Before(today):
		return day, fmt.Errorf("that day is over; today is %s", today.Format(time.DateOnly))
	}
	return day, nil
}

// filePlace is a line of a file.
type filePlace struct {
	file string
	line int
}

var written = regexp.MustCompile(`^(.+?):([1-9][0-9]{0,8})(?::[0-9]+)?$`)

// splitPlaces splits arguments into paths to check and places in them.
func splitPlaces(streams Streams, args []string) (paths []string, places []filePlace) {
	base := source.NewBase(streams.Dir)
	for _, arg := range args {
		parts := written.FindStringSubmatch(arg)
		if _, err := os.Lstat(streams.absolute(arg)); err == nil || parts == nil {
			paths = append(paths, arg)
			continue
		}
		line, _ := strconv.Atoi(parts[2]) // digits, and few
		paths = append(paths, parts[1])
		places = append(places, filePlace{base.Name(streams.absolute(parts[1]), false), line})
	}
	return paths, places
}

// report checks the paths as 'gwlint check' does.
func (w *waiveFlags) report(ctx context.Context, streams Streams, r request, paths []string) (report.Report, error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	snapshot, err := check.SnapshotAmong(streams.Dir, paths)
	if err != nil {
		return report.Report{}, err
	}
	if snapshot != "" {
		return check.RunSnapshot(ctx, r.check, snapshot)
	}
	return check.Run(ctx, r.check, &check.Files{
		Paths: paths, Exclude: w.exclude, Kind: gateway.Auto, Stdin: strings.NewReader(""),
		Variables: check.Variables{Values: w.values(), Files: w.variableFiles, LookupEnv: streams.lookupEnv},
	})
}

// narrow makes of places what a waiver can say, and refuses one that is for everything.
func (w *waiveFlags) narrow(rule rules.Rule, found report.Report, places []filePlace) error {
	said := w.waiver.Subject + w.waiver.Path + w.waiver.Pointer + w.waiver.Target + w.waiver.Workspace + w.waiver.Fingerprint
	if said == "" && len(places) == 0 {
		return errors.New("the waiver is for everything; say what it is for by --subject, --path, --pointer, --target, --workspace, --fingerprint, or a PATH with its line such as a.yaml:14")
	}
	if len(places) == 0 {
		return nil
	}
	if len(places) > 1 {
		return errors.New("a waiver is for one place; name one, and run 'gwlint waive' again for the next")
	}
	i := slices.IndexFunc(found.Findings, func(f finding.Finding) bool {
		return f.Rule == rule.ID && f.Outcome == finding.Fail && f.Location.File == places[0].file && f.Location.StartLine == places[0].line
	})
	if i < 0 {
		return fmt.Errorf("%s finds nothing in line %d of %s%s", rule.ID, places[0].line, places[0].file, elsewhereIn(rule.ID, found, places[0].file))
	}
	if said == "" {
		f := found.Findings[i]
		w.waiver.Subject, w.waiver.Path = globOf(f.Subject.Called()), globOf(f.Location.File)
	}
	return nil
}

// elsewhereIn says in which lines of a file a rule finds something.
func elsewhereIn(rule string, found report.Report, file string) string {
	var lines []string
	for _, f := range found.Findings {
		if line := strconv.Itoa(f.Location.StartLine); f.Rule == rule && f.Outcome == finding.Fail && f.Location.File == file && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return "; 'gwlint check' shows what it finds"
	}
	return "; it finds something in " + strings.Join(lines, ", ")
}

// globOf is a glob that matches a text and no other.
func globOf(s string) string {
	return regexp.MustCompile(`[*?\[\]{}\\]`).ReplaceAllString(s, `\$0`)
}

// covered are the failures that the waiver is for.
func (w *waiveFlags) covered(r report.Report) []finding.Finding {
	matches := func(glob, text string) bool {
		ok, _ := path.Match(glob, text)
		return glob == "" || ok
	}
	var all []finding.Finding
	for _, f := range r.Findings {
		if f.Outcome == finding.Fail && slices.Contains(w.waiver.Rules, f.Rule) &&
			(matches(w.waiver.Subject, f.Subject.Name) || matches(w.waiver.Subject, f.Subject.Address)) &&
			matches(w.waiver.Path, f.Location.File) && (w.waiver.Pointer == "" || w.waiver.Pointer == f.Pointer) {
			all = append(all, f)
		}
	}
	return all
}

// write writes the entry, and returns its place.
func (w *waiveFlags) write(streams Streams, r request) (place string, err error) {
	if w.inline {
		return "", errors.New("--inline is not there yet")
	}
	name := r.check.Settings.Waivers
	file := source.Absolute(r.check.Settings.Base, name)
	old, err := os.ReadFile(file)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", fmt.Errorf("%s: %w", name, withoutName(err))
	}
	shown := source.NewBase(streams.Dir).Name(file, false)
	added, line, err := w.waiver.AddTo(shown, old)
	if err != nil {
		return "", err
	}
	err = writeFile(file, func(to io.Writer) error {
		_, err := to.Write(added)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("%s is not written: %w", name, withoutName(err))
	}
	return fmt.Sprintf("%s:%d", shown, line), nil
}

// withoutName is an error of the operating system without the path, which the message has.
func withoutName(err error) error {
	if fault, ok := errors.AsType[*fs.PathError](err); ok {
		return fault.Err
	}
	return err
}
