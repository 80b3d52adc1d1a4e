package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
)

// Standing is what the default policy makes of the rules. Rules know no policy,
// so who renders pages asks it.
type Standing struct {
	Policy string                   // its name: f4_checklist
	Levels map[string]finding.Level // of a failure, by rule ID, where nothing is special about the subject
	Items  []Item                   // of its checklist, in its order
}

// Item is one line of a checklist and the IDs of the rules that decide it.
type Item struct {
	ID, Title string
	Rules     []string
}

// facts is the table at the head of a page.
func facts(rule Rule, standing Standing) string {
	rows := []string{"| | |", "|---|---|"}
	row := func(name, value string) {
		if value != "" {
			rows = append(rows, fmt.Sprintf("| %s | %s |", name, strings.ReplaceAll(value, "|", `\|`)))
		}
	}
	row("Name", "`"+rule.Name+"`")
	row("Severity", string(rule.Severity))
	if level := standing.Levels[rule.ID]; level != "" {
		row("Level", fmt.Sprintf("%s in `%s`, the default policy", level, standing.Policy))
	}
	row("Decides", strings.Join(standing.decides(rule), "; "))
	if rule.Halts {
		row("Halts", "yes: at level error the run ends with exit code 4, and an operator must answer the prompt first")
	}
	row("Precision", rule.Precision)
	row("Concerns", and(words(rule.Kinds)))
	if rule.Scope == "workspace" {
		row("Compares", "all of them that a run sees")
	}
	row("Since", rule.Since)
	return strings.Join(rows, "\n")
}

// decides are the items of the checklist that the rule has a say in.
func (s Standing) decides(rule Rule) []string {
	var list []string
	for _, item := range s.Items {
		if slices.Contains(item.Rules, rule.ID) {
			list = append(list, item.ID+": "+item.Title)
		}
	}
	return list
}

// words names subject kinds in the plural.
func words(kinds []string) []string {
	names := map[string]string{
		"endpoint": "serving endpoints", "model_service": "model services", "mcp_service": "MCP services",
		"provider_service": "model provider services", "app": "apps", "call": "calls in client code",
		"role": "roles of the state file", "state": "the state file",
	}
	list := make([]string, len(kinds))
	for i, kind := range kinds {
		list[i] = names[kind]
	}
	return list
}
