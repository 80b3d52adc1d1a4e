package schema

import (
	"slices"
	"strings"

	"github.com/xeipuuv/gojsonschema"
)

// separator joins the steps of a path in gojsonschema's context, which offers a
// path only as text. A key may hold dots and slashes, hardly this.
const separator = "\x00\x1f\x00"

// Validate returns where value departs from the named schema: sorted by path,
// one violation for each place. The value is what encoding/json decodes with
// UseNumber: maps, lists, strings, booleans, nil and json.Number.
//
// For the schemas of Documents the answer depends only on keys, on types (a whole
// number is another type than a fraction), on the sign of numbers, and on the
// strings at the keys that Enums names.
//
// An error means that the schema itself is missing or wrong.
func Validate(name Name, value any) ([]Violation, error) {
	loaded, err := load(name)
	if err != nil {
		return nil, err
	}
	result, err := loaded.check.Validate(gojsonschema.NewRawLoader(tame(value)))
	if err != nil {
		return nil, err
	}
	if result.Valid() {
		return nil, nil
	}
	explain := explainer{name: name, trees: loaded.trees}
	var found []Violation
	for _, departure := range innermost(result.Errors()) {
		found = append(found, explain.violation(departure))
	}
	found = tidy(found)
	explain.suggest(found)
	return found, nil
}

// innermost drops the errors that only say that a deeper one exists.
func innermost(all []gojsonschema.ResultError) []gojsonschema.ResultError {
	return slices.DeleteFunc(all, func(outer gojsonschema.ResultError) bool {
		return wraps(outer) && slices.ContainsFunc(all, func(inner gojsonschema.ResultError) bool {
			return !wraps(inner) && strings.HasPrefix(inner.Context().String(separator), outer.Context().String(separator))
		})
	})
}

func wraps(departure gojsonschema.ResultError) bool {
	switch departure.Type() {
	case "number_any_of", "number_one_of", "number_all_of", "condition_then", "condition_else":
		return true
	default:
		return false
	}
}

// explainer turns the library's errors into violations of one schema.
type explainer struct {
	name  Name
	trees forest
}

func (e explainer) violation(departure gojsonschema.ResultError) Violation {
	// The first step of a context is always "(root)".
	path := strings.Split(departure.Context().String(separator), separator)[1:]
	if property, ok := departure.Details()["property"].(string); ok && departure.Type() == "additional_property_not_allowed" {
		return Violation{
			Kind:    UnknownKey,
			Pointer: append(path, property),
			Key:     property,
		}
	}
	here := e.trees.at(e.name, path)
	found := Violation{Pointer: path}
	if len(path) > 0 {
		found.Key = path[len(path)-1]
	}
	if belongs := here.belongs(); belongs != "" {
		found.Kind, found.Belongs = Misplaced, e.relative(belongs)
		return found
	}
	found.Expected = expected(here.tree)
	found.CaseOnly = caseOnly(here.tree, departure.Value())
	if property, ok := departure.Details()["property"].(string); ok && here.tree["x-expected"] == nil {
		found.Expected = "an object with " + property // a required key is missing
	}
	return found
}

// suggestions is the number of unknown keys of one document for which a near
// key is looked for. A document with more is not one of ours.
const suggestions = 100

func (e explainer) suggest(found []Violation) {
	left := suggestions
	for i := range found {
		v := &found[i]
		if v.Kind != UnknownKey || left == 0 {
			continue
		}
		v.Nearest = e.nearest(v.Pointer[:len(v.Pointer)-1], v.Key)
		left--
	}
}

// relative shortens a path in an endpoint to one in the body of a PUT, which is
// an endpoint's ai_gateway.
func (e explainer) relative(belongs string) string {
	if e.name == PutAIGateway {
		return strings.TrimPrefix(belongs, "ai_gateway.")
	}
	return belongs
}
