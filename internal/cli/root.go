// Package cli is the command line: flags, subcommands, and the order in which a
// check runs. It turns words into values and values into an exit code; what is
// right or wrong about a gateway it leaves to others.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gwlint/gwlint/internal/check"
	"github.com/gwlint/gwlint/internal/engine"
	"github.com/gwlint/gwlint/internal/report"
	"github.com/gwlint/gwlint/schema"
)

// Main runs gwlint and returns its exit code.
func Main(ctx context.Context, streams Streams, args []string) int {
	if streams.Env == nil {
		streams.Env = func(string) string { return "" }
	}
	if streams.Now == nil {
		streams.Now = func() time.Time { return time.Unix(0, 0).UTC() }
	}
	if streams.Dir == "" {
		var err error
		if streams.Dir, err = os.Getwd(); err != nil {
			return streams.usage(err)
		}
	}
	if streams.inActions() {
		streams.Err = disarmed{streams.Err}
	}
	a := &app{streams: streams, guard: engine.NewGuard()}
	root := a.root()
	if err := knownCommand(root, args); err != nil {
		return streams.usage(err)
	}
	root.SetArgs(args)
	return a.guarded(ctx, root)
}

// guarded runs the command. Where an evaluation cannot be ended, it does not wait
// for the command: who called ends the process, and with it the evaluation.
func (a *app) guarded(ctx context.Context, root *cobra.Command) int {
	ctx, cancel := context.WithCancel(a.guard.Context(ctx))
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- root.ExecuteContext(ctx) }()
	select {
	case err := <-done:
		if err != nil && !brokenPipe(err) {
			return a.streams.usage(err)
		}
		return a.code
	case why := <-a.guard.Broken():
		a.streams.notice(why.Error())
		return report.ExitIncomplete
	}
}

// guardOwn has the memory watched of a run by rules or a policy of the user's own.
func (a *app) guardOwn(ctx context.Context, r check.Request) {
	if r.Policy.Own || len(r.Rules.Own) > 0 {
		go a.guard.WatchMemory(ctx)
	}
}

// brokenPipe says that the reader of the output went away, which is its right.
func brokenPipe(err error) bool {
	return errors.Is(err, syscall.EPIPE) || errors.Is(err, io.ErrClosedPipe)
}

// app is one run of the gwlint command: its streams and its exit code.
type app struct {
	streams Streams
	guard   *engine.Guard
	code    int
}

func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "gwlint",
		Short: "Check Databricks AI Gateway configuration against policy",
		Long: `gwlint checks Databricks AI Gateway configuration against policy: that of
serving endpoints, which Databricks calls AI Gateway (legacy), and that of the
services of Unity Gateway.

It reads JSON and YAML, or a live workspace, judges every gateway there, and
reports what is wrong, what could not be decided, and which items of the checklist
hold.

Exit codes: 0 nothing to report, 1 findings, 2 wrong usage, 3 the check is
incomplete, 4 an operator must answer first.`,
		Example: `  gwlint check                        check the current folder
  gwlint check gw.json -f sarif=gw.sarif
  gwlint scan                         check the workspace that you are signed in to
  gwlint explain GW103
  gwlint config show`,
		Version:       Version(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE: func(*cobra.Command, []string) error {
			return errors.New("no command; try 'gwlint check', or 'gwlint --help' for a list")
		},
	}
	root.SetIn(a.streams.In)
	root.SetOut(a.streams.Out)
	root.SetErr(a.streams.Err)
	root.SetVersionTemplate("gwlint {{.Version}}\n")
	root.SetFlagErrorFunc(flagError)
	root.SetUsageFunc(a.usage)
	root.CompletionOptions.HiddenDefaultCmd = false
	root.AddCommand(checkCommand(a), scanCommand(a), dumpCommand(a), verifyCommand(a), waiveCommand(a), waiversCommand(a), baselineCommand(a), diffCommand(a), reportCommand(a), rulesCommand(a), explainCommand(a), testCommand(a), newCommand(a), policiesCommand(a), configCommand(a), versionCommand())
	layHelp(root, a.streams.width())
	return root
}

// knownCommand refuses a first word that is no command before flags are read,
// since the flags of a misspelt command cannot be known either.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 || strings.HasPrefix(args[0], "-") || strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		return nil
	}
	names := []string{"help", "completion"}
	for _, command := range root.Commands() {
		names = append(names, command.Name())
	}
	if args[0] == "help" && len(args) > 1 {
		args = args[1:]
	}
	return knownWord("gwlint", args[0], names)
}

// knownWord is nil when word is a subcommand of a command.
func knownWord(command, word string, subcommands []string) error {
	if slices.Contains(subcommands, word) {
		return nil
	}
	return fmt.Errorf("unknown command %q%s; see '%s --help'", word, suggestion(word, subcommands), command)
}

// suggestion asks whether a near word was meant, when there is one.
func suggestion(word string, known []string) string {
	if nearest := schema.Nearest(word, known); nearest != "" {
		return fmt.Sprintf("; did you mean %q?", nearest)
	}
	return ""
}

// flagError says in one line what is wrong with a flag and where to look.
func flagError(command *cobra.Command, err error) error {
	help := fmt.Sprintf("; see '%s --help'", command.CommandPath())
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok {
		return fmt.Errorf("unknown flag %s%s%s", dashed(unknown.GetSpecifiedName()), nearFlag(command, unknown.GetSpecifiedName()), help)
	}
	if missing, ok := errors.AsType[*pflag.ValueRequiredError](err); ok {
		return fmt.Errorf("%s needs a value%s", dashed(missing.GetSpecifiedName()), help)
	}
	return fmt.Errorf("%w%s", err, help)
}

func dashed(flag string) string {
	if len(flag) == 1 {
		return "-" + flag
	}
	return "--" + flag
}

func nearFlag(command *cobra.Command, name string) string {
	var known []string
	command.Flags().VisitAll(func(flag *pflag.Flag) { known = append(known, flag.Name) })
	if nearest := schema.Nearest(name, known); nearest != "" && len(name) > 1 {
		return "; did you mean --" + nearest + "?"
	}
	return ""
}

// noArguments refuses arguments by name.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no argument, got %q; see '%s --help'", command.CommandPath(), args[0], command.CommandPath())
}
