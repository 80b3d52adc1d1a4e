package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// optionals are the defaults of optional attributes in a type, marked as literals. HCL
// fills them in too, without places, and refuses those that are marked.
type optionals struct {
	// defaults are those of an object's attributes.
	defaults map[string]cty.Value
	// below are the types of its attributes, and each is that of the elements of a
	// collection.
	below map[string]*optionals
	each  *optionals
}

// optionalsOf are those of a type as it is written, nil for none.
func optionalsOf(typ hcl.Expression) *optionals {
	call, ok := typ.(*hclsyntax.FunctionCallExpr)
	if !ok || len(call.Args) == 0 {
		return nil
	}
	if call.Name != "object" {
		if each := optionalsOf(call.Args[0]); each != nil && call.Name != "tuple" {
			return &optionals{each: each}
		}
		return nil
	}
	o := &optionals{defaults: map[string]cty.Value{}, below: map[string]*optionals{}}
	pairs, _ := partsOf(call.Args[0])
	for _, p := range pairs {
		o.add(hcl.ExprAsKeyword(p.Key), p.Value)
	}
	if len(o.defaults) == 0 && len(o.below) == 0 {
		return nil
	}
	return o
}

// add takes an attribute of an object and its type.
func (o *optionals) add(name string, typ hcl.Expression) {
	call, ok := typ.(*hclsyntax.FunctionCallExpr)
	if ok && call.Name == "optional" && len(call.Args) > 0 {
		typ = call.Args[0]
		if len(call.Args) > 1 {
			markLiterals(call.Args[1])
			if v, diags := call.Args[1].Value(nil); !diags.HasErrors() && !v.IsNull() {
				o.defaults[name] = v
			}
		}
	}
	if below := optionalsOf(typ); below != nil {
		o.below[name] = below
	}
}

// fill gives a value the defaults that it lacks.
func (o *optionals) fill(v cty.Value) cty.Value {
	if o == nil || !v.IsKnown() || v.IsNull() {
		return v
	}
	v, marks := v.Unmark()
	switch {
	case v.Type().IsObjectType() && o.each == nil:
		v = o.fillObject(v)
	case v.Type().IsObjectType():
		members := v.AsValueMap()
		for key, member := range members {
			members[key] = o.each.fill(member)
		}
		v = cty.ObjectVal(members)
	case v.Type().IsTupleType() && o.each != nil:
		elements := v.AsValueSlice()
		for i, element := range elements {
			elements[i] = o.each.fill(element)
		}
		v = cty.TupleVal(elements)
	}
	return v.WithMarks(marks)
}

func (o *optionals) fillObject(v cty.Value) cty.Value {
	members := v.AsValueMap()
	if members == nil {
		members = map[string]cty.Value{}
	}
	for name, fallback := range o.defaults {
		if member, ok := members[name]; !ok || member.IsNull() {
			members[name] = fallback
		}
	}
	for name, below := range o.below {
		if member, ok := members[name]; ok {
			members[name] = below.fill(member)
		}
	}
	return cty.ObjectVal(members)
}
