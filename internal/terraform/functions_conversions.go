package terraform

import (
	"errors"

	"github.com/hashicorp/hcl/v2/ext/customdecode"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
)

// conversionTo is a function that converts to a type. Marks stay on the elements of what
// is converted: the library's takes them together.
func conversionTo(wanted cty.Type) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true, AllowMarked: true}},
		Type: func(args []cty.Value) (cty.Type, error) {
			t := args[0].Type()
			if t.Equals(wanted) || convert.GetConversionUnsafe(t, wanted) != nil {
				return wanted, nil
			}
			return cty.NilType, function.NewArgErrorf(0, "cannot convert %s to %s", t.FriendlyName(), wanted.FriendlyNameForConstraint())
		},
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			v, err := convertedTo(args[0], t)
			if err != nil { // its message may hold the value
				return cty.NilVal, function.NewArgErrorf(0, "cannot convert %s to %s", args[0].Type().FriendlyName(), wanted.FriendlyNameForConstraint())
			}
			if v == cty.NilVal {
				return unknown(t, "what a function returns "+tooLarge), nil
			}
			return v, nil
		},
	})
}

var sensitivityFunctions = map[string]function.Function{
	"can": canFunction,
	"try": tryFunction,
	"sensitive": remarked(func(v cty.Value) cty.Value {
		return v.Mark(sensitive{})
	}),
	"nonsensitive": remarked(func(v cty.Value) cty.Value {
		inner, marks := v.Unmark()
		delete(marks, sensitive{})
		return inner.WithMarks(marks)
	}),
	"issensitive": function.New(&function.Spec{
		Params: []function.Parameter{anything},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			is := args[0].HasMark(sensitive{})
			if !is && !args[0].IsKnown() {
				return cty.UnknownVal(cty.Bool), nil
			}
			return cty.BoolVal(is), nil
		},
	}),
}

// remarked is a function that gives what it takes, with other marks.
func remarked(f func(cty.Value) cty.Value) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{anything},
		Type:   func(args []cty.Value) (cty.Type, error) { return args[0].Type(), nil },
		Impl:   func(args []cty.Value, _ cty.Type) (cty.Value, error) { return f(args[0]), nil },
	})
}

// tryFunction takes the first expression without an error. One that holds what is not
// known may get one: then the result is not known, for the same reason.
var tryFunction = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "expressions", Type: customdecode.ExpressionClosureType},
	Type:     function.StaticReturnType(cty.DynamicPseudoType), // or one in another is evaluated 2^depth times
	Impl:     func(args []cty.Value, _ cty.Type) (cty.Value, error) { return try(args) },
})

func try(args []cty.Value) (cty.Value, error) {
	for _, arg := range args {
		v, found := customdecode.ExpressionClosureFromVal(arg).Value()
		switch {
		case found.HasErrors():
		case !v.IsWhollyKnown():
			_, marks := v.UnmarkDeep()
			return cty.DynamicVal.WithMarks(marks), nil
		default:
			return v, nil
		}
	}
	return cty.DynamicVal, errors.New("no expression succeeded")
}

var canFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "expression", Type: customdecode.ExpressionClosureType}},
	Type:   function.StaticReturnType(cty.Bool),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, found := customdecode.ExpressionClosureFromVal(args[0]).Value()
		switch {
		case found.HasErrors():
			return cty.False, nil
		case !v.IsWhollyKnown():
			_, marks := v.UnmarkDeep()
			return cty.UnknownVal(cty.Bool).WithMarks(marks), nil
		}
		return cty.True, nil
	},
})
