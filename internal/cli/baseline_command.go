package cli

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/rules"
)

func baselineCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "baseline",
		Short: "Have a check fail only for what is new",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return knownWord("gwlint baseline", args[0], []string{"write", "update"})
			}
			return errors.New("no command; try 'gwlint baseline write'")
		},
	}
	command.AddCommand(baselineWriteCommand(a), baselineUpdateCommand(a))
	return command
}

// baselineWriter is a run whose findings a baseline is made of.
type baselineWriter struct {
	checkFlags

	force, addition bool
	critical        []string
}

func baselineWriteCommand(a *app) *cobra.Command {
	b := &baselineWriter{}
	command := &cobra.Command{
		Use:   "write [PATH…]",
		Short: "Write a baseline of what a check finds now",
		Long: `Check as 'gwlint check' does, and write what fails into a baseline: .gwlint-baseline.jsonl
beside the configuration, or at the root of the repository. From then on a check finds
the file by itself, tells what is known from what is new, and fails only for what is
new. A finding is known again when its file has moved or lines were written above it,
and new when its value changes.

What a credential is found in, what halts a run, and what a waiver covers is never
accepted; a critical rule only where --include-critical names it. Nothing is written
where the check is incomplete.

Exit codes: 0 the baseline is written, 2 wrong usage, 3 the check is incomplete.`,
		Example: `  gwlint baseline write
  gwlint baseline write gateways/ --select GW303
  gwlint baseline write --add
  gwlint baseline write evidence/2026-11`,
		RunE: func(command *cobra.Command, args []string) error { return b.run(command, a, args, b.write) },
	}
	b.add(command, a.streams.Dir)
	flags := command.Flags()
	flags.BoolVar(&b.force, "force", false, "write over the baseline that is there")
	flags.BoolVar(&b.addition, "add", false, "add what is new to the baseline that is there")
	listVar(flags, &b.critical, "include-critical", "", "accept findings of this critical `RULE` too; repeatable")
	return command
}

func baselineUpdateCommand(a *app) *cobra.Command {
	b := &baselineWriter{}
	command := &cobra.Command{
		Use:   "update [PATH…]",
		Short: "Take out of the baseline what is not there any more",
		Long: `Check as 'gwlint check' does, and take those entries out of the baseline of which nothing
is left. Entries whose finding has moved get the name of its file. What the check has
not seen stays: a file that it did not read, a rule that did not run or decide.

Exit codes: 0 the baseline is as it should be, 2 wrong usage, 3 the check is incomplete.`,
		Example: `  gwlint baseline update
  gwlint baseline update gateways/`,
		RunE: func(command *cobra.Command, args []string) error { return b.run(command, a, args, b.update) },
	}
	b.add(command, a.streams.Dir)
	return command
}

// reportFlags are the flags of a check that say how it reports, or when it fails.
var reportFlags = []string{
	"format", "all", "matrix", "statistics", "color", "quiet", "verbose", "no-github", "min-level", "fail-on", "strict-baseline", "hook", "timings",
}

func (b *baselineWriter) add(command *cobra.Command, dir string) {
	b.checkFlags.add(command, dir)
	for _, name := range reportFlags {
		if err := command.Flags().MarkHidden(name); err != nil {
			panic(err) // the flag is not defined: gwlint itself is wrong
		}
	}
}

// acceptance is what came of the run of a baselineWriter, and where it goes.
type acceptance struct {
	check.Acceptance

	old   *baseline.Baseline
	path  string
	name  string
	rules []rules.Rule
	// there says that the file is there already.
	there bool
	// named is the flag that a check needs to find the file, "" where it finds it by itself.
	named string
}

// run checks, and hands on what there is to accept.
func (b *baselineWriter) run(command *cobra.Command, a *app, args []string, then func(io.Writer, acceptance) error) error {
	var odd error
	command.Flags().Visit(func(flag *pflag.Flag) {
		if slices.Contains(reportFlags, flag.Name) {
			odd = fmt.Errorf("--%s concerns reports, and '%s' writes none; leave it out", flag.Name, command.CommandPath())
		}
	})
	if odd != nil {
		return odd
	}
	b.unread = command.Name() == "write" && !b.addition
	r, err := b.request(command, a.streams, args)
	if err != nil {
		return err
	}
	made := acceptance{old: r.check.Baseline, path: b.target(a.streams.Dir, r.check.Settings), rules: r.check.Rules.Rules}
	made.name = b.name(a.streams.Dir, made.path, r.check.Settings)
	if b.baseline != "" {
		made.named = "--baseline " + filepath.ToSlash(b.baseline)
	}
	if err := b.fitsBaseline(command.Name(), &made); err != nil {
		return err
	}
	r.check.Accept = &made.Acceptance
	a.guardOwn(command.Context(), r.check)
	checked, err := b.checked(command.Context(), a.streams, r, args)
	if err != nil {
		return err
	}
	if len(checked.Errors) > 0 {
		a.code = report.ExitIncomplete
		sayIncomplete(a.streams, checked, made.name)
		return nil
	}
	return then(command.OutOrStdout(), made)
}

