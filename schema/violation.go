package schema

import (
	"cmp"
	"slices"
	"strconv"
)

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
	// CaseOnly says that the value is valid in another spelling of upper and
	// lower case.
	CaseOnly bool
	// Belongs is the dotted path at which a misplaced setting has an effect.
	Belongs string
}

// tidy sorts by place and keeps one violation for each, the kind that says
// most.
func tidy(all []Violation) []Violation {
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
