package engine

import (
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// scene is one subject before its rules.
type scene struct {
	evaluator *Evaluator
	subject   *gateway.Subject // nil once its model is forgotten
	who       gateway.Identity
	name      string // who it is, as a sentence names it
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
	return &scene{evaluator: v, who: s.who, name: gateway.Scrub(s.who.String()), text: s.text, counts: v.countsOf(s.who)}
}

// marked starts a finding where a mark is shown.
func (c *scene) marked(rule *compiled, mark gateway.Mark) finding.Finding {
	if mark.Written() { // what is not resolved has a place of its own
		return c.finding(rule, c.text, c.subject.PlaceOf(mark))
	}
	for _, known := range c.anchors {
		if known.facet == mark.Facet {
			return c.start(rule, known.pointer, known.location)
		}
	}
	f := c.finding(rule, c.text, c.subject.PlaceOf(mark))
	c.anchors = append(c.anchors, anchor{mark.Facet, f.Pointer, f.Location})
	return f
}
