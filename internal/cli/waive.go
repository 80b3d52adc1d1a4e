package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/fix"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/regex"
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
			f.mayBeCreated = true
			r, err := f.request(command, a.streams, nil)
			if err != nil {
				return err
			}
			a.guardOwn(command.Context(), r.check)
			a.code, err = f.run(command.Context(), a.streams, r, args)
			return err
		},
	}
	f.addFlags(command, a.streams.Dir)
	return command
}

func (w *waiveFlags) addFlags(command *cobra.Command, dir string) {
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
	flags.StringVar(&w.waiverFile, "waivers", "", "`FILE` of waivers; default: gwlint-waivers.yaml, beside the configuration or at the repository's root")
	flags.StringVar(&w.state, "state", "", "state `FILE` of the role audit, or none where there is no role audit")
	flags.Var(&w.asOf, "as-of", "`TIME` that the end and ages are measured against; default: now")
	listVar(flags, &w.exclude, "exclude", "", "leave out files and folders that match `GLOB`; repeatable")
	listVar(flags, &w.variables, "var", "", "value of a variable of a bundle or of Terraform, as `NAME=VALUE`; repeatable")
	listVar(flags, &w.variableFiles, "var-file", "", "`FILE` of values of Terraform's variables; repeatable, the last one wins")
	w.color = "auto"
}

// run checks what is there and writes the waiver.
func (w *waiveFlags) run(ctx context.Context, streams Streams, r request, args []string) (int, error) {
	rule, ok := findRule(r.check.Rules.Rules, args[0])
	if !ok {
		return 0, fmt.Errorf("there is no rule %q%s; 'gwlint rules' lists them", args[0], suggestion(args[0], slugs(r.check.Rules.Rules)))
	}
	paths, places, err := splitPlaces(streams, args[1:])
	if err != nil {
		return 0, err
	}
	if err := w.complete(r.check.AsOf); err != nil {
		return 0, err
	}
	w.waiver.Rules = []string{rule.ID}
	r.check.Limits.Contents = source.NewContents(nil) // keeps what was read
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
	if w.inline {
		return w.addComment(ctx, streams, r, paths, before, rule, places)
	}
	file := waiverFileOf(streams, r.check.Settings)
	if err := w.narrow(rule, before, places, path.Dir(file.name)); err != nil {
		return 0, err
	}
	return w.add(ctx, streams, r, paths, file)
}

