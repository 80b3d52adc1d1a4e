package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/config"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/policies"
)

// request is a check to run: flags and configuration, all of them valid.
type request struct {
	rules    ruleSet
	settings config.Settings
	policy   policies.Policy
	failOn   report.FailOn
	kind     gateway.Kind
	paths    []string
	// exclude holds globs relative to the working directory.
	exclude   []string
	stdinName string
	limits    source.Limits
	outputs   []output
	options   report.Options
	// asOf is the time that ages are measured against.
	asOf  time.Time
	state statePath
	// profile is nil unless somebody wants to know what takes how long.
	profile *profile
}

type checkFlags struct {
	settingsFlags
	formats        []string
	exclude        []string
	kind           string
	stdinName      string
	maxSize        size
	asOf           moment
	state          string
	color          string
	quiet, verbose bool
	forceExclude   bool
	profile        bool
}

func (a *app) checkCommand() *cobra.Command {
	f := &checkFlags{maxSize: 32 << 20}
	command := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "Check files and folders",
		Long: `Check the gateway configuration in files and folders; without a PATH, in the
current folder. A PATH of - is standard input. Files that hold no gateway
configuration are passed over.`,
		Example: `  gwlint check
  gwlint check gateways/ -f text -f sarif=gwlint.sarif
  databricks serving-endpoints get chat -o json | gwlint check -
  gwlint check --fail-on warning --exclude 'sandbox/**'
  gwlint check --rules policy/rules`,
		RunE: func(command *cobra.Command, args []string) error {
			go warm()
			profile := newProfile(f.profile, a.streams.Now)
			configured := profile.phase("configure")
			r, err := f.request(command, a.streams, args)
			if err != nil {
				return err
			}
			configured()
			r.profile = profile
			a.code = check(command.Context(), a.streams, r)
			return nil
		},
	}
	f.add(command)
	return command
}

func (f *checkFlags) add(command *cobra.Command) {
	f.settingsFlags.add(command)
	flags := command.Flags()
	flags.StringArrayVarP(&f.formats, "format", "f", nil, "`NAME[=FILE]` of a report: "+strings.Join(report.Formats(), ", ")+"; repeatable; default: text")
	flags.StringArrayVar(&f.exclude, "exclude", nil, "leave out files and folders that match `GLOB`; repeatable")
	flags.StringVar(&f.kind, "kind", string(gateway.Auto), "read every document as this `KIND`: "+strings.Join(gateway.Kinds(), ", "))
	flags.StringVar(&f.stdinName, "stdin-filename", "", "`NAME` of standard input in reports")
	flags.StringVar(&f.state, "state", "", "state `FILE`; default: state.yaml or .vibecoding-state.md beside the input or at the repository's root")
	flags.Var(&f.asOf, "as-of", "`TIME` that ages are measured against, such as 2026-11-22T12:00:00Z; default: now")
	flags.Var(&f.maxSize, "max-size", "largest `SIZE` of a file")
	flags.StringVar(&f.color, "color", "auto", "`WHEN` to use colours: "+strings.Join(colorModes, ", "))
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print findings only")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "print what is otherwise only counted")
	flags.BoolVar(&f.profile, "profile", false, "print on standard error what each phase and each rule takes")
	flags.BoolVar(&f.forceExclude, "force-exclude", false, "leave out excluded files even when they are named; always so")
	complete(command, "kind", gateway.Kinds)
	complete(command, "color", func() []string { return colorModes })
	completeWith(command, "format", completeFormats(report.Formats))
}

// request checks everything that can be checked before anything is read.
func (f *checkFlags) request(command *cobra.Command, streams Streams, paths []string) (request, error) {
	if err := f.valid(paths); err != nil {
		return request{}, err
	}
	if len(f.formats) == 0 {
		f.formats = []string{"text"}
	}
	outputs, err := parseOutputs(f.formats, streams.Dir)
	if err != nil {
		return request{}, err
	}
	loaded, err := f.load(streams.Dir)
	if err != nil {
		return request{}, err
	}
	settings, err := f.settings(command, streams.Dir, loaded)
	if err != nil {
		return request{}, err
	}
	policy, err := policyOf(settings, streams.Dir)
	if err != nil {
		return request{}, err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	color := useColor(f.color, streams.Terminal, streams.Env)
	return request{
		rules:     loaded,
		settings:  settings,
		policy:    policy,
		failOn:    report.FailOn(settings.FailOn),
		kind:      gateway.Kind(f.kind),
		paths:     paths,
		exclude:   slices.Concat(settings.ExcludeHere(), f.exclude),
		stdinName: f.stdinName,
		limits:    source.Limits{Bytes: int64(f.maxSize)},
		outputs:   outputs,
		asOf:      f.asOf.or(streams.Now),
		state:     f.stateOf(settings.Base, settings.State, streams.Dir),
		options: report.Options{
			Color:      color,
			Hyperlinks: useHyperlinks(color, streams.Terminal, streams.Env),
			Width:      streams.width(),
			Quiet:      f.quiet,
			Verbose:    f.verbose,
		},
	}, nil
}

func (f *checkFlags) valid(paths []string) error {
	if err := checkColor(f.color); err != nil {
		return err
	}
	if f.quiet && f.verbose {
		return errors.New("--quiet and --verbose contradict each other; keep one of them")
	}
	if !slices.Contains(gateway.Kinds(), f.kind) {
		return fmt.Errorf("--kind %q: want %s", f.kind, strings.Join(gateway.Kinds(), ", "))
	}
	for _, glob := range f.exclude {
		if !source.ValidGlob(glob) {
			return fmt.Errorf("--exclude %q: not a glob", glob)
		}
	}
	if f.stdinName != "" && !slices.Contains(paths, "-") {
		return errors.New("--stdin-filename names standard input, which is not checked; add - to the paths")
	}
	return nil
}
