package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// maxBlocks is how many blocks one dynamic block makes.
const maxBlocks = 10_000

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
	below := around{fields: in.fields[i.name].below(), names: in.names, secret: in.secret}
	n := r.node(source.Map, i.at)
	if r.left < 0 {
		return expanded{item: i, node: r.tooLarge(i.at)}
	}
	return expanded{item: i, node: n.WithEntries(r.body(i.inside(below.fields), below))}
}

// generate makes the blocks of a dynamic block, or else what stands for them.
func (r *reader) generate(i item, in around) (blocks []expanded, unknown *source.Node) {
	if i.each.strange || i.each.iterator == "" {
		return nil, r.unresolved(i.at, "", "the dynamic block lacks `for_each` or `content`, or its `iterator` is no name")
	}
	found := r.eval(i.each.over, in.names)
	elements, secret, known := elementsOf(found.value)
	switch {
	case !known:
		return nil, r.unknown(i.each.over, found, in)
	case len(elements) > maxBlocks:
		return nil, r.tooLarge(i.each.over.Range())
	}
	for _, e := range elements {
		below := in
		below.names = named(in.names, i.each.iterator, e)
		below.secret = in.secret || secret
		blocks = append(blocks, r.block(i, below))
	}
	return blocks, nil
}

// named adds the name of a dynamic block to those around it.
func named(names *hcl.EvalContext, iterator string, e element) *hcl.EvalContext {
	if names == nil {
		names = &hcl.EvalContext{}
	}
	inner := names.NewChild()
	inner.Variables = map[string]cty.Value{
		iterator: cty.ObjectVal(map[string]cty.Value{"key": e.key, "value": e.value}),
	}
	return inner
}

// element is one of what for_each goes through.
type element struct{ key, value cty.Value }

// elementsOf are the elements of a collection, which has none where it is null. It is not
// known where the collection is not. A set keeps the marks of its elements as its own:
// each gets them back.
func elementsOf(v cty.Value) (elements []element, secret, known bool) {
	v, marks := v.Unmark()
	switch {
	case !v.IsKnown():
		return nil, false, false
	case v.IsNull():
		return nil, false, true
	case !v.CanIterateElements():
		return nil, false, false
	}
	set := v.Type().IsSetType()
	for it := v.ElementIterator(); it.Next(); {
		key, value := it.Element()
		value = value.WithMarks(marks)
		if set {
			key = value
		}
		elements = append(elements, element{key: key, value: value})
	}
	return elements, isSensitive(marks), true
}
