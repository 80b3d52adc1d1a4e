package engine

import (
	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/internal/rego"
	"github.com/gwlint/gwlint/internal/source"
)

// evaluation is one subject before its rules.
type evaluation struct {
	evaluator    *Evaluator
	subject      *gateway.Subject // nil once its model is forgotten
	answers      *rego.Answers    // about the subject
	who          gateway.Identity
	subjectName  *subjectName
	text         *source.Text
	counts       counts
	unseenPlaces []unseenPlace
}

// unseenPlace is where a facet that could not be seen is shown. Rules that need the
// workspace say so of the same few facets for each gateway.
type unseenPlace struct {
	facet    string
	pointer  string
	location finding.Location
}

// evaluate returns to a subject whose model is forgotten.
func (v *Evaluator) evaluate(s keptSubject) *evaluation {
	return &evaluation{evaluator: v, who: s.who, subjectName: subjectNameOf(s.who), text: s.text, counts: v.countsOf(s.who)}
}

func subjectNameOf(who gateway.Identity) *subjectName {
	return &subjectName{kind: who.Kind, name: who.Name, shown: gateway.Scrub(who.String())}
}

// unseenPlace says where a mark is shown.
func (e *evaluation) unseenPlace(mark gateway.Mark) unseenPlace {
	if !mark.Written() { // what is not resolved has a place of its own
		for _, known := range e.unseenPlaces {
			if known.facet == mark.Facet {
				return known
			}
		}
	}
	at := e.subject.PlaceOf(mark)
	a := unseenPlace{mark.Facet, gateway.Scrub(at.Pointer), location(e.text, at.Range)}
	if !mark.Written() {
		e.unseenPlaces = append(e.unseenPlaces, a)
	}
	return a
}
