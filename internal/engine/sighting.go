package engine

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// sighting is what is kept of a subject for the rules that look at all of them:
// what those rules read, and where it is written.
type sighting struct {
	who   gateway.Identity
	text  *source.Text
	rules []seen // by workspace rule
}

// seen is a subject as one workspace rule is shown it.
type seen struct {
	view  []byte        // as JSON; nil when the rule does not concern the subject
	group string        // the facet that it is compared by
	mark  *gateway.Mark // the first facet that could not be seen
	at    source.Place  // where the rule's first facet is written, or that one
}

// sight keeps of a subject what workspace rules will need once all are seen.
func (c *scene) sight() {
	v := c.evaluator
	if len(v.engine.workspace) == 0 {
		return
	}
	kept := sighting{who: c.who, text: v.fold(c.text)}
	for i := range v.engine.workspace {
		rule := &v.engine.workspace[i]
		if !slices.Contains(rule.Kinds, c.who.Kind) {
			c.count(rule, finding.NotApplicable)
			kept.rules = append(kept.rules, seen{})
			continue
		}
		kept.rules = append(kept.rules, c.see(rule))
	}
	if slices.ContainsFunc(kept.rules, func(s seen) bool { return s.view != nil }) {
		v.pending = append(v.pending, kept)
	}
}

// fold folds a text once for all subjects that follow each other in it.
func (v *Evaluator) fold(text *source.Text) *source.Text {
	if v.unfolded != text {
		v.unfolded, v.folded = text, text.Folded()
	}
	return v.folded
}

// see remembers a subject for a workspace rule. Its finding, if there is to be
// one, stands where the first facet that the rule requires is written.
func (c *scene) see(rule *compiled) seen {
	kept := seen{}
	if rule.GroupBy != "" {
		kept.group = rule.Group(c.subject)
	}
	if mark, unseen := c.unseen(rule); unseen && !mark.Partly {
		kept.at = c.subject.PlaceOf(mark)
		kept.mark = &gateway.Mark{Facet: mark.Facet, Reason: mark.Reason} // without what it marks, which is forgotten
	} else if rule.GroupBy != "" && kept.group == "" {
		c.count(rule, finding.NotApplicable) // it lacks what others are compared by
		return seen{}
	} else {
		kept.at = c.subject.Place(strings.Split(rule.reportedFacet(), "."))
	}
	kept.view = rule.View(c.subject)
	return kept
}
