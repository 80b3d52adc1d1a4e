package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/internal/source"
)

type checkFlags struct {
	judgeFlags
	fixFlags
	exclude       []string
	kind          string
	stdinName     string
	maxSize       size
	targets       []string
	variables     []string
	variableFiles []string
	hook, timings bool
}

func checkCommand(a *app) *cobra.Command {
	f := &checkFlags{maxSize: 64 << 20}
	command := &cobra.Command{
		Use:   "check [PATH…]",
		Short: "Check files and folders",
		Long: `Check the gateway configuration in files and folders; without a PATH, in the
current folder. A PATH of - is standard input. Files that hold no gateway
configuration are passed over. A folder that 'gwlint dump' wrote is checked as the
workspace that it was taken from.

A bundle is checked as each of its targets deploys it. Where PATHs are files that a
bundle includes, its root is found above them, and only what stands in these files
is reported. Variables get their values as the Databricks CLI gives them: from the
flag, BUNDLE_VAR_<name>, the overrides file of a target, the target, the default.

A module of Terraform or OpenTofu is evaluated with the modules that it calls, without
providers and without a network; what is not known then is unknown. A folder that
another module calls is checked through those that call it. Variables get their values
from --var, --var-file, *.auto.tfvars, terraform.tfvars, TF_VAR_<name>, the default.
Plans and states are checked as terraform show -json prints them.

With --diff, check prints a patch of what would mend findings, and with --fix it writes
that: safe fixes alone, which say what is meant and change nothing that is deployed;
with --unsafe-fixes the others too. Edits keep comments and layout. Each is checked
before anything is written, and left out where it would make another finding.`,
		Example: `  gwlint check
  gwlint check gateways/ -f text -f sarif=gwlint.sarif
  databricks serving-endpoints get chat -o json | gwlint check -
  gwlint check --fail-on warning --exclude 'sandbox/**'
  gwlint check --rules policy/rules
  gwlint check databricks.yml --target prod --var catalog=main
  gwlint check infra/ --var-file prod.tfvars
  terraform show -json plan.out | gwlint check -
  gwlint check --diff
  gwlint check --fix --fix-only GW311 gateways/`,
		RunE: func(command *cobra.Command, args []string) error {
			profile := check.NewProfile(f.timings, a.streams.Now)
			configured := profile.Phase("configure")
			r, err := f.request(command, f.reporting(a.streams), args)
			if err != nil {
				return err
			}
			configured()
			r.check.Profile = profile
			a.guardOwn(command.Context(), r.check)
			a.code, err = f.check(command.Context(), a.streams, r, args)
			return err
		},
	}
	f.add(command, a.streams.Dir)
	return command
}

func (c *checkFlags) add(command *cobra.Command, dir string) {
	c.judgeFlags.add(command, dir)
	c.fixFlags.add(command, func() (check.RuleSet, error) { return c.load(dir) })
	flags := command.Flags()
	listVar(flags, &c.exclude, "exclude", "", "leave out files and folders that match `GLOB`; repeatable")
	flags.StringVar(&c.kind, "kind", string(gateway.Auto), "read every document as this `KIND`: "+strings.Join(gateway.Kinds(), ", "))
	flags.StringVar(&c.stdinName, "stdin-filename", "", "`NAME` of standard input in reports")
	flags.Var(&c.maxSize, "max-size", "largest `SIZE` of a file")
	listVar(flags, &c.targets, "target", "", "check only this `TARGET` of bundles; repeatable; default: all")
	listVar(flags, &c.variables, "var", "", "value of a variable of a bundle or of Terraform, as `NAME=VALUE`; repeatable")
	listVar(flags, &c.variableFiles, "var-file", "", "`FILE` of values of Terraform's variables, such as prod.tfvars; repeatable, the last one wins")
	flags.BoolVar(&c.timings, "timings", false, "print on standard error what each phase and each rule takes")
	flags.BoolVar(&c.hook, "hook", false, "a hook names the PATHs, such as pre-commit: pass over those that are no configuration")
	flags.BoolVar(&c.hook, "force-exclude", false, "the name that --hook had")
	if err := flags.MarkHidden("force-exclude"); err != nil {
		panic(err) // the flag is not defined: gwlint itself is wrong
	}
	complete(command, "kind", gateway.Kinds)
	completeWith(command, "var-file", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		return []string{"tfvars", "json"}, cobra.ShellCompDirectiveFilterFileExt
	})
	complete(command, "target", func() []string { return check.BundleTargets(dir) })
}

// request checks everything that can be checked before anything is read.
func (c *checkFlags) request(command *cobra.Command, streams Streams, paths []string) (request, error) {
	if err := c.valid(streams, paths); err != nil {
		return request{}, err
	}
	patchAlone := c.diff && len(c.formats) == 0
	r, err := c.judgeFlags.request(command, streams)
	if err != nil {
		return r, err
	}
	if patchAlone {
		r.outputs = nil
	}
	r.check.Limits = source.Limits{Bytes: int64(c.maxSize)}
	r.check.Targets = c.targets
	return r, c.choose(r.check.Rules)
}

