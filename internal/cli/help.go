package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// flagGroups are the headings under which help lists the flags of a command that has
// many, in their order. A flag that stands in none of them is listed under the last.
var flagGroups = []struct {
	heading string
	flags   []string
}{
	{"Workspace", []string{
		"host", "profile", "endpoint", "catalog", "schema", "no-provided", "allow-empty", "warehouse", "rate", "timeout", "retry-for",
	}},
	{"Waiver", []string{
		"subject", "path", "pointer", "workspace", "fingerprint", "value", "reason", "owner", "until", "ticket", "approved-by", "inline", "unfound", "expiring",
	}},
	{"Input", []string{"target", "var", "var-file", "exclude", "kind", "max-size", "stdin-filename", "hook", "state"}},
	{"Baseline", []string{"add", "force", "include-critical"}},
	{"Policy", []string{
		"config", "policy", "rules", "select", "ignore", "waivers", "no-waivers", "min-level", "fail-on", "baseline", "strict-baseline", "strict-evidence", "as-of",
	}},
	{"Fix", []string{"diff", "fix", "unsafe-fixes", "fix-only"}},
	{"Output", []string{"format", "output", "all", "matrix", "statistics", "color", "quiet", "verbose", "no-github", "sarif-omit-waived"}},
	{"Debug", []string{"timings"}},
	{otherFlags, nil},
}

// otherFlags is the heading of the flags that stand in no group.
const otherFlags = "Other"

// manyFlags is the number of flags from which on help groups them.
const manyFlags = 10

// helpWidth is the widest that help is laid out.
const helpWidth = 100

// usage prints how a command is called: cobra's own usage, with the flags in groups
// and within the width of the terminal.
func (a *app) usage(command *cobra.Command) error {
	width := helpWidth
	if w := a.streams.width(); w > 0 {
		width = min(width, w)
	}
	var text strings.Builder
	text.WriteString("Usage:\n")
	if command.Runnable() && !command.HasAvailableSubCommands() {
		fmt.Fprintf(&text, "  %s\n", command.UseLine())
	}
	if command.HasAvailableSubCommands() {
		fmt.Fprintf(&text, "  %s [command]\n", command.CommandPath())
	}
	if command.HasExample() {
		fmt.Fprintf(&text, "\nExamples:\n%s\n", command.Example)
	}
	text.WriteString(subcommands(command))
	if command.HasAvailableLocalFlags() {
		text.WriteString(flagHelp(command.LocalFlags(), width))
	}
	if command.HasAvailableInheritedFlags() {
		text.WriteString("\nGlobal Flags:\n" + command.InheritedFlags().FlagUsagesWrapped(width))
	}
	if command.HasAvailableSubCommands() {
		fmt.Fprintf(&text, "\nUse \"%s [command] --help\" for more information about a command.\n", command.CommandPath())
	}
	_, err := fmt.Fprint(command.OutOrStderr(), text.String())
	return err
}

// subcommands lists those of a command, each with what it does.
func subcommands(command *cobra.Command) string {
	if !command.HasAvailableSubCommands() {
		return ""
	}
	var text strings.Builder
	text.WriteString("\nAvailable Commands:\n")
	for _, sub := range command.Commands() {
		if sub.IsAvailableCommand() || sub.Name() == "help" {
			fmt.Fprintf(&text, "  %-*s %s\n", sub.NamePadding(), sub.Name(), sub.Short)
		}
	}
	return text.String()
}

// flagHelp lists flags, under headings where there are many.
func flagHelp(flags *pflag.FlagSet, width int) string {
	shown := 0
	flags.VisitAll(func(flag *pflag.Flag) {
		if !flag.Hidden {
			shown++
		}
	})
	if shown < manyFlags {
		return "\nFlags:\n" + flags.FlagUsagesWrapped(width)
	}
	groups := map[string]*pflag.FlagSet{}
	flags.VisitAll(func(flag *pflag.Flag) {
		heading := flagGroup(flag.Name)
		if groups[heading] == nil {
			groups[heading] = pflag.NewFlagSet(heading, pflag.ContinueOnError)
		}
		groups[heading].AddFlag(flag)
	})
	var text strings.Builder
	for _, group := range flagGroups {
		if listed := groups[group.heading]; listed != nil && listed.HasAvailableFlags() {
			fmt.Fprintf(&text, "\n%s flags:\n%s", group.heading, listed.FlagUsagesWrapped(width))
		}
	}
	return text.String()
}

// flagGroup is the heading of a flag.
func flagGroup(name string) string {
	for _, group := range flagGroups {
		if slices.Contains(group.flags, name) {
			return group.heading
		}
	}
	return otherFlags
}
