package cli

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// TestExamplesOfHelpTextsAreCommands holds each line of an example that runs gwlint
// to the flags and arguments that there are.
func TestExamplesOfHelpTextsAreCommands(t *testing.T) {
	t.Parallel()
	tried := 0
	var walk func(command *cobra.Command)
	walk = func(command *cobra.Command) {
		for line := range strings.Lines(command.Example) {
			for _, run := range strings.FieldsFunc(line, func(r rune) bool { return r == '|' || r == '&' }) {
				run, _, _ = strings.Cut(strings.TrimSpace(run), "  ") // what is behind says what it does
				words := strings.Fields(strings.ReplaceAll(run, "'", ""))
				if len(words) == 0 || words[0] != "gwlint" {
					continue
				}
				tried++
				if err := parses(words[1:]); err != nil {
					t.Errorf("%s: %q: %v", command.CommandPath(), run, err)
				}
			}
		}
		for _, below := range command.Commands() {
			walk(below)
		}
	}
	walk((&app{}).root())
	if parses([]string{"scan", "--nothing"}) == nil || parses([]string{"verify", "a", "b"}) == nil {
		t.Error("what is no command is taken for one")
	}
	if tried < 15 {
		t.Errorf("only %d examples were found", tried)
	}
}

// parses says what is wrong with a command line, without running it.
func parses(words []string) error {
	command, rest, err := (&app{}).root().Find(words)
	if err != nil {
		return err
	}
	if err := command.ParseFlags(rest); err != nil {
		return err
	}
	return command.ValidateArgs(command.Flags().Args())
}
