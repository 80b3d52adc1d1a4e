package engine

import (
	"maps"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// isAround says whether a facet is not a subject's but of what surrounds all of
// them.
func isAround(facet string) bool {
	name, _, _ := strings.Cut(facet, ".")
	return name == "state" || name == "workspace"
}

// surrounding returns the first of the facets that is of the context and that
// nobody has seen.
func (e *Engine) surrounding(facets []string) *gateway.Mark {
	for _, facet := range facets {
		if !isAround(facet) {
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

// isBeside says whether a facet is written nowhere in the subject: it is of what
// surrounds it, or is evidence.
func isBeside(facet string) bool {
	name, _, _ := strings.Cut(facet, ".")
	return name == "evidence" || isAround(facet)
}

// beside is the facet of the subject beside which a rule says that something
// around it was not seen: its name, for want of one that the rule requires.
func (c *compiled) beside() string {
	i := slices.IndexFunc(c.Requires, func(facet string) bool { return !isBeside(facet) })
	if i < 0 {
		return "name"
	}
	return c.Requires[i]
}

// unseen returns the first thing that a rule requires and that was not seen.
func (c *scene) unseen(rule *compiled) (gateway.Mark, bool) {
	if rule.unseen != nil {
		return gateway.Mark{Facet: rule.beside(), Reason: rule.unseen.Reason}, true
	}
	mark, unseen := c.subject.Unseen(rule.Requires...)
	if unseen && isBeside(mark.Facet) {
		mark.Facet = rule.beside()
	}
	return mark, unseen
}

// sees says whether everything that a rule's moot reads was seen.
func (c *scene) sees(rule *compiled) bool {
	if rule.blind {
		return false
	}
	mark, unseen := c.subject.Unseen(rule.sees...)
	return !unseen || mark.Partly
}

// find says where a path is written: in the subject, or in what surrounds all.
func (c *scene) find(path []string) (*source.Text, source.Place, bool) {
	if len(path) > 0 && isAround(path[0]) {
		return c.evaluator.engine.facts.place(path)
	}
	return c.text, c.subject.Place(path), true
}

// also shows the other places that a rule names beside a finding.
func (c *scene) also(f *finding.Finding, places []also) {
	for _, other := range places {
		text, at, ok := c.find(other.path)
		if !ok {
			continue
		}
		related := finding.Related{Location: location(text, at.Range), Message: other.label}
		related.Excerpt = excerpt(text, at.Range, related.Location)
		f.Related = append(f.Related, related)
	}
}
