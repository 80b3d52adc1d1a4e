package rules

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// home is where the rules' pages are read. Pages name addresses in full: they
// are shown by SARIF viewers and terminals too, where no folder is near.
const home = "https://github.com/gwlint/gwlint/blob/main/rules"

// DocURL is the address of the rule's page. For somebody's own rule it is the
// first link of its METADATA, "" when there is none.
func DocURL(rule Rule) string {
	if rule.Own {
		if len(rule.Links) == 0 {
			return ""
		}
		return rule.Links[0].URL
	}
	return strings.Join([]string{home, rule.Area, rule.Name, "README.md"}, "/")
}

// Page is the rule's page in Markdown, as `go generate` wrote it; "" for a rule
// that has none.
func Page(rule Rule) string {
	text, err := fs.ReadFile(Embedded, path.Join(rule.Area, rule.Name, "README.md"))
	if err != nil || rule.Own {
		return ""
	}
	return string(text)
}

// RenderPage writes the rule's page from its METADATA, the examples in its
// folder of fsys, and what the default policy makes of it. A rule that gwlint
// ships must have examples.
func RenderPage(fsys fs.FS, rule Rule, standing Standing) (string, error) {
	sections := []string{
		fmt.Sprintf("# %s: %s", rule.ID, rule.Title),
		facts(rule, standing),
		"## What it finds, and why it matters", rule.Description,
	}
	for _, side := range []struct{ folder, heading string }{{"bad", "## Flagged"}, {"good", "## Not flagged"}} {
		shown, err := example(fsys, rule, side.folder)
		switch {
		case err == nil:
			sections = append(sections, side.heading, shown)
		case !rule.Own: // somebody's own may be half written; its tests will say so
			return "", fmt.Errorf("rule %s: %w", rule.ID, err)
		}
	}
	sections = append(sections,
		"## How to fix it", rule.Remediation,
		"## What it needs to see", evidence(rule),
	)
	if len(rule.Params) > 0 {
		sections = append(sections, "## Parameters", parameters(rule))
	}
	sections = append(sections, "## How to let it stand", waiving(rule))
	if len(rule.Controls) > 0 {
		sections = append(sections, "## Controls", controls(rule))
	}
	if len(rule.Links) > 0 {
		sections = append(sections, "## Links", links(rule))
	}
	if !rule.Own {
		sections = slices.Insert(sections, 1, "<!-- Written by `go generate ./rules` from the rule's METADATA and examples. -->")
	}
	return strings.Join(sections, "\n\n") + "\n", nil
}

func waiving(rule Rule) string {
	return fmt.Sprintf("Give it another level in `.gwlint.yaml`, everywhere or only for some files or subjects:\n\n"+
		"```yaml\n"+
		"rules:\n  %s: note # off, note, warning or error\n"+
		"overrides:\n  - paths: [\"sandbox/**\"] # or subjects: [\"*-dev\"], or both\n    rules: {%s: off}\n"+
		"```\n\n"+
		"To leave files out of a check altogether, name them with `--exclude`.", rule.ID, rule.ID)
}

// frameworks spells out the names under which METADATA has controls.
var frameworks = map[string]string{
	"nist-ai-rmf":    "NIST AI Risk Management Framework 1.0",
	"owasp-llm-2025": "OWASP Top 10 for LLM Applications 2025",
}

func controls(rule Rule) string {
	lines := make([]string, 0, len(rule.Controls))
	for _, name := range slices.Sorted(maps.Keys(rule.Controls)) {
		framework, known := frameworks[name]
		if !known {
			framework = name
		}
		lines = append(lines, fmt.Sprintf("- %s: %s", framework, strings.Join(rule.Controls[name], ", ")))
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

// and joins words as a sentence does.
func and(list []string) string {
	if len(list) < 2 {
		return strings.Join(list, "")
	}
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}