// fitsBaseline is an error where the file cannot become what is asked for.
func (b *baselineWriter) fitsBaseline(command string, made *acceptance) error {
	_, err := os.Lstat(made.path)
	made.there = err == nil
	switch {
	case b.baseline == noBaseline:
		err = errors.New("--baseline none is no file; name the one to write, or leave it out")
	case command == "update":
		err = b.fitsUpdate(made)
	default:
		err = b.fitsWrite(made)
	}
	if err != nil {
		return err
	}
	if err := writable(made.path); err != nil {
		return fmt.Errorf("%s: %w", made.name, err)
	}
	return nil
}

func (b *baselineWriter) fitsUpdate(made *acceptance) error {
	switch {
	case made.old == nil:
		return errors.New("there is no baseline: 'gwlint baseline write' makes it")
	case b.resolves():
		return errors.New("--target, --var and --var-file show only some of what the baseline may be of; leave them out")
	}
	return nil
}

func (b *baselineWriter) fitsWrite(made *acceptance) error {
	switch {
	case b.force && b.addition:
		return errors.New("--force and --add contradict each other; keep one of them")
	case made.there && !b.force && !b.addition:
		return fmt.Errorf("%s is there: --add adds what is new to it, --force writes over it, and 'gwlint baseline update' takes out what is gone", made.name)
	}
	for _, word := range wordsOf(b.critical) {
		if _, ok := findRule(made.rules, word); !ok {
			return fmt.Errorf("--include-critical: no rule is %q%s", word, nearRuleWord(word, made.rules))
		}
	}
	return nil
}

// sayIncomplete says why nothing is written.
func sayIncomplete(streams Streams, checked report.Report, name string) {
	const few = 10
	for i, p := range checked.Errors {
		if i == few {
			streams.notice(fmt.Sprintf("%d more like these; 'gwlint check' shows them", len(checked.Errors)-few))
			break
		}
		streams.notice(strings.TrimPrefix(p.File+": ", ": ") + strings.TrimPrefix(p.Message, p.File+": "))
	}
	streams.notice(name + " is not written, since the check is incomplete: correct what could not be checked")
}

// write writes a baseline of what fails.
func (b *baselineWriter) write(w io.Writer, made acceptance) error {
	if err := b.checkCritical(made); err != nil {
		return err
	}
	c := b.choose(made)
	if c.total > 0 || made.there {
		if err := made.save(c.entries); err != nil {
			return err
		}
	}
	var said strings.Builder
	said.WriteString(b.done(c, made) + "\n")
	if err := writeTable(&said, 0, c.rows(made)); err != nil {
		return err
	}
	if c.total > 0 && !made.there {
		made.hints(&said)
	}
	return writeVisible(w, said.String())
}

// checkCritical refuses to accept findings of rules that no baseline holds.
func (b *baselineWriter) checkCritical(made acceptance) error {
	for _, word := range wordsOf(b.critical) {
		if rule, _ := findRule(made.rules, word); made.Never[rule.ID] != "" {
			return fmt.Errorf("--include-critical: no baseline holds findings of %s: %s", rule.ID, made.Never[rule.ID])
		}
	}
	return nil
}

// choose takes the failures that are new into the baseline that is there, or into a new one.
func (b *baselineWriter) choose(made acceptance) choice {
	c := choice{accepted: map[string]int{}, refused: map[string]map[string]int{}}
	if b.addition && made.old != nil {
		c.entries = made.old.Entries
	}
	for _, failure := range made.Failures {
		if failure.Known == nil {
			c.add(failure.Entry, b.refusal(made, failure))
		}
	}
	return c
}

// done says what was written.
func (b *baselineWriter) done(c choice, made acceptance) string {
	switch {
	case c.total == 0 && !made.there:
		return "there is nothing to accept, so no baseline is written"
	case b.addition:
		return fmt.Sprintf("%s added to %s", plural(c.total, "finding is", "findings are"), made.name)
	default:
		return fmt.Sprintf("%s accepted in %s", plural(c.total, "finding is", "findings are"), made.name)
	}
}

// choice is what of the failures goes into a baseline, counted by rule.
type choice struct {
	entries  []baseline.Entry
	total    int
	accepted map[string]int
	// refused counts by rule and by reason.
	refused map[string]map[string]int
}

