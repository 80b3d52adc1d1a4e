package gateway

import "github.com/gwlint/gwlint/internal/source"

// Declared is what the document of a subject declares beside it: in a bundle its
// permissions, and the alerts and grants that concern it.
type Declared struct {
	Evidence Evidence
	// Unseen are the facets that are not seen, or not all of which is.
	Unseen []Unseen
	// Places are where the facets are written.
	Places []DeclaredPlace
}

// DeclaredPlace is where a facet is written in the document of a subject.
type DeclaredPlace struct {
	Facet string
	// Element is the index in the model's list, -1 for what is in none.
	Element int
	// Path leads there from the root of the document.
	Path []string
}

// NotKnown marks a facet that is not known because of what is written there, which is
// not resolved.
func NotKnown(facet string, n *source.Node, partial bool) Unseen {
	return Unseen{Facet: facet, Reason: notResolved(n), Partial: partial, node: n}
}

// NotCertain marks a facet of which it is not known, for a reason, whether all that a value
// declares of it is there.
func NotCertain(facet, reason string, n *source.Node) Unseen {
	return Unseen{Facet: facet, Reason: Scrub(reason), Partial: true, node: n}
}

// Unresolved says of a value that is written and not known yet why it is not, "" of one
// that is known.
func Unresolved(n *source.Node) string {
	if n == nil || !unresolved(n) {
		return ""
	}
	return notResolved(n)
}
