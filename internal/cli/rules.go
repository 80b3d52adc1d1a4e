package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// listFormats are the formats of `gwlint rules`.
var listFormats = []string{"text", "json", "markdown"}

func rulesCommand(a *app) *cobra.Command {
	var format string
	var own rulesFlag
	command := &cobra.Command{
		Use:   "rules",
		Short: "List the rules",
		Example: `  gwlint rules
  gwlint rules --format json
  gwlint rules --rules policy/rules`,
		Args: noArguments,
		RunE: func(command *cobra.Command, _ []string) error {
			if err := checkFormat(format, listFormats); err != nil {
				return err
			}
			loaded, err := own.load(a.streams.Dir)
			if err != nil {
				return err
			}
			return listRules(command.OutOrStdout(), format, a.streams.width(), loaded.Described())
		},
	}
	own.add(command)
	command.Flags().StringVarP(&format, "format", "f", "text", "`NAME` of the format: "+strings.Join(listFormats, ", "))
	complete(command, "format", func() []string { return listFormats })
	return command
}

func checkFormat(format string, known []string) error {
	if slices.Contains(known, format) {
		return nil
	}
	return fmt.Errorf("--format %q: want %s", format, strings.Join(known, ", "))
}

func listRules(w io.Writer, format string, width int, list []rules.Rule) error {
	switch format {
	case "json":
		return listJSON(w, list)
	case "markdown":
		return listMarkdown(w, list)
	default:
		return listText(w, width, list)
	}
}

func listText(w io.Writer, width int, list []rules.Rule) error {
	rows := make([][]string, 0, len(list))
	for _, rule := range list {
		rows = append(rows, []string{rule.ID, string(rule.Severity), rule.Name, rule.Heading()})
	}
	return writeTable(w, width, rows)
}

func listMarkdown(w io.Writer, list []rules.Rule) error {
	var text strings.Builder
	text.WriteString("| ID | Name | What it finds | Severity |\n|---|---|---|---|\n")
	for _, rule := range list {
		name := rule.Name
		if url := rules.DocURL(rule); url != "" {
			name = fmt.Sprintf("[%s](%s)", name, url)
		}
		fmt.Fprintf(&text, "| %s | %s | %s | %s |\n", rule.ID, name, rule.Heading(), rule.Severity)
	}
	_, err := io.WriteString(w, text.String())
	return err
}

// listedRule is a rule as `gwlint rules --format json` shows it.
type listedRule struct {
	ID          string              `json:"id"`
	Name        string              `json:"name"`
	Area        string              `json:"area"`
	Title       string              `json:"title"`
	Description string              `json:"description"`
	Remediation string              `json:"remediation"`
	Special     map[string]string   `json:"remediation_for"`
	Severity    finding.Severity    `json:"severity"`
	Precision   string              `json:"precision"`
	Subjects    []string            `json:"subjects"`
	Requires    []string            `json:"requires"`
	Awaits      map[string]string   `json:"awaits"`
	Params      []string            `json:"params"`
	Scope       string              `json:"scope"`
	Halts       bool                `json:"halts"`
	Fix         string              `json:"fix"`
	Controls    map[string][]string `json:"controls"`
	Since       string              `json:"since"`
	URL         string              `json:"url"`
}

func listJSON(w io.Writer, list []rules.Rule) error {
	all := make([]listedRule, 0, len(list))
	for _, rule := range list {
		all = append(all, asListed(rule))
	}
	return writeJSON(w, all)
}

func asListed(rule rules.Rule) listedRule {
	l := listedRule{
		ID: rule.ID, Name: rule.Name, Area: rule.Area, Title: rule.Title,
		Description: rule.Description, Remediation: rule.Remediation, Special: rule.RemediationFor,
		Severity: rule.Severity, Precision: rule.Precision,
		Subjects: rule.Kinds, Requires: rule.Requires, Awaits: rule.Awaits(), Params: append([]string{}, rule.Params...),
		Scope: rule.Scope, Halts: rule.Halts, Fix: rule.Fix,
		Controls: rule.Controls, Since: rule.Since, URL: rules.DocURL(rule),
	}
	if l.Controls == nil {
		l.Controls = map[string][]string{}
	}
	if l.Special == nil {
		l.Special = map[string]string{}
	}
	return l
}
