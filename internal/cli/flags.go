package cli

import (
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/baseline"
	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/internal/waive"
)

// settingsFlags are the flags that stand above the configuration file.
type settingsFlags struct {
	rulesFlag
	selectFlags

	config, policy, failOn string
}

func (s *settingsFlags) add(command *cobra.Command, dir string) {
	s.rulesFlag.add(command)
	s.selectFlags.add(command, func() (check.RuleSet, error) { return s.load(dir) })
	flags := command.Flags()
	flags.StringVar(&s.config, "config", "", "configuration `FILE`, or none for the defaults whatever lies there; default: .gwlint.yaml, here or above up to the repository's root")
	flags.StringVar(&s.policy, "policy", "", "`POLICY` that decides: the name of a shipped one, or the file or folder of your own; default: f4_checklist")
	flags.StringVar(&s.failOn, "fail-on", "", "least `LEVEL` that gives exit code 1: error, warning, note, unknown, unchecked (what only another kind of run can see, too) or none; default: error")
	completeWith(command, "policy", completePolicies)
	complete(command, "fail-on", report.FailOns)
}

// settings reads the configuration and lays the flags over it.
func (s *settingsFlags) settings(command *cobra.Command, dir string, loaded check.RuleSet) (config.Settings, error) {
	settings, err := config.Load(config.Options{Dir: dir, Start: source.NewBase(dir).Start(), File: s.config, Rules: loaded.Nameable()})
	if err != nil {
		return settings, err
	}
	for _, flag := range []struct {
		name, key string
		set       func()
	}{
		{"policy", "policy", func() { settings.Policy = s.policy }},
		{"fail-on", "fail_on", func() { settings.FailOn = s.failOn }},
	} {
		if command.Flags().Changed(flag.name) {
			flag.set()
			settings.Origins[flag.key] = "--" + flag.name
		}
	}
	if _, err := report.ParseFailOn(settings.FailOn); err != nil {
		return settings, fmt.Errorf("--fail-on: %w%s", err, levelSuggestion(settings.FailOn, report.FailOns()))
	}
	return settings, s.apply(&settings, loaded)
}

// laidOut checks the flags that say how text is laid out.
func (j *judgeFlags) laidOut() error {
	if j.quiet && j.verbose {
		return errors.New("--quiet and --verbose contradict each other; keep one of them")
	}
	if _, err := report.ParseMatrix(j.matrix); err != nil {
		return fmt.Errorf("--matrix: %w", err)
	}
	return checkColor(j.color)
}

// levelSuggestion asks whether a near level was meant, when there is one.
func levelSuggestion(word string, known []string) string {
	if nearest := config.NearestLevel(word, known); nearest != "" {
		return fmt.Sprintf("; did you mean %q?", nearest)
	}
	return ""
}

// request is what a command that judges was asked for: the run, and where its
// reports go.
type request struct {
	check   check.Request
	outputs []output
	options report.Options
	actions actions
}

// judgeFlags are those of every command that judges: what it judges by, and how it
// reports.
type judgeFlags struct {
	settingsFlags
	waiverFlags
	baselineFlags

	formats        []string
	asOf           timeFlag
	state          string
	color          string
	minLevel       string
	statistics     bool
	strict         bool
	quiet, verbose bool
	all            bool
	matrix         string
	noGitHub       bool
	// omitWaived has SARIF leave out what is waived.
	omitWaived bool
}

func (j *judgeFlags) add(command *cobra.Command, dir string) {
	j.settingsFlags.add(command, dir)
	j.waiverFlags.add(command)
	flags := command.Flags()
	listVar(flags, &j.formats, "format", "f", "`NAME[=FILE]` of a report: "+strings.Join(report.Formats(), ", ")+"; repeatable; default: text")
	flags.StringVar(&j.state, "state", "", "state `FILE` of the role audit, or none where there is no role audit; default: state.yaml or .vibecoding-state.md beside the input or at the repository's root")
	flags.Var(&j.asOf, "as-of", "`TIME` that ages are measured against, such as 2026-11-22T12:00:00Z; default: now, or when a snapshot was taken")
	j.baselineFlags.add(command)
	flags.BoolVar(&j.strict, "strict-evidence", false, "exit code 3 when a workspace denies any evidence")
	flags.StringVar(&j.color, "color", "auto", "`WHEN` to use colours: "+strings.Join(colorModes, ", "))
	flags.StringVar(&j.minLevel, "min-level", "", "least `LEVEL` of findings that reports list: error, warning or note; the others are counted")
	flags.BoolVar(&j.statistics, "statistics", false, "text counts what each rule found, instead of listing it")
	flags.BoolVarP(&j.quiet, "quiet", "q", false, "print findings only")
	flags.BoolVarP(&j.verbose, "verbose", "v", false, "also list what is unknown, skipped or excluded")
	complete(command, "min-level", report.MinLevels)
	flags.BoolVar(&j.all, "all", false, "show every finding in full, however many there are")
	flags.StringVar(&j.matrix, "matrix", "", "show which gateway has which item of the checklist; `PART` is some, those with findings, or all")
	flags.Lookup("matrix").NoOptDefVal = string(report.MatrixSome)
	complete(command, "matrix", func() []string { return []string{string(report.MatrixSome), string(report.MatrixAll)} })
	flags.BoolVar(&j.omitWaived, "sarif-omit-waived", false, "leave waived findings out of SARIF: GitHub code scanning shows suppressed results as open alerts")
	flags.BoolVar(&j.noGitHub, "no-github", false, "in GitHub Actions (GITHUB_ACTIONS is true), add no annotations to text and nothing to the step summary (GITHUB_STEP_SUMMARY)")
	complete(command, "color", func() []string { return colorModes })
	completeWith(command, "format", completeFormats(report.Formats))
}

