package rules

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"
)

// home is where the rules' pages are read.
const home = "https://github.com/gwlint/gwlint/blob/main/rules"

// DocURL is the address of the rule's page.
func DocURL(rule Rule) string {
	return strings.Join([]string{home, rule.Area, rule.Name, "README.md"}, "/")
}

// Page is the rule's page in Markdown, as `go generate` wrote it; "" for a rule
// that has none.
func Page(rule Rule) string {
	text, err := fs.ReadFile(Embedded, path.Join(rule.Area, rule.Name, "README.md"))
	if err != nil {
		return ""
	}
	return string(text)
}

// RenderPage writes the rule's page from its METADATA and the examples in its
// folder of fsys.
func RenderPage(fsys fs.FS, rule Rule) (string, error) {
	bad, err := example(fsys, path.Join(rule.Area, rule.Name, "bad"))
	if err != nil {
		return "", err
	}
	good, err := example(fsys, path.Join(rule.Area, rule.Name, "good"))
	if err != nil {
		return "", err
	}
	if text, err := fs.ReadFile(fsys, path.Join(rule.Area, rule.Name, "bad", ".gwlint.yaml")); err == nil {
		bad = fmt.Sprintf("With this `.gwlint.yaml`:\n\n```yaml\n%s\n```\n\n%s", strings.TrimSpace(string(text)), bad)
	}
	sections := []string{
		fmt.Sprintf("# %s: %s", rule.ID, rule.Title),
		"<!-- Written by `go generate ./rules` from the rule's METADATA and examples. -->",
		facts(rule),
		"## Why it matters", rule.Description,
		"## Flagged", bad,
		"## Not flagged", good,
		"## How to fix it", rule.Remediation,
		"## What it needs to see", evidence(rule),
		"## How to let it stand", waiving(rule),
	}
	if len(rule.Controls) > 0 {
		sections = append(sections, "## Controls", controls(rule))
	}
	if len(rule.Links) > 0 {
		sections = append(sections, "## Links", links(rule))
	}
	return strings.Join(sections, "\n\n") + "\n", nil
}

func facts(rule Rule) string {
	rows := []string{
		"| | |", "|---|---|",
		fmt.Sprintf("| Name | `%s` |", rule.Name),
		fmt.Sprintf("| Severity | %s |", rule.Severity),
		fmt.Sprintf("| Precision | %s |", rule.Precision),
		fmt.Sprintf("| Concerns | %s |", and(words(rule.Kinds))),
		fmt.Sprintf("| Since | %s |", rule.Since),
	}
	return strings.Join(rows, "\n")
}

func evidence(rule Rule) string {
	if len(rule.Requires) == 0 {
		return "Only the text itself: it is never `unknown`."
	}
	quoted := make([]string, len(rule.Requires))
	for i, facet := range rule.Requires {
		quoted[i] = "`" + facet + "`"
	}
	return fmt.Sprintf("It reads %s of the [model](../../../schema/model.schema.json). Where that cannot be seen "+
		"(a variable without a value, an answer that leaves a field out), the outcome is `unknown`, never a pass.", and(quoted))
}

func waiving(rule Rule) string {
	return fmt.Sprintf("Give it another level in `.gwlint.yaml`, or switch it off:\n\n"+
		"```yaml\nrules:\n  %s: note # off, note, warning or error\n```\n\n"+
		"To leave files out of a check altogether, name them with `--exclude`.", rule.ID)
}

func controls(rule Rule) string {
	lines := make([]string, 0, len(rule.Controls))
	for _, framework := range slices.Sorted(maps.Keys(rule.Controls)) {
		lines = append(lines, fmt.Sprintf("- %s: %s", framework, strings.Join(rule.Controls[framework], ", ")))
	}
	return strings.Join(lines, "\n")
}

func links(rule Rule) string {
	lines := make([]string, len(rule.Links))
	for i, link := range rule.Links {
		lines[i] = fmt.Sprintf("- [%s](%s)", link.Text, link.URL)
	}
	return strings.Join(lines, "\n")
}

// want is the comment by which an example says what must be found on its line.
var want = regexp.MustCompile(`(?m)[ \t]*(//|#) want GW\d{3}\b.*$`)

// example is the folder's example as a code block: the file named example.*,
// else the smallest.
func example(fsys fs.FS, folder string) (string, error) {
	entries, err := fs.ReadDir(fsys, folder)
	if err != nil {
		return "", fmt.Errorf("%s: no example: %w", path.Join(root, folder), err)
	}
	best, text := "", ""
	for _, entry := range entries {
		if entry.IsDir() || strings.HasPrefix(entry.Name(), ".") {
			continue
		}
		content, err := fs.ReadFile(fsys, path.Join(folder, entry.Name()))
		if err != nil {
			return "", err
		}
		stripped := strings.TrimSpace(want.ReplaceAllString(string(content), ""))
		named := strings.HasPrefix(entry.Name(), "example.")
		if best == "" || named || !strings.HasPrefix(best, "example.") && len(stripped) < len(text) {
			best, text = entry.Name(), stripped
		}
	}
	if best == "" {
		return "", fmt.Errorf("%s: no example", path.Join(root, folder))
	}
	return fmt.Sprintf("```%s\n%s\n```", strings.TrimPrefix(path.Ext(best), "."), text), nil
}

// words names subject kinds in the plural.
func words(kinds []string) []string {
	names := map[string]string{
		"endpoint": "serving endpoints", "model_service": "model services", "mcp_service": "MCP services",
		"provider_service": "model provider services", "app": "apps", "call": "calls in client code", "role": "roles",
	}
	list := make([]string, len(kinds))
	for i, kind := range kinds {
		list[i] = names[kind]
	}
	return list
}

// and joins words as a sentence does.
func and(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}
