package engine

import (
	"cmp"
	"errors"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// raw is one finding as a rule returns it.
type raw struct {
	subject string // only workspace rules name it
	path    []string
	message string
	related []string
	also    []also
}

// also is another place that a finding shows, and what it is.
type also struct {
	path  []string
	label string
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
		slices.SortFunc(a.findings, compareRaw)
	default:
		a.err = errors.New("its findings are no set; write `findings contains …`")
	}
	return a
}

// decodeOne reads what report.at and report.among return.
func decodeOne(item *ast.Term) (raw, error) {
	object, ok := item.Value.(ast.Object)
	if !ok {
		return raw{}, errors.New("a finding is no object; rules return report.at(path, message)")
	}
	r := raw{
		message: text(object, "message"),
		subject: text(object, "subject"),
		path:    segments(object, "path"),
		related: segments(object, "related"),
		also:    alsos(object),
	}
	if r.message == "" || r.path == nil {
		return raw{}, errors.New("a finding lacks path or message; rules return report.at(path, message)")
	}
	return r, nil
}

// alsos reads what report.showing adds.
func alsos(object ast.Object) []also {
	term := object.Get(ast.InternedTerm("also"))
	if term == nil {
		return nil
	}
	list, ok := term.Value.(*ast.Array)
	if !ok {
		return nil
	}
	var places []also
	list.Foreach(func(item *ast.Term) {
		if place, ok := item.Value.(ast.Object); ok {
			places = append(places, also{segments(place, "path"), text(place, "label")})
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

func compareRaw(a, b raw) int {
	return cmp.Or(
		cmp.Compare(a.subject, b.subject),
		slices.Compare(a.path, b.path),
		cmp.Compare(a.message, b.message),
	)
}
