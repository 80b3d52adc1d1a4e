package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
)

// unseenFact returns the first of the facets that is a fact and unseen.
func (e *Engine) unseenFact(facets []string) *gateway.Mark {
	for _, facet := range facets {
		if !modelFields.IsFact(facet) {
			continue
		}
		for whole := facet; whole != ""; {
			if reason, unseen := e.unseen[whole]; unseen {
				return &gateway.Mark{Facet: facet, Reason: gateway.Scrub(reason)}
			}
			end := strings.LastIndexByte(whole, '.')
			whole = whole[:max(end, 0)]
		}
		for _, part := range slices.Sorted(maps.Keys(e.unseen)) {
			if strings.HasPrefix(part, facet+".") {
				return &gateway.Mark{Facet: facet, Reason: gateway.Scrub(e.unseen[part])}
			}
		}
	}
	return nil
}

// unseen returns the first thing that a rule requires and that was not seen.
func (e *evaluation) unseen(rule *compiled) (gateway.Mark, bool) {
	if rule.unseen != nil {
		return gateway.Mark{Facet: rule.reportedFacet(), Reason: rule.unseen.Reason}, true
	}
	mark, unseen := e.subject.Unseen(rule.Requires...)
	if unseen && isBeside(mark.Facet) {
		mark.Facet = rule.reportedFacet()
	}
	return mark, unseen
}

// mootReadable says whether everything that a rule's moot reads was seen.
func (e *evaluation) mootReadable(rule *compiled) bool {
	if rule.mootUnseen {
		return false
	}
	mark, unseen := e.subject.Unseen(rule.MootReads...)
	return !unseen || mark.Partly
}

// find says where a path is written: in the subject, or in the facts.
func (e *evaluation) find(path []string) (*source.Text, source.Place, bool) {
	if len(path) > 0 && modelFields.IsFact(path[0]) {
		return e.evaluator.engine.facts.place(path)
	}
	return e.text, e.subject.Place(path), true
}

// addRelated shows the other places that a rule names beside a finding.
func (e *evaluation) addRelated(f *finding.Finding, places []rego.Also) {
	for _, other := range places {
		text, at, ok := e.find(other.Path)
		if !ok {
			continue
		}
		related := finding.Related{Location: location(text, at.Range), Message: other.Label}
		related.Excerpt = excerpt(text, at.Range, related.Location)
		f.Related = append(f.Related, related)
	}
}
