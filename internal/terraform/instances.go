package terraform

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// instance is one instance of a resource or of a module's call.
type instance struct {
	// key is ["eu"], [0], [?] or "".
	key string
	// name is the key of an instance of for_each.
	name string
	// repeated are each and count in it.
	repeated map[string]cty.Value
}

// instances are those of a resource or of a module's call.
type instances struct {
	list []instance
	// unknown is why it is not known which there are, "" where it is: then list has one,
	// with a key that is not known.
	unknown string
	// busy says that they are being evaluated.
	busy bool
}

// unknownKey stands for the keys of instances that are not known.
const unknownKey = "[?]"

// repeater finds the instances of the resources and calls of a scope.
type repeater struct{ *scope }

// instances returns those that count and for_each make. Where the default of a variable
// of the root module makes none, which another value of it would, it is not known which
// there are; where a literal makes none there are none.
func (s repeater) instances(b *block) instances {
	if found, ok := s.memo.instances[b]; ok {
		if found.busy {
			s.circle([]string{strings.TrimPrefix(b.typ+"."+b.name, ".")}, b.at)
		}
		return found
	}
	s.memo.instances[b] = instances{busy: true, unknown: "`" + strings.TrimPrefix(b.typ+"."+b.name, ".") + "` refers to itself"}
	found := instances{list: []instance{{}}}
	written := b.arguments()
	switch {
	case written["count"] != nil:
		found = s.counted(written["count"].Expr)
	case written["for_each"] != nil:
		found = s.each(written["for_each"].Expr)
	}
	s.memo.instances[b] = found
	return found
}

// with is the scope with each or count of an instance.
func (s repeater) with(i instance) *scope {
	in := *s.scope
	in.repeated = i.repeated
	return &in
}

// counted are the instances of count.
func (s repeater) counted(expr hcl.Expression) instances {
	r := s.eval(expr, nil)
	unmarked, _ := r.value.Unmark()
	v, err := convert.Convert(unmarked, cty.Number)
	switch {
	case !unmarked.IsKnown():
		return countUnknown(r.reason)
	case err != nil || v.IsNull():
		s.evaluation.fault(expr.Range(), "`count` takes a whole number that is not negative: write one")
		return countUnknown("`count` is no number")
	}
	n, _ := v.AsBigFloat().Int64()
	switch {
	case !v.AsBigFloat().IsInt() || n < 0:
		s.evaluation.fault(expr.Range(), "`count` takes a whole number that is not negative: write one")
		return countUnknown("`count` is no whole number that is not negative")
	case n > mostInstances || !s.evaluation.budget.made(int(n)):
		return countUnknown(fmt.Sprintf("`count` makes more instances than the %d of one resource and %d of all", mostInstances, mostOfAll))
	case n == 0:
		return s.none(expr, "count", countUnknown)
	}
	list := make([]instance, n)
	for i := range list {
		index := cty.NumberIntVal(int64(i))
		list[i] = instance{
			key:      "[" + strconv.Itoa(i) + "]",
			repeated: map[string]cty.Value{"count": cty.ObjectVal(map[string]cty.Value{"index": index})},
		}
	}
	return instances{list: list}
}

// none are no instances, or one that is not known where a default makes none.
func (s repeater) none(expr hcl.Expression, argument string, notKnown func(string) instances) instances {
	if name := s.defaultIn(expr); name != "" {
		return notKnown("`" + argument + "` makes none with the default of `" + name + "`, and may with another value")
	}
	return instances{}
}

func countUnknown(reason string) instances {
	index := unknown(cty.Number, reason).RefineNotNull()
	return unknownInstances("count", cty.ObjectVal(map[string]cty.Value{"index": index}), reason)
}

func unknownInstances(name string, value cty.Value, reason string) instances {
	one := instance{key: unknownKey, repeated: map[string]cty.Value{name: value}}
	return instances{list: []instance{one}, unknown: reason}
}

