package terraform

import (
	"maps"

	"github.com/hashicorp/hcl/v2"
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

// expand makes the blocks of one type. Where one dynamic block goes through what is not
// known, there is nothing to say of any: neither how many there are, nor what they say.
func (r *reader) expand(list []item, in around) expansion {
	var all expansion
	for k := range list {
		i := &list[k]
		if i.each == nil {
			all.bodies = append(all.bodies, r.block(*i, in))
			continue
		}
		bodies, unknown := r.generate(*i, in)
		if unknown != nil {
			return expansion{unknown: unknown, by: i}
		}
		all.bodies = append(all.bodies, bodies...)
	}
	return all
}

// block makes a block.
func (r *reader) block(i item, in around) expanded {
	below := in
	below.fields, below.top = in.fields[i.name].below(), false
	n := r.node(source.Map, i.at)
	return expanded{item: i, node: n.WithEntries(r.body(r.inside(i, below.fields), below))}
}

// generate makes the blocks of a dynamic block, or else what stands for them.
func (r *reader) generate(i item, in around) (made []expanded, unknown *source.Node) {
	if i.each.strange || i.each.iterator == "" {
		return nil, r.unresolved(i.at, "", "the dynamic block lacks `for_each` or `content`, or its `iterator` is no name")
	}
	found := r.scope.eval(i.each.over, in.names)
	elements, secret, strange := elementsOf(found.value)
	switch {
	case strange != "":
		found.reason = "`for_each` of the dynamic block " + strange + ", which Terraform refuses"
		return nil, r.unknown(i.each.over, found, in)
	case elements == nil:
		return nil, r.unknown(i.each.over, found, in)
	}
	for _, e := range elements {
		if r.left < 0 {
			return nil, r.tooLarge(i.each.over)
		}
		made = append(made, r.block(i, in.element(i.each.iterator, e, found.reason, secret)))
	}
	return made, nil
}

// element is what holds in the content of a dynamic block for one of the elements, of which
// reason says why a part of them is not known.
func (a around) element(iterator string, e element, reason string, secret bool) around {
	if a.names == nil {
		a.names = &hcl.EvalContext{}
	}
	a.names = a.names.NewChild()
	a.names.Variables = map[string]cty.Value{
		iterator: cty.ObjectVal(map[string]cty.Value{"key": e.key, "value": e.value}),
	}
	a.reasons = maps.Clone(a.reasons)
	if a.reasons == nil {
		a.reasons = map[string]string{}
	}
	a.reasons[iterator], a.secret = reason, a.secret || secret
	return a
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