// add takes an entry in, unless there is a reason against it.
func (c *choice) add(e baseline.Entry, why string) {
	if why == "" {
		c.entries = append(c.entries, e)
		c.accepted[e.Rule]++
		c.total++
		return
	}
	if c.refused[e.Rule] == nil {
		c.refused[e.Rule] = map[string]int{}
	}
	c.refused[e.Rule][why]++
}

// rows say what was accepted, and then what was not.
func (c *choice) rows(made acceptance) [][]string {
	var rows [][]string
	for _, id := range slices.Sorted(maps.Keys(c.accepted)) {
		rows = append(rows, made.row(id, c.accepted[id], ""))
	}
	for _, id := range slices.Sorted(maps.Keys(c.refused)) {
		for _, why := range slices.Sorted(maps.Keys(c.refused[id])) {
			rows = append(rows, made.row(id, c.refused[id][why], why))
		}
	}
	return rows
}

// writeVisible writes lines in which nothing hides.
func writeVisible(w io.Writer, text string) error {
	var visible strings.Builder
	for line := range strings.Lines(text) {
		visible.WriteString(report.Visible(strings.TrimSuffix(line, "\n")) + "\n")
	}
	_, err := io.WriteString(w, visible.String())
	return err
}

// row counts what was accepted of a rule, or says why it was not.
func (a acceptance) row(id string, n int, why string) []string {
	title := id
	if rule, ok := findRule(a.rules, id); ok {
		title = rule.Heading()
	}
	if why != "" {
		title = "not accepted: " + why
	}
	return []string{"  " + id, fmt.Sprint(n), title}
}

// hints say what to do with a new file.
func (a acceptance) hints(w io.Writer) {
	if a.named != "" {
		_, _ = fmt.Fprintf(w, "gwlint check needs %s, or `baseline: %s` in .gwlint.yaml\n", a.named, filepath.ToSlash(strings.TrimPrefix(a.named, "--baseline ")))
	}
	_, _ = fmt.Fprintf(w, "commit it, with the line `%s merge=union` in .gitattributes: then branches that change it merge by themselves\n", filepath.Base(a.path))
}

// refusal says why a failure is not accepted, "" where it is.
func (b *baselineWriter) refusal(made acceptance, failure check.Failure) string {
	if failure.Refused != "" || failure.Severity != finding.Critical {
		return failure.Refused
	}
	for _, word := range wordsOf(b.critical) {
		if rule, ok := findRule(made.rules, word); ok && rule.ID == failure.Entry.Rule {
			return ""
		}
	}
	return "critical; --include-critical " + failure.Entry.Rule + " accepts it"
}

// update takes out of a baseline what is gone, and names files anew that have moved.
func (b *baselineWriter) update(w io.Writer, made acceptance) error {
	gone, moved := map[int]bool{}, map[int]string{}
	removed := map[string]int{}
	for _, e := range made.Stale {
		gone[e.Line] = true
		removed[e.Rule]++
	}
	for _, failure := range made.Failures {
		if failure.Known != nil && failure.Known.File != failure.Entry.File {
			moved[failure.Known.Line] = failure.Entry.File
		}
	}
	var entries []baseline.Entry
	for _, e := range made.old.Entries {
		if gone[e.Line] {
			continue
		}
		e.File = cmp.Or(moved[e.Line], e.File)
		entries = append(entries, e)
	}
	if err := made.save(entries); err != nil {
		return err
	}
	var said strings.Builder
	fmt.Fprintf(&said, "%s: %s removed, %d moved, %d left\n", made.name, plural(len(gone), "entry", "entries"), len(moved), len(entries))
	var rows [][]string
	for _, id := range slices.Sorted(maps.Keys(removed)) {
		rows = append(rows, made.row(id, removed[id], ""))
	}
	if err := writeTable(&said, 0, rows); err != nil {
		return err
	}
	return writeVisible(w, said.String())
}

// save writes the file, whole or not at all, unless it says these entries already or has
// become another one since it was read.
func (a acceptance) save(entries []baseline.Entry) error {
	var text bytes.Buffer
	if err := baseline.Write(&text, entries); err != nil {
		return err
	}
	if a.old != nil {
		now, err := readFile(a.path, maxBaseline)
		if err != nil {
			return fmt.Errorf("%s: %w", a.name, err)
		}
		if bytes.Equal(now, text.Bytes()) {
			return nil
		}
		if !a.old.Is(now) {
			return fmt.Errorf("%s has changed while gwlint ran: run the command again", a.name)
		}
	}
	if err := writeFile(a.path, func(w io.Writer) error { _, err := w.Write(text.Bytes()); return err }); err != nil {
		return fmt.Errorf("%s is not written: %w", a.name, source.WithoutPath(err))
	}
	return nil
}