// request checks everything that can be checked before anything is read.
func (j *judgeFlags) request(command *cobra.Command, streams Streams) (request, error) {
	if err := j.laidOut(); err != nil {
		return request{}, err
	}
	if len(j.formats) == 0 {
		j.formats = []string{"text"}
	}
	outputs, err := parseOutputs(j.formats, streams.Dir)
	if err != nil {
		return request{}, err
	}
	if err := j.fits(outputs, streams); err != nil {
		return request{}, err
	}
	loaded, err := j.load(streams.Dir)
	if err != nil {
		return request{}, err
	}
	settings, err := j.settings(command, streams.Dir, loaded)
	if err != nil {
		return request{}, err
	}
	if err := j.checkMinLevel(settings); err != nil {
		return request{}, err
	}
	policy, err := loadPolicy(settings, streams.Dir)
	if err != nil {
		return request{}, err
	}
	waivers, known, err := j.letStand(streams.Dir, &settings, loaded)
	if err != nil {
		return request{}, err
	}
	return request{
		check: check.Request{
			Dir: streams.Dir, Rules: loaded, Policy: policy, Settings: settings,
			FailOn:         report.FailOn(settings.FailOn),
			MinLevel:       finding.Level(j.minLevel),
			State:          j.stateOf(settings.Base, settings.State),
			AsOf:           j.asOf.or(streams.Now),
			Dated:          !j.asOf.IsZero(),
			NoExcerpts:     !slices.ContainsFunc(outputs, func(o output) bool { return report.NeedsExcerpts(o.format) }),
			LineHashes:     slices.ContainsFunc(outputs, func(o output) bool { return report.NeedsLineHashes(o.format) }),
			Frameworks:     slices.ContainsFunc(outputs, func(o output) bool { return report.NeedsFrameworks(o.format) }),
			Fixes:          slices.ContainsFunc(outputs, func(o output) bool { return report.NeedsFixes(o.format) }),
			StrictEvidence: j.strict,
			Baseline:       known,
			StrictBaseline: j.strictBaseline,
			Selected:       wordsOf(j.selected),
			Ignored:        wordsOf(j.ignored),
			Version:        Version(),
			Notice:         streams.notice,
			Waivers:        waivers,
			NoWaivers:      j.noWaivers,
		},
		outputs: outputs,
		options: j.layout(streams),
		actions: j.added(streams, outputs),
	}, nil
}

// added is what a run in GitHub Actions writes beside its reports.
func (j *judgeFlags) added(streams Streams, outputs []output) actions {
	if j.noGitHub {
		return actions{}
	}
	return actionsOf(streams, outputs)
}

// letStand reads what lets findings stand: the waivers and the baseline.
func (j *judgeFlags) letStand(dir string, settings *config.Settings, loaded check.RuleSet) (*waive.File, *baseline.Baseline, error) {
	waivers, err := j.waivers(dir, settings, loaded)
	if err != nil {
		return nil, nil, err
	}
	j.distrust = j.config == config.None
	known, err := j.readKnown(dir, *settings)
	return waivers, known, err
}

// checkMinLevel refuses a least level that is none, or that hides what makes a run fail.
func (j *judgeFlags) checkMinLevel(settings config.Settings) error {
	if j.minLevel != "" && !slices.Contains(report.MinLevels(), j.minLevel) {
		return fmt.Errorf("--min-level: unknown level %q; known: %s%s", j.minLevel, strings.Join(report.MinLevels(), ", "), levelSuggestion(j.minLevel, report.MinLevels()))
	}
	named := "--fail-on " + settings.FailOn
	if origin := settings.Origins.Of("fail_on"); origin != "--fail-on" {
		named = fmt.Sprintf("fail_on: %s (%s)", settings.FailOn, origin)
	}
	return report.FailOn(settings.FailOn).CheckMinLevel(finding.Level(j.minLevel), named)
}

// fits is an error where flags ask for what is not written, or not there.
func (j *judgeFlags) fits(outputs []output, streams Streams) error {
	if j.statistics && !slices.ContainsFunc(outputs, func(o output) bool { return o.format == "text" }) {
		return errors.New("--statistics concerns text, which is not written; add -f text")
	}
	if j.state == noState {
		return nil
	}
	return checkNamed("--state", streams.absolute(j.state), j.state)
}

