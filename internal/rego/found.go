package rego

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

// Found is one finding as a rule returns it.
type Found struct {
	Subject string // only workspace rules name it
	Path    []string
	Message string
	Help    string   // what to do about this one; "" where the rule's remediation says it
	Related []string // the IDs of other subjects
	Also    []Also
	// Fix is what should be written instead, nil where the rule does not say.
	Fix *Fix
	// Needs is what would decide what a rule could not, "" where no other kind of run would.
	Needs gateway.Need
}

// Also is another place that a finding shows, and what it is.
type Also struct {
	Path  []string
	Label string
}

// decode reads an answer: the set of a rule's findings, in an order of its own,
// or the list that holds true when something holds.
func decode(term *ast.Term) (a answer) {
	if term == nil {
		return answer{err: errors.New("its findings are undefined")}
	}
	switch value := term.Value.(type) {
	case *ast.Array:
		a.holds = value.Len() == 1 && ast.Boolean(true).Compare(value.Elem(0).Value) == 0
	case ast.Set:
		a.err = value.Iter(func(item *ast.Term) error {
			r, err := decodeOne(item)
			a.findings = append(a.findings, r)
			return err
		})
		slices.SortFunc(a.findings, compareFound)
	default:
		a.err = errors.New("its findings are no set; write `findings contains …`")
	}
	return a
}

// decodeOne reads what report.at and its like return.
func decodeOne(item *ast.Term) (Found, error) {
	object, ok := item.Value.(ast.Object)
	if !ok {
		return Found{}, errors.New("a finding is no object; rules return report.at(path, message)")
	}
	if err := writtenOut(object); err != nil {
		return Found{}, fmt.Errorf("a finding: %w", err)
	}
	r := Found{
		Message: text(object, "message"),
		Help:    text(object, "help"),
		Subject: text(object, "subject"),
		Path:    segments(object, "path"),
		Related: segments(object, "related"),
		Also:    alsos(object),
		Needs:   gateway.Need(text(object, "needs")),
		Fix:     fixOf(object),
	}
	if r.Message == "" || r.Path == nil {
		return Found{}, errors.New("a finding lacks path or message; rules return report.at(path, message)")
	}
	return r, nil
}

// alsos reads what report.showing adds.
func alsos(object ast.Object) []Also {
	term := object.Get(ast.InternedTerm("also"))
	if term == nil {
		return nil
	}
	list, ok := term.Value.(*ast.Array)
	if !ok {
		return nil
	}
	var places []Also
	list.Foreach(func(item *ast.Term) {
		if place, ok := item.Value.(ast.Object); ok {
			places = append(places, Also{segments(place, "path"), text(place, "label")})
		}
	})
	return places
}

func text(object ast.Object, key string) string {
	if term := object.Get(ast.InternedTerm(key)); term != nil {
		if s, ok := term.Value.(ast.String); ok {
			return string(s)
		}
	}
	return ""
}

// segments reads a list of keys and indices as text.
func segments(object ast.Object, key string) []string {
	term := object.Get(ast.InternedTerm(key))
	if term == nil {
		return nil
	}
	return segmentsOf(term)
}

func segmentsOf(term *ast.Term) []string {
	list, ok := term.Value.(*ast.Array)
	if !ok {
		return nil
	}
	words := make([]string, 0, list.Len())
	list.Foreach(func(item *ast.Term) {
		if s, ok := item.Value.(ast.String); ok {
			words = append(words, string(s))
			return
		}
		words = append(words, item.Value.String())
	})
	return words
}

func compareFound(a, b Found) int {
	return cmp.Or(
		cmp.Compare(a.Subject, b.Subject),
		slices.CompareFunc(a.Path, b.Path, compareSegments),
		cmp.Compare(a.Message, b.Message),
	)
}

// compareSegments orders keys, and indices by their number.
func compareSegments(a, b string) int {
	if isIndex(a) && isIndex(b) {
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}

// isIndex says whether a segment is an index: digits without a sign or zeros in front.
func isIndex(segment string) bool {
	for i := range len(segment) {
		if segment[i] < '0' || segment[i] > '9' {
			return false
		}
	}
	return segment == "0" || segment != "" && segment[0] != '0'
}
