package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

//go:generate go run generate.go

// RenderCatalogue writes the table of all rules, one part for each area in
// order of the lowest ID; the rules are in order of ID already.
func RenderCatalogue(list []Rule, standing Standing) string {
	var out strings.Builder
	out.WriteString("# Rules\n\n<!-- Written by `go generate ./rules` from the rules' METADATA. -->\n\n")
	out.WriteString("A rule says what is so; the [policy](../policies) decides how bad that is for a run. ")
	out.WriteString("An ID never changes its meaning. ")
	fmt.Fprintf(&out, "The level is that of `%s`, the default policy. ", standing.Policy)
	out.WriteString("Evidence is what a rule must see; where it cannot, the outcome is `unknown`, never a pass.\n")
	var areas []string
	for _, rule := range list {
		if !slices.Contains(areas, rule.Area) {
			areas = append(areas, rule.Area)
		}
	}
	for _, area := range areas {
		fmt.Fprintf(&out, "\n## %s\n\n", heading(area))
		out.WriteString("| ID | Name | What it finds | Severity | Level | Concerns | Evidence |\n|---|---|---|---|---|---|---|\n")
		for _, rule := range list {
			if rule.Area == area {
				fmt.Fprintf(&out, "| %s | [%s](%s/%s/README.md) | %s | %s | %s | %s | %s |\n",
					rule.ID, rule.Name, rule.Area, rule.Name, rule.Title, rule.Severity,
					cmp.Or(string(standing.Levels[rule.ID]), "-"), strings.Join(words(rule.Kinds), ", "), sources(rule))
			}
		}
	}
	return out.String()
}

func heading(area string) string {
	return strings.ToUpper(area[:1]) + area[1:]
}
