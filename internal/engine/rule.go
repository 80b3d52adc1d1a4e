package engine

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
)

// compiledRule is a rule that is ready to be applied.
type compiledRule struct {
	*rego.Rule

	// number is its place among all rules, title its title as a part of a sentence.
	number int
	title  string

	// skipped says that the rule is asked nothing.
	skipped bool

	// unseen is the fact that the rule requires and that is unseen, if there is one.
	unseen *gateway.Unseen
	// excused says that the fact that the rule requires does not exist, as the user knows.
	excused bool
	// mootUnseen says that a fact that its moot reads is unseen.
	mootUnseen bool
}

// reportedFacet is the facet of the subject at whose place a rule says that a fact
// was not seen: the first that the rule requires, or the name.
func (c *compiledRule) reportedFacet() string {
	i := slices.IndexFunc(c.Requires, func(facet string) bool { return !isOutsideText(facet) })
	if i < 0 {
		return "name"
	}
	return c.Requires[i]
}

// isOutsideText says whether a facet is written nowhere in the subject: it is a fact,
// or evidence.
func isOutsideText(facet string) bool {
	name, _, _ := strings.Cut(facet, ".")
	return name == modelFields.LiveOnly || modelFields.IsFact(facet)
}

// lowerFirst lets a title go on a sentence; PII stays PII.
func lowerFirst(s string) string {
	if len(s) > 1 && s[1] >= 'A' && s[1] <= 'Z' {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
