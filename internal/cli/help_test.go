package cli

import (
	"context"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// commands are all commands, those below others too.
func commands(root *cobra.Command) []*cobra.Command {
	list := []*cobra.Command{root}
	for _, sub := range root.Commands() {
		list = append(list, commands(sub)...)
	}
	return list
}

// help is what `gwlint … --help` prints.
func help(t *testing.T, path string, streams Streams) string {
	t.Helper()
	var out, complaint strings.Builder
	streams.Out, streams.Err, streams.In = &out, &complaint, strings.NewReader("")
	streams.Dir = t.TempDir()
	args := slices.Concat(strings.Fields(path)[1:], []string{"--help"})
	if code := Main(context.Background(), streams, args); code != 0 || complaint.Len() > 0 {
		t.Errorf("%s: exit code %d: %s", path, code, &complaint)
	}
	return out.String()
}

func TestHelpIsNoWiderThanAHundredColumns(t *testing.T) {
	t.Parallel()
	for _, command := range commands((&app{}).root()) {
		if command.Parent() != nil && command.Parent().Name() == "completion" {
			continue // its words are cobra's
		}
		for line := range strings.Lines(help(t, command.CommandPath(), Streams{})) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > helpWidth {
				t.Errorf("%s --help: %d columns: %s", command.CommandPath(), n, line)
			}
		}
	}
}

func TestHelpOfFlagsFitsATerminalThatIsNarrower(t *testing.T) {
	t.Parallel()
	_, flags, _ := strings.Cut(help(t, "gwlint check", Streams{Terminal: true, Width: 80}), "flags:\n")
	for line := range strings.Lines(flags) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("%d columns: %s", n, line)
		}
	}
}

// TestEachFlagOfACommandWithManyStandsInAGroup wants a flag that is new to be listed
// where people look for it.
func TestEachFlagOfACommandWithManyStandsInAGroup(t *testing.T) {
	t.Parallel()
	for _, command := range commands((&app{}).root()) {
		count := 0
		command.LocalFlags().VisitAll(func(*pflag.Flag) { count++ })
		if count < manyFlags {
			continue
		}
		command.LocalFlags().VisitAll(func(flag *pflag.Flag) {
			known := flag.Hidden || flag.Name == "help"
			if !known && flagGroup(flag.Name) == otherFlags {
				t.Errorf("%s --%s stands in no group: name it in flagGroups of help.go", command.CommandPath(), flag.Name)
			}
		})
	}
}

func TestHelpSaysWhatACommandTakes(t *testing.T) {
	t.Parallel()
	for path, want := range map[string][]string{
		"gwlint":       {"\nUsage:\n  gwlint [command]\n", "\nAvailable Commands:\n  baseline ", "\nFlags:\n  -h, --help ", "\nUse \"gwlint [command] --help\""},
		"gwlint check": {"\nUsage:\n  gwlint check [PATH…] [flags]\n", "\nExamples:\n  gwlint check\n", "\nInput flags:\n", "\nPolicy flags:\n", "\nOutput flags:\n", "\nDebug flags:\n", "\nOther flags:\n  -h, --help "},
		"gwlint scan":  {"\nWorkspace flags:\n", "\nInput flags:\n", "\nPolicy flags:\n", "\nOutput flags:\n"},
		"gwlint rules": {"\nFlags:\n"},
		"gwlint new":   {"\nUsage:\n  gwlint new [command]\n", "\n  rule "},
	} {
		got := help(t, path, Streams{})
		for _, part := range want {
			before, after, found := strings.Cut(got, part)
			if !found {
				t.Errorf("%s --help lacks %q:\n%s%s", path, part, before, after)
			}
			got = part[len(part)-1:] + after // what follows stands below
			if !strings.HasPrefix(got, "\n") {
				got = after
			}
		}
		if path == "gwlint check" && strings.Contains(got, "force-exclude") {
			t.Error("a hidden flag is shown")
		}
	}
}