// add writes the waiver into the file of waivers, once a run with it shows that it is valid
// and what it is for.
func (w *waiveFlags) add(ctx context.Context, streams Streams, r request, paths []string, file waiverFile) (int, error) {
	old, err := file.read()
	if err != nil {
		return 0, err
	}
	added, line, err := waive.AddEntry(w.waiver, file.name, old)
	if err != nil {
		return 0, err
	}
	text, err := source.NewText(file.name, added)
	if err != nil {
		return 0, err
	}
	if r.check.Waivers, err = r.check.Rules.WaiverReader().File(text); err != nil {
		return 0, err
	}
	r.check.Notice = nil // it was said
	after, err := w.report(ctx, streams, r, paths)
	if err != nil {
		return 0, err
	}
	n, err := w.effect(after, r.check.Waivers.Faults, finding.Location{File: file.name, StartLine: line, EndLine: line + strings.Count(string(added), "\n")})
	if err != nil {
		return 0, err
	}
	if err := file.write(old, added); err != nil {
		return 0, err
	}
	_, err = fmt.Fprintf(streams.Out, "%s:%d: %s is waived until %s by %s: %s\n", report.Visible(file.name), line, w.waiver.Rules[0],
		w.waiver.Until.Format(time.DateOnly), report.Visible(w.waiver.Owner), plural(n, "finding", "findings"))
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
var soon = regex.Lazy(`^\+([1-9][0-9]{0,4})([dw])$`)

// lastDay reads the last day of a waiver, which must not be over.
func lastDay(written string, now time.Time) (time.Time, error) {
	now = now.UTC()
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, time.UTC)
	if parts := soon().FindStringSubmatch(written); parts != nil {
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

var written = regex.Lazy(`^(.+?):([1-9][0-9]{0,8})(?::[0-9]+)?$`)

// splitPlaces splits arguments into paths to check and places in them.
func splitPlaces(streams Streams, args []string) (paths []string, places []filePlace, err error) {
	base := source.NewBase(streams.Dir)
	for _, arg := range args {
		if arg == "-" {
			return nil, nil, errors.New("standard input cannot be waived, for nobody finds it again; name a file")
		}
		parts := written().FindStringSubmatch(arg)
		if _, err := os.Lstat(streams.absolute(arg)); err == nil || parts == nil {
			paths = append(paths, arg)
			continue
		}
		line, _ := strconv.Atoi(parts[2]) // digits, and few
		paths = append(paths, parts[1])
		places = append(places, filePlace{base.Name(streams.absolute(parts[1]), false), line})
	}
	return paths, places, nil
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

// narrow makes of places what a waiver can say, with paths from the folder of its file, and
// refuses one that is for everything.
func (w *waiveFlags) narrow(rule rules.Rule, found report.Report, places []filePlace, folder string) error {
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
	here := findingsIn(rule.ID, found, places[0].file)
	i := slices.IndexFunc(here, func(f finding.Finding) bool {
		return f.Location.StartLine == places[0].line && f.Outcome == finding.Fail
	})
	if i < 0 {
		return notThere(rule.ID, here, places[0])
	}
	if said == "" {
		f := here[i]
		w.waiver.Subject, w.waiver.Path = globOf(f.Subject.Called()), globOf(f.Location.File)
		if rel, err := filepath.Rel(folder, f.Location.File); err == nil {
			w.waiver.Path = globOf(filepath.ToSlash(rel))
		}
	}
	return nil
}

// findingsIn are the failures of a rule in a file, waived ones too.
func findingsIn(rule string, found report.Report, file string) []finding.Finding {
	return slices.DeleteFunc(slices.Clone(found.Findings), func(f finding.Finding) bool {
		return f.Rule != rule || f.Outcome == finding.Unknown || f.Location.File != file
	})
}

// notThere says that a rule finds nothing at a place that could be waived, and where it does.
func notThere(rule string, here []finding.Finding, at filePlace) error {
	var lines []string
	for _, f := range here {
		if f.Location.StartLine == at.line && f.Waiver != nil {
			return fmt.Errorf("line %d of %s is waived already for %s, by %s:%d", at.line, at.file, rule, f.Waiver.File, f.Waiver.Line)
		}
		if line := strconv.Itoa(f.Location.StartLine); !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	elsewhere := "'gwlint check' shows what it finds"
	if len(lines) > 0 {
		elsewhere = "it finds something in " + strings.Join(lines, ", ")
	}
	return fmt.Errorf("%s finds nothing in line %d of %s; %s", rule, at.line, at.file, elsewhere)
}

// globOf is a glob that matches a text and no other.
func globOf(s string) string {
	return regexp.MustCompile(`[*?\[\]{}\\]`).ReplaceAllString(s, `\$0`)
}

// effect counts what fails no more because of the waiver that is written at a place. It is
// an error that the waiver is not valid, and that it is for nothing.
func (w *waiveFlags) effect(after report.Report, faults []waive.Fault, at finding.Location) (int, error) {
	i := slices.IndexFunc(after.Waivers, func(one report.Waiver) bool { return one.File == at.File && one.Line == at.StartLine })
	if i < 0 {
		return 0, fmt.Errorf("no waiver is written: %s", whyNot(after, faults, at, w.waiver.Rules[0]))
	}
	n := 0
	for _, f := range after.Findings {
		if f.Waiver != nil && f.Waiver.File == at.File && f.Waiver.Line == at.StartLine {
			n += f.Count()
		}
	}
	switch {
	case n > 0 || w.unfound:
		return n, nil
	case after.Waivers[i].State == report.WaiverUsed:
		return 0, fmt.Errorf("no waiver is written: all that it is for is waived already; 'gwlint waivers' lists by what")
	}
	return 0, fmt.Errorf("no waiver is written: %s finds nothing that it is for; 'gwlint check --select %[1]s' shows what it finds, and --unfound writes the waiver all the same", w.waiver.Rules[0])
}

// whyNot says why a waiver at a place does not apply: as the file of waivers has it, or as
// the run found.
func whyNot(after report.Report, faults []waive.Fault, at finding.Location, rule string) string {
	here := func(l finding.Location) bool {
		return l.File == at.File && l.StartLine >= at.StartLine && l.StartLine <= at.EndLine
	}
	for _, f := range faults {
		if here(f.Place) {
			return f.Message
		}
	}
	for _, f := range after.Findings {
		if f.Rule == ruleOfFaults && here(f.Location) {
			return f.Message
		}
	}
	return rule + " cannot be waived" // the rule that says why is off
}

// waiverFile is the file of waivers: its path, and its name in reports.
type waiverFile struct{ path, name string }

// waiverFileOf is the file of waivers, or where one is created: beside the configuration or,
// without one, at the root of the repository.
func waiverFileOf(streams Streams, settings config.Settings) waiverFile {
	place, _ := waiversPlace(streams.Dir, settings)
	if place == "" {
		folder, inside := source.Repository(streams.Dir)
		switch {
		case settings.File != "":
			folder = settings.Base
		case !inside:
			folder = streams.Dir
		}
		place = filepath.Join(folder, waive.FileName)
	}
	return waiverFile{place, source.NewBase(streams.Dir).Name(place, false)}
}

// read returns what the file holds, nil where it is not there.
func (w waiverFile) read() ([]byte, error) {
	if existing(w.path) == "" {
		return nil, nil
	}
	content, err := readFile(w.path, maxWaivers)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", w.name, err)
	}
	return content, nil
}

// write writes the file whole or not at all, unless it holds something else by now.
func (w waiverFile) write(old, added []byte) error {
	if real, err := filepath.EvalSymlinks(w.path); err == nil {
		if err := fix.Write(fix.Change{File: w.name, Path: real, Old: old, New: added}); err != nil {
			return fmt.Errorf("%s is not written: it %w", w.name, err)
		}
		return nil
	}
	if err := writeFile(w.path, func(to io.Writer) error {
		_, err := to.Write(added)
		return err
	}); err != nil {
		return fmt.Errorf("%s is not written: %w", w.name, source.WithoutPath(err))
	}
	return nil
}
