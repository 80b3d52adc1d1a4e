package engine

import (
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
)

// scene is one subject before its rules.
type scene struct {
	evaluator *Evaluator
	subject   *gateway.Subject // nil once its model is forgotten
	answers   *rego.Answers    // about the subject
	who       gateway.Identity
	person    *person
	text      *source.Text
	counts    counts
	anchors   []anchor
}

// anchor is where a facet that could not be seen is shown. Rules that need the
// workspace say so of the same few facets for each gateway.
type anchor struct {
	facet    string
	pointer  string
	location finding.Location
}

// scene returns to a subject whose model is forgotten.
func (v *Evaluator) scene(s sighting) *scene {
	return &scene{evaluator: v, who: s.who, person: personOf(s.who), text: s.text, counts: v.countsOf(s.who)}
}

func personOf(who gateway.Identity) *person {
	return &person{kind: who.Kind, name: who.Name, shown: gateway.Scrub(who.String())}
}

// anchor says where a mark is shown.
func (c *scene) anchor(mark gateway.Mark) anchor {
	if !mark.Written() { // what is not resolved has a place of its own
		for _, known := range c.anchors {
			if known.facet == mark.Facet {
				return known
			}
		}
	}
	at := c.subject.PlaceOf(mark)
	a := anchor{mark.Facet, gateway.Scrub(at.Pointer), location(c.text, at.Range)}
	if !mark.Written() {
		c.anchors = append(c.anchors, a)
	}
	return a
}
