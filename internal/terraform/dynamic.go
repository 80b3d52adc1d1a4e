package terraform

import (
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// expanded is a block that is written, or that a dynamic block makes.
type expanded struct {
	item item
	node *source.Node
}

// expansion is what blocks of one type come to.
type expansion struct {
	bodies []expanded
	// unknown stands for all of them where it is not known how many there are, and by is
	// what is to blame.
	unknown *source.Node
	by      *item
}

// element is one of what for_each goes through.
type element struct{ key, value cty.Value }

// elementsOf are the elements of a collection, nil where it is not known; strange is what
// Terraform does not go through. A set keeps the marks of its elements as its own: each
// gets them back.
func elementsOf(v cty.Value) (elements []element, secret bool, strange string) {
	v, marks := v.Unmark()
	switch {
	case v.IsNull():
		return nil, false, "is null"
	case !v.IsKnown():
		return nil, isSensitive(marks), ""
	case !v.CanIterateElements():
		return nil, false, "has no elements"
	}
	set := v.Type().IsSetType()
	elements = make([]element, 0, v.LengthInt())
	ofElements := newElementMarks(marks)
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		value = ofElements.on(value)
		if set {
			key = value
		}
		elements = append(elements, element{key: key, value: value})
	}
	return elements, isSensitive(marks), ""
}