// check checks files or, where the only path is one, a snapshot. An error means
// that nothing was checked.
func (c *checkFlags) check(ctx context.Context, streams Streams, r request, paths []string) (int, error) {
	if c.asked() {
		return c.fix(ctx, streams, r, paths)
	}
	checked, err := c.checked(ctx, streams, r, paths)
	if err != nil {
		return 0, err
	}
	code := publish(streams, checked, r)
	_ = r.check.Profile.Write(streams.Err) // there is nowhere left to say that this failed
	return code, nil
}

// checked is the report of files or of a snapshot. An error means that nothing was checked.
func (c *checkFlags) checked(ctx context.Context, streams Streams, r request, paths []string) (report.Report, error) {
	snapshot, paths, err := c.among(streams, paths)
	if err != nil {
		return report.Report{}, err
	}
	streams.notices(r.check)
	if snapshot != "" {
		return check.RunSnapshot(ctx, r.check, snapshot)
	}
	return check.Run(ctx, r.check, c.files(streams, paths))
}

// fix mends files, or shows what would mend them. An error means that nothing was checked.
func (c *checkFlags) fix(ctx context.Context, streams Streams, r request, paths []string) (int, error) {
	snapshot, paths, err := c.among(streams, paths)
	switch {
	case err != nil:
		return 0, err
	case snapshot != "" && c.fixFlags.fix:
		return 0, fmt.Errorf("%s is a snapshot of a workspace, which is evidence: --diff shows what to put into the workspace", snapshot)
	}
	streams.notices(r.check)
	if snapshot != "" {
		checked, bodies, err := check.SnapshotPutBodies(ctx, r.check, snapshot, c.which())
		if err != nil {
			return 0, err
		}
		return c.showBodies(streams, r, checked, bodies), nil
	}
	return c.run(ctx, streams, r, c.files(streams, paths))
}

// among returns the snapshot that is the only path, "" where none is, and the paths, which
// are the folder that gwlint was started in where none are named.
func (c *checkFlags) among(streams Streams, paths []string) (snapshot string, named []string, err error) {
	if len(paths) == 0 {
		paths = []string{"."}
	}
	if err := noPack(streams, paths); err != nil {
		return "", nil, err
	}
	snapshot, err = check.SnapshotAmong(streams.Dir, paths)
	if err == nil && snapshot != "" && c.resolves() {
		err = fmt.Errorf("--target, --var and --var-file concern bundles and Terraform, and %s is a snapshot of a workspace: leave them out", snapshot)
	}
	return snapshot, paths, err
}

// files are the files that paths name.
func (c *checkFlags) files(streams Streams, paths []string) *check.Files {
	return &check.Files{
		Paths: paths, Exclude: c.exclude, Hook: c.hook,
		Kind: gateway.Kind(c.kind), Stdin: streams.In, StdinName: c.stdinName,
		Variables: check.Variables{Values: c.values(), Files: c.variableFiles, LookupEnv: streams.lookupEnv},
	}
}

func (c *checkFlags) valid(streams Streams, paths []string) error {
	if !slices.Contains(gateway.Kinds(), c.kind) {
		return fmt.Errorf("--kind %q: want %s", c.kind, strings.Join(gateway.Kinds(), ", "))
	}
	if err := c.fixFlags.valid(paths); err != nil {
		return err
	}
	for _, glob := range c.exclude {
		if !source.ValidGlob(glob) {
			return fmt.Errorf("--exclude %q: not a glob", glob)
		}
	}
	if err := c.validVariables(streams); err != nil {
		return err
	}
	if c.stdinName != "" && !slices.Contains(paths, "-") {
		return errors.New("--stdin-filename names standard input, which is not checked; add - to the paths")
	}
	return nil
}

// resolves says whether a flag says how bundles or modules are resolved.
func (c *checkFlags) resolves() bool { return len(c.targets)+len(c.variables)+len(c.variableFiles) > 0 }

// validVariables checks the flags that concern bundles and modules. The value of a variable
// may be a secret, and is not repeated.
func (c *checkFlags) validVariables(streams Streams) error {
	if slices.Contains(c.targets, "") {
		return errors.New("--target: no name is given")
	}
	for _, variable := range c.variables {
		if name, _, ok := strings.Cut(variable, "="); !ok || name == "" {
			return errors.New("--var: want NAME=VALUE, such as --var catalog=main")
		}
	}
	for _, file := range c.variableFiles {
		if file == "" {
			return errors.New("--var-file: no file is named")
		}
		if err := checkNamed("--var-file", streams.absolute(file), file); err != nil {
			return err
		}
	}
	if c.kind != string(gateway.Auto) && c.resolves() {
		return errors.New("--target, --var and --var-file concern bundles and Terraform, which --kind has read as something else; leave the one or the other out")
	}
	return nil
}

// values are the values of variables that flags set, by name; the last one counts.
func (c *checkFlags) values() map[string]string {
	values := map[string]string{}
	for _, variable := range c.variables {
		name, value, _ := strings.Cut(variable, "=")
		values[name] = value
	}
	return values
}
