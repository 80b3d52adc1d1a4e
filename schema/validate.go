package schema

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

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
	conforms, err := surelyConforms(name, value)
	if err != nil || conforms {
		return nil, err
	}
	loaded, err := compiledSchema(name)
	if err != nil {
		return nil, err
	}
	result, err := loaded.check.Validate(gojsonschema.NewRawLoader(boundNumbers(value)))
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
	found = onePerPlace(found)
	explain.suggest(found)
	return found, nil
}

// Kind says in which way a value departs from a schema.
type Kind int

// The kinds of violation.
const (
	// InvalidValue is a value of the wrong type or outside its enumeration.
	InvalidValue Kind = iota
	// UnknownKey is a key that an object of this place does not have.
	UnknownKey
	// Misplaced is a known setting where it has no effect.
	Misplaced
)

// Violation is one departure from a schema.
type Violation struct {
	Kind Kind
	// Pointer is the path of the offending value. It ends in the key for an
	// unknown key and a misplaced setting.
	Pointer []string
	// Key is the last step of Pointer, "" for the whole document.
	Key string
	// Nearest is what an unknown key may have been meant to be: a key of the
	// same object, or the full path of a setting of another place. "" when
	// nothing is near, and for unknown keys beyond the first hundred.
	Nearest string
	// Expected says what would be valid, in plain words: "BLOCK, MASK or NONE",
	// "an object", "a whole number". "" for unknown keys and misplaced settings.
	Expected string
	// Values are the enumeration that a value departs from, and Types the JSON types
	// that would be valid; null, which counts as absent, is in neither.
	Values, Types []string
	// CaseOnly says that the value is valid in another spelling of upper and
	// lower case.
	CaseOnly bool
	// Belongs is the dotted path at which a misplaced setting has an effect.
	Belongs string
}

// innermost drops the errors that only say that a deeper one exists.
func innermost(all []gojsonschema.ResultError) []gojsonschema.ResultError {
	return slices.DeleteFunc(all, func(outer gojsonschema.ResultError) bool {
		return isWrapper(outer) && slices.ContainsFunc(all, func(inner gojsonschema.ResultError) bool {
			return !isWrapper(inner) && strings.HasPrefix(inner.Context().String(separator), outer.Context().String(separator))
		})
	})
}

func isWrapper(departure gojsonschema.ResultError) bool {
	switch departure.Type() {
	case "number_any_of", "number_one_of", "number_all_of", "condition_then", "condition_else":
		return true
	default:
		return false
	}
}

// onePerPlace sorts by place and keeps one violation for each, the kind that says
// most.
func onePerPlace(all []Violation) []Violation {
	slices.SortStableFunc(all, func(a, b Violation) int {
		return cmp.Or(
			slices.CompareFunc(a.Pointer, b.Pointer, compareSteps),
			cmp.Compare(b.Kind, a.Kind),
			cmp.Compare(a.Expected, b.Expected),
		)
	})
	return slices.CompactFunc(all, func(a, b Violation) bool {
		return slices.Equal(a.Pointer, b.Pointer)
	})
}

// compareSteps orders list indices as numbers.
func compareSteps(a, b string) int {
	m, errA := strconv.Atoi(a)
	n, errB := strconv.Atoi(b)
	if errA == nil && errB == nil {
		return cmp.Compare(m, n)
	}
	return cmp.Compare(a, b)
}

// compiled is a schema in the two forms that a validation needs: the library's,
// which finds departures, and the plain tree, which explains them.
type compiled struct {
	check *gojsonschema.Schema
	trees trees
}

// Compiling costs more than validating a document: it is left to the first that
// does not surely conform.
var compiledSchema = onceForEach(compileSchema)

func compileSchema(name Name) (compiled, error) {
	trees, err := treesOf(name)
	if err != nil {
		return compiled{}, err
	}
	loader := gojsonschema.NewSchemaLoader()
	for _, other := range slices.Sorted(maps.Keys(trees)) {
		if other == name {
			continue
		}
		if err := loader.AddSchemas(gojsonschema.NewBytesLoader(Text(other))); err != nil {
			return compiled{}, fmt.Errorf("schema %s: %w", other, err)
		}
	}
	check, err := loader.Compile(gojsonschema.NewBytesLoader(Text(name)))
	if err != nil {
		return compiled{}, fmt.Errorf("schema %s: %w", name, err)
	}
	return compiled{check: check, trees: trees}, nil
}

// onceForEach makes something of a shipped schema when it is first needed, and once.
func onceForEach[T any](create func(name Name) (T, error)) func(name Name) (T, error) {
	all := make(map[Name]func() (T, error))
	for _, name := range Names() {
		all[name] = sync.OnceValues(func() (T, error) { return create(name) })
	}
	return func(name Name) (T, error) {
		get, ok := all[name]
		if !ok {
			var none T
			return none, fmt.Errorf("schema %q: not shipped", name)
		}
		return get()
	}
}

// boundNumbers replaces number literals that are costly to calculate with. The
// library turns each number into an exact fraction, and ten bytes such as 1e999999
// make one of a million digits. What replaces them is a fraction too, so a whole
// number of that size is an invalid one.
func boundNumbers(value any) any {
	if !hasHugeNumber(value) {
		return value
	}
	switch value := value.(type) {
	case map[string]any:
		tamed := make(map[string]any, len(value))
		for key, element := range value {
			tamed[key] = boundNumbers(element)
		}
		return tamed
	case []any:
		tamed := make([]any, len(value))
		for i, element := range value {
			tamed[i] = boundNumbers(element)
		}
		return tamed
	default:
		return json.Number("0.5")
	}
}

func hasHugeNumber(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		for _, element := range value {
			if hasHugeNumber(element) {
				return true
			}
		}
	case []any:
		for _, element := range value {
			if hasHugeNumber(element) {
				return true
			}
		}
	case json.Number:
		const digits = 40 // of a literal; an int64 has 19
		_, exponent, _ := strings.Cut(strings.ToLower(string(value)), "e")
		return len(value) > digits || len(strings.TrimLeft(exponent, "+-0")) > 2
	}
	return false
}
