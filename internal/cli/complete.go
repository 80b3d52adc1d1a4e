package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

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
func completeRules(load func() (ruleSet, error)) cobra.CompletionFunc {
	return func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
		loaded, err := load()
		if err != nil {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		var offers []string
		for _, rule := range loaded.Rules {
			if !slices.Contains(args, rule.ID) {
				offers = append(offers, rule.ID+"\t"+rule.Title)
			}
		}
		return offers, cobra.ShellCompDirectiveNoFileComp
	}
}
