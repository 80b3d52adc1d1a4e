package cli

import (
	"errors"
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
	// asOf is the time that ages are measured against; dated says that a flag names
	// it.
	asOf  time.Time
	dated bool
	// strict says that evidence which is denied leaves the check incomplete.
	strict bool
	state  statePath
	// profile is nil unless somebody wants to know what takes how long.
	profile *profile
}

// judgeFlags are those of every command that judges: by what, and how it is told.
type judgeFlags struct {
	settingsFlags

	formats        []string
	asOf           moment
	state          string
	color          string
	strict         bool
	quiet, verbose bool
}

func (f *judgeFlags) add(command *cobra.Command) {
	f.settingsFlags.add(command)
	flags := command.Flags()
	flags.StringArrayVarP(&f.formats, "format", "f", nil, "`NAME[=FILE]` of a report: "+strings.Join(report.Formats(), ", ")+"; repeatable; default: text")
	flags.StringVar(&f.state, "state", "", "state `FILE`; default: state.yaml or .vibecoding-state.md beside the input or at the repository's root")
	flags.Var(&f.asOf, "as-of", "`TIME` that ages are measured against, such as 2026-11-22T12:00:00Z; default: now, or when a snapshot was taken")
	flags.BoolVar(&f.strict, "strict-evidence", false, "evidence that a workspace refuses to show leaves the check incomplete (exit code 3)")
	flags.StringVar(&f.color, "color", "auto", "`WHEN` to use colours: "+strings.Join(colorModes, ", "))
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print findings only")
	flags.BoolVarP(&f.verbose, "verbose", "v", false, "print what is otherwise only counted")
	complete(command, "color", func() []string { return colorModes })
	completeWith(command, "format", completeFormats(report.Formats))
}

// request checks everything that can be checked before anything is read.
func (f *judgeFlags) request(command *cobra.Command, streams Streams) (request, error) {
	if err := checkColor(f.color); err != nil {
		return request{}, err
	}
	if f.quiet && f.verbose {
		return request{}, errors.New("--quiet and --verbose contradict each other; keep one of them")
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
	color := useColor(f.color, streams.Terminal, streams.Env)
	return request{
		rules:    loaded,
		settings: settings,
		policy:   policy,
		failOn:   report.FailOn(settings.FailOn),
		outputs:  outputs,
		asOf:     f.asOf.or(streams.Now),
		dated:    !f.asOf.IsZero(),
		strict:   f.strict,
		state:    f.stateOf(settings.Base, settings.State, streams.Dir),
		options: report.Options{
			Color:      color,
			Hyperlinks: useHyperlinks(color, streams.Terminal, streams.Env),
			Width:      streams.width(),
			Quiet:      f.quiet,
			Verbose:    f.verbose,
		},
	}, nil
}
