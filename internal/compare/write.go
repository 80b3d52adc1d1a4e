package compare

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/report"
)

// Formats lists the formats of a comparison.
func Formats() []string { return []string{"text", "json", "markdown"} }

// CheckFormat returns an error for a name that no format has.
func CheckFormat(format string) error {
	if slices.Contains(Formats(), format) {
		return nil
	}
	return fmt.Errorf("unknown format %q; known: %s", format, strings.Join(Formats(), ", "))
}

// Write writes a comparison in a format.
func Write(w io.Writer, format string, c Comparison, o report.Options) error {
	switch format {
	case "text":
		return writeText(w, c, o)
	case "json":
		return writeJSON(w, c)
	case "markdown":
		return writeMarkdown(w, c)
	default:
		return CheckFormat(format)
	}
}

func writeJSON(w io.Writer, c Comparison) error {
	text, err := report.JSON(c)
	if err == nil {
		_, err = w.Write(text)
	}
	return err
}

// mostRows is how many findings of one kind a page lists: a comment on GitHub takes 65,536
// characters.
const mostRows = 50

// writeMarkdown writes a page for a pull request.
func writeMarkdown(w io.Writer, c Comparison) error {
	var page strings.Builder
	fmt.Fprintf(&page, "## gwlint: %s\n\n%s.\n\n", c.word(), report.MarkdownSentence(c.verdict()))
	page.WriteString(report.MarkdownRow("", "Subjects", "Errors", "Warnings", "Notes", "Unknown", "Waived", "Baseline") + "|" + strings.Repeat(" --- |", 8) + "\n")
	for _, s := range []Summary{c.Old, c.New} {
		name := report.MarkdownName(s.Name)
		if !s.Complete {
			name += " (incomplete)"
		}
		cells := []string{name}
		for _, n := range []int{s.Subjects, s.Error, s.Warning, s.Note, s.Unknown, s.Waived, s.Baselined} {
			cells = append(cells, fmt.Sprint(n))
		}
		page.WriteString(report.MarkdownRow(cells...))
	}
	for _, side := range []Summary{c.Old, c.New} {
		for _, problem := range side.problems() {
			fmt.Fprintf(&page, "\n- Not read in %s: %s", report.MarkdownName(side.Name), report.MarkdownSentence(problem))
		}
	}
	for _, notice := range c.Notices {
		page.WriteString("\n- " + report.MarkdownSentence(notice))
	}
	page.WriteString("\n")
	for _, kind := range kinds {
		markdownKind(&page, kind, c.of(kind))
	}
	markdownRest(&page, c)
	_, err := io.WriteString(w, page.String())
	return err
}

// markdownKind is a table of the findings of one kind.
func markdownKind(page *strings.Builder, kind Kind, list []Change) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(page, "\n### %s (%d)\n\n", headings[kind], len(list))
	if kind == Undecided || kind == NotSeen {
		for _, said := range byReason(list) {
			page.WriteString("- " + report.MarkdownSentence(said) + "\n")
		}
		return
	}
	page.WriteString(report.MarkdownRow("Level", "Rule", "Place", "In", "What is wrong") + "|" + strings.Repeat(" --- |", 5) + "\n")
	for _, change := range list[:min(mostRows, len(list))] {
		level := string(change.shown().Level)
		if change.Fails {
			level = "**" + level + "**"
		}
		var said []string
		for _, detail := range change.details() {
			said = append(said, report.MarkdownSentence(detail))
		}
		page.WriteString(report.MarkdownRow(level, report.MarkdownSentence(change.Rule), report.MarkdownName(change.shown().place()),
			report.MarkdownSentence(change.subject()), strings.Join(said, "<br>")))
	}
	if n := len(list) - mostRows; n > 0 {
		fmt.Fprintf(page, "\n%d more have no room here: the other formats have all.\n", n)
	}
}

// markdownRest is the checklist and the subjects.
func markdownRest(page *strings.Builder, c Comparison) {
	if len(c.Checklist) > 0 {
		page.WriteString("\n### Checklist\n\n" + report.MarkdownRow("Item", "Old", "New", "What it asks") + "|" + strings.Repeat(" --- |", 4) + "\n")
		for _, item := range c.Checklist {
			page.WriteString(report.MarkdownRow(report.MarkdownSentence(item.ID), report.MarkdownSentence(status(item.Old, item.OldFails)),
				report.MarkdownSentence(status(item.New, item.NewFails)), report.MarkdownSentence(item.Title)))
		}
	}
	for _, part := range []struct {
		title string
		list  []Subject
	}{{"Came", c.Subjects.Came}, {"Went", c.Subjects.Went}} {
		if len(part.list) == 0 {
			continue
		}
		fmt.Fprintf(page, "\n### %s (%d)\n\n", part.title, len(part.list))
		for _, s := range part.list[:min(mostRows, len(part.list))] {
			page.WriteString("- " + report.MarkdownSentence(s.said()) + "\n")
		}
		if n := len(part.list) - mostRows; n > 0 {
			fmt.Fprintf(page, "- and %d more\n", n)
		}
	}
}
