package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/gwlint/gwlint/schema"
)

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
	return fmt.Errorf("unknown command %q%s; see '%s --help'", word, meant(word, subcommands), command)
}

// meant asks whether a near word was meant, when there is one.
func meant(word string, known []string) string {
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
