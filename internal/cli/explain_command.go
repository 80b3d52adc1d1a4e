package cli

import (
	"errors"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/markdown"
)

// explanations are the formats of `gwlint explain`.
var explanations = []string{"text", "markdown", "json"}

type explainFlags struct {
	rulesFlag

	format, color string
}

func (a *app) explainCommand() *cobra.Command {
	f := &explainFlags{}
	load := func() (ruleSet, error) { return f.load(a.streams.Dir) }
	command := &cobra.Command{
		Use:   "explain NAME…",
		Short: "Explain rules and items of checklists",
		Long: `Explain rules, named by ID or slug: what each finds and why it matters, examples,
how to fix it, what it needs to see, its parameters, and how to let it stand. An
item of a checklist is explained by the rules that decide it.`,
		Example: `  gwlint explain GW103
  gwlint explain prefix_trailing_underscore --format markdown
  gwlint explain F4-04 GW201
  gwlint explain OUR001 --rules policy/rules`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("explain takes rules or items, such as GW103 or F4-04; 'gwlint rules' and 'gwlint policies' list them")
			}
			return nil
		},
		ValidArgsFunction: completeRules(load),
		RunE: func(command *cobra.Command, args []string) error {
			if err := errors.Join(checkFormat(f.format, explanations), checkColor(f.color)); err != nil {
				return err
			}
			loaded, err := load()
			if err != nil {
				return err
			}
			topics, err := topicsOf(command.Context(), loaded, args)
			if err != nil {
				return err
			}
			return f.write(command.OutOrStdout(), a.streams, topics)
		},
	}
	f.add(command)
	flags := command.Flags()
	flags.StringVarP(&f.format, "format", "f", "text", "`NAME` of the format: "+strings.Join(explanations, ", "))
	flags.StringVar(&f.color, "color", "auto", "`WHEN` to use colours: "+strings.Join(colorModes, ", "))
	complete(command, "format", func() []string { return explanations })
	complete(command, "color", func() []string { return colorModes })
	return command
}

// write writes topics one below the other.
func (f *explainFlags) write(w io.Writer, streams Streams, topics []topic) error {
	if f.format == "json" {
		return writeTopics(w, topics)
	}
	color := useColor(f.color, streams.Terminal, streams.Env)
	options := markdown.Options{
		Width: streams.width(), Color: color, Hyperlinks: useHyperlinks(color, streams.Terminal, streams.Env),
	}
	for i, t := range topics {
		text := t.page
		if f.format == "text" {
			text = markdown.Render(text, options)
		}
		if i > 0 {
			text = "\n\n" + text
		}
		if _, err := io.WriteString(w, text); err != nil {
			return err
		}
	}
	return nil
}