// each are the instances of for_each.
func (s repeater) each(expr hcl.Expression) instances {
	r := s.eval(expr, nil)
	v, marks := r.value.Unmark()
	notKnown := func(reason string) instances { return eachUnknown(v.Type(), reason) }
	if _, secret := marks[sensitive{}]; secret {
		s.evaluation.fault(expr.Range(), "`for_each` may not be sensitive, since its keys are shown: take keys that are no secrets")
		return notKnown("`for_each` is sensitive")
	}
	switch t := v.Type(); {
	case !v.IsKnown() || t == cty.DynamicPseudoType:
		return notKnown(r.reason)
	case v.IsNull() || !t.IsMapType() && !t.IsObjectType() && !t.IsSetType():
		s.evaluation.fault(expr.Range(), "`for_each` takes a map or a set of strings, and is "+kindOf(v)+": convert it, as with toset()")
		return notKnown("`for_each` is no map and no set of strings")
	case v.LengthInt() > mostInstances || !s.evaluation.budget.made(v.LengthInt()):
		return notKnown(fmt.Sprintf("`for_each` makes more instances than the %d of one resource and %d of all", mostInstances, mostOfAll))
	case v.LengthInt() == 0:
		return s.none(expr, "for_each", notKnown)
	}
	return s.elements(expr, r.value, r.reason)
}

// elements are an instance for each element of a map or set. A set keeps the marks of its
// elements as its own: each gets them back.
func (s repeater) elements(expr hcl.Expression, v cty.Value, reason string) instances {
	v, marks := v.Unmark()
	ofElements := newElementMarks(marks)
	isSet := v.Type().IsSetType()
	list := make([]instance, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		key, element := it.Element()
		element = ofElements.on(element)
		each := map[string]cty.Value{"key": key, "value": element}
		if isSet {
			key, _ = element.Unmark()
			each["key"] = element
		}
		switch {
		case !key.IsKnown():
			return eachUnknown(v.Type(), reason)
		case key.IsNull() || key.Type() != cty.String:
			s.evaluation.fault(expr.Range(), "`for_each` takes a set of strings, and has "+kindOf(key)+" in it: convert its elements")
			return eachUnknown(v.Type(), "`for_each` is no set of strings")
		}
		list = append(list, instance{
			key:      "[" + strconv.Quote(key.AsString()) + "]",
			name:     key.AsString(),
			repeated: map[string]cty.Value{"each": cty.ObjectVal(each)},
		})
	}
	return instances{list: list}
}

// eachUnknown is an instance of which the element is not known.
func eachUnknown(t cty.Type, reason string) instances {
	element := cty.DynamicPseudoType
	if t.IsCollectionType() {
		element = t.ElementType()
	}
	key, value := unknown(cty.String, reason).RefineNotNull(), unknown(element, reason)
	return unknownInstances("each", cty.ObjectVal(map[string]cty.Value{"key": key, "value": value}), reason)
}

// kindOf is what kind of value it is, in words.
func kindOf(v cty.Value) string {
	if v.IsNull() {
		return "null"
	}
	return "a " + v.Type().FriendlyName()
}

// defaultIn is a variable of the root module with a default that an expression depends
// on, "" for none.
func (s repeater) defaultIn(expr hcl.Expression) string {
	d := defaults{seen: map[string]bool{}}
	return d.in(s.scope, expr)
}

// defaults looks for variables whose default another value can replace: those of the root
// module. The default of a called module's variable is what its caller leaves it.
type defaults struct{ seen map[string]bool }

func (d defaults) in(s *scope, expr hcl.Expression) string {
	for _, t := range expr.Variables() {
		if name := d.of(s, t); name != "" {
			return name
		}
	}
	return ""
}

func (d defaults) of(s *scope, t hcl.Traversal) string {
	root, name := t.RootName(), attributeAt(t, 1)
	key := s.address + " " + reference(t)
	if d.seen[key] {
		return ""
	}
	d.seen[key] = true
	switch root {
	case "var":
		return d.ofVariable(s, name)
	case "local":
		if a := s.module.locals[name]; a != nil {
			return d.in(s, a.Expr)
		}
	case "module":
		return d.ofModule(s, name)
	default:
		if b := s.module.resources[root+"."+name]; b != nil {
			if a := b.arguments()[attributeAt(t, 2)]; a != nil {
				return d.in(s, a.Expr)
			}
		}
	}
	return ""
}

func (d defaults) ofVariable(s *scope, name string) string {
	b, given := s.inputs[name]
	switch {
	case given && b.scope != nil:
		return d.in(b.scope, b.expr)
	case !given && s.parent == nil && s.module.variables[name] != nil:
		return "var." + name
	}
	return ""
}

func (d defaults) ofModule(s *scope, name string) string {
	for _, child := range (caller{s}).calls(name) {
		for _, output := range sorted(child.module.outputs) {
			if found := d.in(child, child.module.outputs[output].Expr); found != "" {
				return found
			}
		}
	}
	return ""
}
