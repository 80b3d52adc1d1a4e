package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

type checkFlags struct {
	judgeFlags
	exclude      []string
	kind         string
	stdinName    string
	maxSize      size
	forceExclude bool
	profile      bool
}

func (a *app) checkCommand() *cobra.Command {
	f := &checkFlags{maxSize: 32 << 20}
	command := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "Check files and folders",
		Long: `Check the gateway configuration in files and folders; without a PATH, in the
current folder. A PATH of - is standard input. Files that hold no gateway
configuration are passed over. A folder that 'gwlint dump' wrote is checked as the
workspace that it was taken from.`,
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
			folder, err := snapshotIn(a.streams.Dir, r.paths)
			if err != nil {
				return err
			}
			if folder != "" {
				a.code = checkSnapshot(command.Context(), a.streams, r, folder)
				return nil
			}
			a.code = check(command.Context(), a.streams, r)
			return nil
		},
	}
	f.add(command)
	return command
}

func (f *checkFlags) add(command *cobra.Command) {
	f.judgeFlags.add(command)
	flags := command.Flags()
	flags.StringArrayVar(&f.exclude, "exclude", nil, "leave out files and folders that match `GLOB`; repeatable")
	flags.StringVar(&f.kind, "kind", string(gateway.Auto), "read every document as this `KIND`: "+strings.Join(gateway.Kinds(), ", "))
	flags.StringVar(&f.stdinName, "stdin-filename", "", "`NAME` of standard input in reports")
	flags.Var(&f.maxSize, "max-size", "largest `SIZE` of a file")
	flags.BoolVar(&f.profile, "profile", false, "print on standard error what each phase and each rule takes")
	flags.BoolVar(&f.forceExclude, "force-exclude", false, "leave out excluded files even when they are named; always so")
	complete(command, "kind", gateway.Kinds)
}

// request checks everything that can be checked before anything is read.
func (f *checkFlags) request(command *cobra.Command, streams Streams, paths []string) (request, error) {
	if err := f.valid(paths); err != nil {
		return request{}, err
	}
	r, err := f.judgeFlags.request(command, streams)
	if err != nil {
		return request{}, err
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	r.kind, r.paths, r.stdinName = gateway.Kind(f.kind), paths, f.stdinName
	r.exclude = slices.Concat(r.settings.ExcludeHere(), f.exclude)
	r.limits = source.Limits{Bytes: int64(f.maxSize)}
	return r, nil
}

func (f *checkFlags) valid(paths []string) error {
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
