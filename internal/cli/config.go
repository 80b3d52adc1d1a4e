package cli

import (
	"errors"

	"github.com/spf13/cobra"
)

func configCommand(a *app) *cobra.Command {
	command := &cobra.Command{
		Use:   "config",
		Short: "Look at the configuration",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return knownWord("gwlint config", args[0], []string{"show"})
			}
			return errors.New("no command; try 'gwlint config show'")
		},
	}
	command.AddCommand(configShowCommand(a))
	return command
}

func configShowCommand(a *app) *cobra.Command {
	f := &settingsFlags{}
	command := &cobra.Command{
		Use:   "show",
		Short: "Show every setting and where it comes from",
		Long: `Show every setting as a check run here with the same flags would use it, in the
form of a .gwlint.yaml, with the place that each value comes from.`,
		Example: `  gwlint config show
  gwlint config show --policy strict`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			loaded, err := f.load(a.streams.Dir)
			if err != nil {
				return err
			}
			settings, err := f.settings(command, a.streams.Dir, loaded)
			if err != nil {
				return err
			}
			if _, err := loadPolicy(settings, a.streams.Dir); err != nil {
				return err
			}
			return settings.Write(command.OutOrStdout())
		},
	}
	f.add(command, a.streams.Dir)
	return command
}
