package cli

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/policies"
)

// explainedPolicy is a policy as `gwlint policies NAME --format json` shows it.
type explainedPolicy struct {
	Name        string          `json:"name"`
	Title       string          `json:"title"`
	Description string          `json:"description"`
	Digest      string          `json:"digest"`
	Levels      []explainedRule `json:"levels"`
	Items       []explainedItem `json:"items"`
}

// explainedRule is what a rule's findings mean where nothing is special about
// the subject.
type explainedRule struct {
	Rule     string           `json:"rule"`
	Name     string           `json:"name"`
	Severity finding.Severity `json:"severity"`
	Fail     finding.Level    `json:"fail"`
	Unknown  finding.Level    `json:"unknown"`
}

// explainedItem is an item and the rules that decide it; Manual says that no
// rule does.
type explainedItem struct {
	ID     string   `json:"id"`
	Title  string   `json:"title"`
	Rules  []string `json:"rules"`
	Manual bool     `json:"manual"`
}

func explained(ctx context.Context, policy policies.Policy, loaded ruleSet) (explainedPolicy, error) {
	e := explainedPolicy{
		Name: policy.Name, Title: policy.Title, Description: policy.Description, Digest: policy.Digest,
		Levels: []explainedRule{}, Items: []explainedItem{},
	}
	meanings, items, err := rehearse(ctx, policy, loaded.Set)
	for _, m := range meanings {
		e.Levels = append(e.Levels, explainedRule{m.Rule.ID, m.Rule.Name, m.Rule.Severity, m.Fail, m.Unknown})
	}
	for _, item := range items {
		e.Items = append(e.Items, explainedItem{item.ID, item.Title, item.Rules, len(item.Rules) == 0})
	}
	return e, err
}

func (e explainedPolicy) write(w io.Writer, format string) error {
	switch format {
	case "json":
		return writeJSON(w, e)
	case "markdown":
		return e.markdown(w)
	default:
		return e.text(w)
	}
}

// manual is said of an item that no rule decides.
const manual = "a person must judge it"

// text is for a terminal. The description is Markdown, which reads well as it
// is.
func (e explainedPolicy) text(w io.Writer) error {
	if _, err := fmt.Fprintf(w, "%s: %s\n\n%s\n\n", e.Name, e.Title, e.Description); err != nil {
		return err
	}
	table := columns(w)
	_, _ = fmt.Fprintln(table, "Item\tTitle, and the rules that decide it") // Flush tells
	for _, item := range e.Items {
		_, _ = fmt.Fprintf(table, "%s\t%s\n\t%s\n", item.ID, item.Title, item.decided())
	}
	_, _ = fmt.Fprintln(table, "\nRule\tFound\tNot decided\tSeverity\tName")
	for _, r := range e.Levels {
		_, _ = fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", r.Rule, r.Fail, r.Unknown, r.Severity, r.Name)
	}
	return table.Flush()
}

func (e explainedPolicy) markdown(w io.Writer) error {
	var text strings.Builder
	fmt.Fprintf(&text, "# %s: %s\n\n%s\n\n## Items\n\n", e.Name, e.Title, e.Description)
	text.WriteString("| Item | Title | Decided by |\n|---|---|---|\n")
	for _, item := range e.Items {
		fmt.Fprintf(&text, "| %s | %s | %s |\n", cell(item.ID), cell(item.Title), cell(item.decided()))
	}
	text.WriteString("\n## Levels\n\n| Rule | Name | Severity | Found | Not decided |\n|---|---|---|---|---|\n")
	for _, r := range e.Levels {
		fmt.Fprintf(&text, "| %s | %s | %s | %s | %s |\n", r.Rule, r.Name, r.Severity, r.Fail, r.Unknown)
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func (i explainedItem) decided() string {
	if i.Manual {
		return manual
	}
	return strings.Join(i.Rules, ", ")
}

// cell is text in a cell of a Markdown table, which ends at a bar or a new line.
func cell(text string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(text, "|", `\|`)), " ")
}

func columns(w io.Writer) *tabwriter.Writer {
	return tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
}

// writeJSON writes a value for people and programs.
func writeJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