// layout is how text is laid out on the terminal at hand.
func (j *judgeFlags) layout(streams Streams) report.Options {
	color := useColor(j.color, streams.Terminal, streams.Env)
	return report.Options{
		Color:      color,
		Hyperlinks: useHyperlinks(color, streams.Terminal, streams.Env),
		ASCII:      useASCII(streams.Terminal, streams.Env),
		Width:      streams.width(),
		Start:      source.NewBase(streams.Dir).Start(),
		Statistics: j.statistics,
		Quiet:      j.quiet,
		Verbose:    j.verbose,
		All:        j.all,
		Matrix:     report.Matrix(j.matrix),

		WithoutWaived: j.omitWaived,
	}
}

// noState is what a user writes in place of a state file where there is no role audit.
const noState = "none"

// stateOf takes the state file from the flag, else from the configuration, whose
// paths are relative to its own folder.
func (j *judgeFlags) stateOf(base, configured string) check.StatePath {
	switch {
	case j.state == noState, j.state == "" && configured == noState:
		return check.StatePath{None: true}
	case j.state != "":
		return check.StatePath{Path: j.state, Named: true}
	case configured != "" && !filepath.IsAbs(configured):
		configured = filepath.Join(base, configured)
	}
	return check.StatePath{Path: configured}
}

// size is a number of bytes as a flag: 1048576, 32MiB, 500KB.
type size int64

var units = []struct {
	name  string
	bytes int64
}{
	{"KiB", 1 << 10},
	{"MiB", 1 << 20},
	{"GiB", 1 << 30},
	{"KB", 1e3},
	{"MB", 1e6},
	{"GB", 1e9},
	{"K", 1 << 10},
	{"M", 1 << 20},
	{"G", 1 << 30},
	{"B", 1},
}

// Set reads what a user wrote.
func (s *size) Set(text string) error {
	digits, factor := text, int64(1)
	for _, unit := range units {
		if len(text) > len(unit.name) && strings.EqualFold(text[len(text)-len(unit.name):], unit.name) {
			digits, factor = text[:len(text)-len(unit.name)], unit.bytes
			break
		}
	}
	number, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
	if err != nil || number <= 0 || number > (1<<62)/factor {
		return fmt.Errorf("want a size such as 32MiB")
	}
	*s = size(number * factor)
	return nil
}

// String is what help shows as the default.
func (s *size) String() string {
	if *s > 0 && *s%(1<<20) == 0 {
		return fmt.Sprintf("%dMiB", *s>>20)
	}
	return strconv.FormatInt(int64(*s), 10)
}

// Type is what help shows in place of a value.
func (s *size) Type() string { return "SIZE" }

// timeFlag is a flag that takes a time as RFC 3339 writes it.
type timeFlag struct{ time.Time }

// String is empty while no time was given.
func (t *timeFlag) String() string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// Set reads a time with its zone: a day alone would begin elsewhere at another
// time.
func (t *timeFlag) Set(text string) error {
	read, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return errors.New("want a time with its zone, as in 2026-11-22T12:00:00Z")
	}
	if year := read.UTC().Year(); year < 1970 || year > 2261 { // what nanoseconds since 1970 can say
		return errors.New("want a year from 1970 to 2261")
	}
	t.Time = read
	return nil
}

// Type is what help calls the value when its text does not.
func (t *timeFlag) Type() string { return "TIME" }

// or is the time that was given, else what the clock says.
func (t *timeFlag) or(clock func() time.Time) time.Time {
	if t.IsZero() {
		return clock()
	}
	return t.Time
}

// complete offers values for a flag.
func complete(command *cobra.Command, flag string, values func() []string) {
	offer := func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return values(), cobra.ShellCompDirectiveNoFileComp
	}
	completeWith(command, flag, offer)
}

// completeWith has a function offer what a flag may be.
func completeWith(command *cobra.Command, flag string, offer cobra.CompletionFunc) {
	if err := command.RegisterFlagCompletionFunc(flag, offer); err != nil {
		panic(err) // the flag is not defined: gwlint itself is wrong
	}
}

// completeFormats offers formats, and files once a `=` is written.
func completeFormats(names func() []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, written string) ([]string, cobra.ShellCompDirective) {
		if strings.Contains(written, "=") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return names(), cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	}
}

// completeRules offers the IDs of rules that are not named yet, with their titles.
func completeRules(load func() (check.RuleSet, error)) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		loaded, err := load()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var offers []string
		for _, rule := range loaded.Described() {
			if !slices.Contains(args, rule.ID) {
				offers = append(offers, rule.ID+"\t"+rule.Title)
			}
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
}

// unusedSettings are the settings that this version accepts and does not use yet: a user who
// sets one gets a notice.
var unusedSettings = []string{
	"params.gateways",
}

// unusedNotices name the settings that were written and have no effect yet.
func unusedNotices(settings config.Settings) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(settings.Origins)) {
		if slices.Contains(unusedSettings, name) {
			list = append(list, fmt.Sprintf("%s: '%s' has no effect in this version", settings.Origins.Of(name), strings.TrimPrefix(name, "params.")))
		}
	}
	return list
}
