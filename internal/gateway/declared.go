package gateway

import (
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

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

// Declare adds what the document of the subject declares beside it. It takes the place of
// what a workspace would show; see Observe.
func (s *Subject) Declare(d Declared) {
	s.Observe(d.Evidence, d.Unseen...)
	s.declared = d.Places
}

// Base returns the keys and indices that lead to the subject in its document.
func (s *Subject) Base() []string { return slices.Clone(s.base) }

// declaredPlace returns where a path of the model is written that the document declares
// beside the subject, or the longest part of the path that is.
func (s *Subject) declaredPlace(path []string) (source.Place, bool) {
	for n := len(path); n > 0 && len(s.declared) > 0; n-- {
		facet, element, ok := facetOf(path[:n])
		i := slices.IndexFunc(s.declared, func(p DeclaredPlace) bool { return ok && p.Facet == facet && p.Element == element-1 })
		if i >= 0 {
			return s.doc.Locate(s.declared[i].Path), true
		}
	}
	return source.Place{}, false
}

// declaredNode returns where a node is written that the document declares beside the
// subject.
func (s *Subject) declaredNode(n *source.Node) (source.Place, bool) {
	for _, p := range s.declared {
		if place := s.doc.Locate(p.Path); n != nil && place.Value == n {
			return place, true
		}
	}
	return source.Place{}, false
}

// NotKnown marks a facet that is not known because of what is written there, which is
// not resolved.
func NotKnown(facet string, n *source.Node, partial bool) Unseen {
	return Unseen{Facet: facet, Reason: notResolved(n), Partial: partial, node: n}
}

// Unresolved says of a value that is written and not known yet why it is not, "" of one
// that is known.
func Unresolved(n *source.Node) string {
	if n == nil || !unresolved(n) {
		return ""
	}
	return notResolved(n)
}
