package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

// hideValue masks a value where it is written, and where it comes from. What is written in
// its place stays in sight where that is no more than references.
func hideValue(doc *source.Document, n *source.Node) {
	text := doc.TextOf(n)
	if written := text.Content()[n.Range().Start:n.Range().End]; !isMade(n) || !showsNothing(strings.Trim(written, `"'`)) {
		text.Mask(n.Range())
	}
	if n.Origin == nil {
		return
	}
	if n.Origin.From != nil {
		hideSpot(*n.Origin.From)
	}
	for _, spot := range n.Origin.Parts {
		hideSpot(spot)
	}
	for _, name := range variableNames().FindAllStringSubmatch(n.Origin.Written, -1) {
		hideVariable(doc, name[1])
	}
}

// variableNames finds the variables in a text.
var variableNames = regex.Lazy(`\$\{var\.([A-Za-z0-9_-]+)`)

// hideVariable masks what a variable is in all targets: one that is a secret in one of
// them is in each.
func hideVariable(doc *source.Document, name string) {
	for _, root := range doc.Written {
		hideLeaves(doc, defaultOf(root.Get("variables").Get(name)))
		for _, section := range []string{"targets", "environments"} {
			for _, target := range entries(root.Get(section)) {
				hideLeaves(doc, defaultOf(target.Value.Get("variables").Get(name)))
			}
		}
	}
}

// defaultOf is the value of a variable as it is declared: alone, or in a block.
func defaultOf(variable *source.Node) *source.Node {
	if value := variable.Get("default"); value != nil {
		return value
	}
	return variable
}

func hideSpot(spot source.Spot) {
	if spot.Text != nil {
		spot.Text.Mask(spot.Range)
	}
}

// isMade says whether a value is another one than is written in its place: of a variable,
// or converted.
func isMade(n *source.Node) bool {
	return n.Origin != nil && (n.Origin.From != nil || n.Origin.Written != "" || len(n.Origin.Parts) > 0)
}

// isHidden says whether any of a value is masked, where it is written or comes from.
func isHidden(text *source.Text, n *source.Node) bool {
	hides := func(spot source.Spot) bool { return spot.Text != nil && spot.Text.Hides(spot.Range) }
	return text.Hides(n.Range()) || n.Origin != nil &&
		(n.Origin.Secret || n.Origin.From != nil && hides(*n.Origin.From) || slices.ContainsFunc(n.Origin.Parts, hides))
}
