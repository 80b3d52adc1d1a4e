package cli

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/rules"
)

// explanations are the formats of `gwlint explain`.
var explanations = []string{"text", "markdown"}

func (a *app) explainCommand() *cobra.Command {
	var format string
	var own rulesFlag
	load := func() (ruleSet, error) { return own.load(a.streams.Dir) }
	command := &cobra.Command{
		Use:   "explain RULE",
		Short: "Explain a rule, named by ID or slug",
		Example: `  gwlint explain GW103
  gwlint explain prefix_trailing_underscore --format markdown
  gwlint explain OUR001 --rules policy/rules`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return errors.New("explain takes one rule, such as GW103; 'gwlint rules' lists them")
			}
			return nil
		},
		ValidArgsFunction: completeRules(load),
		RunE: func(command *cobra.Command, args []string) error {
			if err := checkFormat(format, explanations); err != nil {
				return err
			}
			loaded, err := load()
			if err != nil {
				return err
			}
			rule, ok := findRule(loaded.Rules, args[0])
			if !ok {
				return fmt.Errorf("there is no rule %q%s; 'gwlint rules' lists them", args[0], meant(args[0], slugs(loaded.Rules)))
			}
			page, err := loaded.page(rule)
			if err != nil {
				return err
			}
			return explain(command.OutOrStdout(), format, rule, page)
		},
	}
	own.add(command)
	command.Flags().StringVarP(&format, "format", "f", "text", "`NAME` of the format: "+strings.Join(explanations, ", "))
	complete(command, "format", func() []string { return explanations })
	return command
}

func slugs(list []rules.Rule) []string {
	var names []string
	for _, rule := range list {
		names = append(names, rule.Name)
	}
	return names
}

func explain(w io.Writer, format string, rule rules.Rule, page string) error {
	text := page
	if format == "text" {
		text = explanation(rule)
	}
	_, err := io.WriteString(w, text)
	return err
}

// explanation is a rule's page for a terminal. Its prose is Markdown, which
// reads well as it is.
func explanation(rule rules.Rule) string {
	var text strings.Builder
	fmt.Fprintf(&text, "%s %s (%s)\n\n%s\n\n%s\n", rule.ID, rule.Name, rule.Severity, rule.Title, strings.TrimSpace(rule.Description))
	if rule.Remediation != "" {
		fmt.Fprintf(&text, "\nHow to fix it\n\n%s\n", strings.TrimSpace(rule.Remediation))
	}
	text.WriteString("\nSee also\n\n")
	for _, link := range rule.Links {
		fmt.Fprintf(&text, "%s: %s\n", link.Text, link.URL)
	}
	if !rule.Own {
		fmt.Fprintf(&text, "Examples: %s\n", rules.DocURL(rule))
	}
	return text.String()
}
