package rules

import (
	"fmt"
	"slices"
	"strings"
)

//go:generate go run generate.go

// RenderCatalogue writes the table of all rules, one part for each area in
// order of the lowest ID; the rules are in order of ID already.
func RenderCatalogue(list []Rule) string {
	var out strings.Builder
	out.WriteString("# Rules\n\n<!-- Written by `go generate ./rules` from the rules' METADATA. -->\n\n")
	out.WriteString("A rule says what is so; the [policy](../policies) decides how bad that is for a run. ")
	out.WriteString("An ID never changes its meaning.\n")
	var areas []string
	for _, rule := range list {
		if !slices.Contains(areas, rule.Area) {
			areas = append(areas, rule.Area)
		}
	}
	for _, area := range areas {
		fmt.Fprintf(&out, "\n## %s\n\n| ID | Name | What it finds | Severity |\n|---|---|---|---|\n", heading(area))
		for _, rule := range list {
			if rule.Area == area {
				fmt.Fprintf(&out, "| %s | [%s](%s/%s/README.md) | %s | %s |\n",
					rule.ID, rule.Name, rule.Area, rule.Name, rule.Title, rule.Severity)
			}
		}
	}
	return out.String()
}

func heading(area string) string {
	return strings.ToUpper(area[:1]) + area[1:]
}
