package engine

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/source"
)

// keptSubject is what is kept of a subject for the rules that look at all of them:
// what those rules read, and where it is written.
type keptSubject struct {
	who   gateway.Identity
	text  *source.Text
	rules []subjectView // by workspace rule
}

// subjectView is a subject as one workspace rule is shown it.
type subjectView struct {
	view  []byte        // as JSON; nil when the rule does not concern the subject
	group string        // the facet that it is compared by
	mark  *gateway.Mark // the first facet that could not be seen
	at    source.Place  // where the rule's first facet is written, or that one
}

// keepForWorkspaceRules keeps of a subject what workspace rules will need once all are seen.
func (e *evaluation) keepForWorkspaceRules() {
	v := e.evaluator
	if len(v.engine.workspace) == 0 {
		return
	}
	kept := keptSubject{who: e.who, text: v.fold(e.text)}
	for i := range v.engine.workspace {
		rule := &v.engine.workspace[i]
		if !slices.Contains(rule.Kinds, e.who.Kind) {
			e.count(rule, finding.NotApplicable)
			kept.rules = append(kept.rules, subjectView{})
			continue
		}
		kept.rules = append(kept.rules, e.viewFor(rule))
	}
	if slices.ContainsFunc(kept.rules, func(s subjectView) bool { return s.view != nil }) {
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

// viewFor remembers a subject for a workspace rule. Its finding, if there is to be
// one, stands where the first facet that the rule requires is written.
func (e *evaluation) viewFor(rule *compiled) subjectView {
	kept := subjectView{}
	if rule.GroupBy != "" {
		kept.group = rule.Group(e.subject)
	}
	if mark, unseen := e.unseen(rule); unseen && !mark.Partly {
		kept.at = e.subject.PlaceOf(mark)
		kept.mark = &gateway.Mark{Facet: mark.Facet, Reason: mark.Reason} // without what it marks, which is forgotten
	} else if rule.GroupBy != "" && kept.group == "" {
		e.count(rule, finding.NotApplicable) // it lacks what others are compared by
		return subjectView{}
	} else {
		kept.at = e.subject.Place(strings.Split(rule.reportedFacet(), "."))
	}
	kept.view = rule.View(e.subject)
	return kept
}
