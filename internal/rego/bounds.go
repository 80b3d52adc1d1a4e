package rego

import (
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// What one call of a built-in may answer. A built-in is not interrupted, and a short rule
// can ask one for more than a machine has: what an answer would take is worked out
// from the arguments, before the call.
const (
	maxText     = 64 << 20  // bytes of a text
	maxElements = 1_000_000 // of a list, a set or an object, those of what it holds included
	maxParsed   = 100_000   // digits of a number; bytes of a pattern, a duration or a quantity
)

// size is the most that an answer can take. Each is worked out up to its bound: beyond
// it, it may be more.
type size struct{ text, elements, parsed int64 }

// The errors of a call beyond a bound; OPA writes the built-in's name and the place in
// front.
var (
	errText     = fmt.Errorf("its answer would be longer than %d MiB; give it shorter texts", maxText>>20)
	errElements = errors.New("its answer would hold more than 1,000,000 elements; give it shorter lists or texts")
	errParsed   = errors.New("it is given a number of more than 100,000 digits, or a pattern, a duration or a quantity of more than 100,000 bytes; give it a shorter one")
	errThreads  = errors.New("its pattern has too many groups for its length; leave groups out, or write them as `(?:…)`")
)

// exceeds says which bound a size is beyond, nil where it is beyond none.
func (s size) exceeds() error {
	switch {
	case s.text > maxText:
		return errText
	case s.elements > maxElements:
		return errElements
	case s.parsed > maxParsed:
		return errParsed
	}
	return nil
}

// measure works out what a built-in's answer can take at most. Arguments of a wrong type
// take nothing: the built-in refuses them itself.
type measure func(arguments []*ast.Term) size

// bounded is a built-in that is not called where its answer can be beyond a bound.
func (m measure) bounded(call topdown.BuiltinFunc) topdown.BuiltinFunc {
	return func(b topdown.BuiltinContext, arguments []*ast.Term, iter func(*ast.Term) error) error {
		if err := m(arguments).exceeds(); err != nil {
			return err
		}
		return call(b, arguments, iter)
	}
}

// measured are the built-ins whose answer can be many times what they are given, or
// grows with each call, or that need much memory to parse what they are given.
var measured = map[string]measure{
	"replace":                  replaced,
	"concat":                   joined,
	"sprintf":                  formatted,
	"internal.template_string": filledIn,
	"glob.quote_meta":          quoted,
	"json.marshal":             marshalled,

	"split":           splitUp,
	"strings.split_n": splitUp,
	"indexof_n":       indexed,
	"json.unmarshal":  unmarshalled,

	"numbers.range":  ranged,
	"array.concat":   inAll,
	"array.flatten":  flattened,
	"or":             inAll,
	"union":          united,
	"object.union":   merged,
	"object.union_n": mergedAll,
	"json.filter":    alongPaths,
	"json.remove":    alongPaths,

	"abs": digits, "ceil": digits, "div": digits, "floor": digits, "minus": digits, "mul": digits,
	"plus": digits, "rem": digits, "round": digits, "format_int": digits, "sum": digitsOfAll,
	"units.parse": quantity, "units.parse_bytes": quantity, "time.parse_duration_ns": pattern,

	"glob.match": pattern, "regex.match": pattern, "regex.is_valid": pattern,
}

// watched are the built-ins whose answer is looked at while it is made, or of which only
// so much is asked.
var watched = map[string]func(call topdown.BuiltinFunc) topdown.BuiltinFunc{
	"regex.find_n":                     foundOnly,
	"regex.find_all_string_submatch_n": foundWithGroups,
	"regex.split":                      splitByPattern,
	"regex.replace":                    replacedByPattern,
	"walk":                             walked,
}

// Built-ins are bounded when the package is loaded: OPA keeps them in one map for all,
// without a lock, so that they cannot be replaced once anything may evaluate.
func init() { //nolint:gochecknoinits // before anything can evaluate, in tests too
	for name, m := range measured {
		topdown.RegisterBuiltinFunc(name, m.bounded(topdown.GetBuiltin(name)))
	}
	for name, wrap := range watched {
		topdown.RegisterBuiltinFunc(name, wrap(topdown.GetBuiltin(name)))
	}
}

// textOf is the text of an argument, "" where it is none.
func textOf(arguments []*ast.Term, n int) string {
	text, _ := arguments[n].Value.(ast.String)
	return string(text)
}

// lengthOf is how much an array, a set or an object holds.
func lengthOf(value ast.Value) int64 {
	if collection, ok := value.(interface{ Len() int }); ok {
		return int64(collection.Len())
	}
	return 0
}

// each shows what an array or a set holds, one after the other, until it is enough.
func each(value ast.Value, enough func(*ast.Term) bool) {
	if list, ok := value.(interface {
		Until(f func(*ast.Term) bool) bool
	}); ok {
		list.Until(enough)
	}
}
