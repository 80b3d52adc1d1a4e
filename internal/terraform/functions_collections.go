package terraform

import (
	"cmp"
	"errors"
	"slices"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// lengthFunction takes texts too, which it counts in what a reader takes for a character.
var lengthFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true}},
	Type: func(args []cty.Value) (cty.Type, error) {
		t := args[0].Type()
		if t == cty.String || t == cty.DynamicPseudoType || t.IsTupleType() || t.IsObjectType() || t.IsCollectionType() {
			return cty.Number, nil
		}
		return cty.Number, errors.New("the argument must be a string, a collection, or a structural type")
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v, marks := args[0].Unmark()
		n, err := lengthOf(v)
		return n.WithMarks(marks), err
	},
})

func lengthOf(v cty.Value) (cty.Value, error) {
	t := v.Type()
	switch {
	case t == cty.DynamicPseudoType:
		return cty.UnknownVal(cty.Number), nil
	case t.IsTupleType():
		return cty.NumberIntVal(int64(t.Length())), nil
	case t.IsObjectType():
		return cty.NumberIntVal(int64(len(t.AttributeTypes()))), nil
	case t == cty.String:
		return stdlib.Strlen(v)
	}
	return v.Length(), nil
}

// lookupFunction takes objects too, and two arguments.
var lookupFunction = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "in", Type: cty.DynamicPseudoType, AllowMarked: true},
		{Name: "key", Type: cty.String, AllowMarked: true},
	},
	VarParam: &anything,
	Type:     lookupType,
	Impl:     lookup,
})

func lookupType(args []cty.Value) (cty.Type, error) {
	if len(args) > 3 {
		return cty.NilType, errors.New("lookup() takes two or three arguments")
	}
	switch t := args[0].Type(); {
	case t.IsObjectType():
		return lookupTypeInObject(args)
	case t.IsMapType() && len(args) == 3:
		if _, err := convert.Convert(args[2], t.ElementType()); err != nil {
			return cty.NilType, function.NewArgErrorf(2, "the default value must have the same type as the map elements")
		}
		return t.ElementType(), nil
	case t.IsMapType():
		return t.ElementType(), nil
	case t == cty.DynamicPseudoType:
		return t, nil
	}
	return cty.NilType, function.NewArgErrorf(0, "lookup() requires a map as the first argument")
}

func lookupTypeInObject(args []cty.Value) (cty.Type, error) {
	key, _ := args[1].Unmark()
	switch {
	case !key.IsKnown():
		return cty.DynamicPseudoType, nil
	case key.IsNull():
		return cty.NilType, function.NewArgErrorf(1, "argument must not be null")
	case args[0].Type().HasAttribute(key.AsString()):
		return args[0].Type().AttributeType(key.AsString()), nil
	case len(args) == 3:
		return args[2].Type(), nil
	}
	return cty.DynamicPseudoType, function.NewArgErrorf(0, "the object has no such attribute")
}

func lookup(args []cty.Value, t cty.Type) (cty.Value, error) {
	in, inMarks := args[0].Unmark()
	key, keyMarks := args[1].Unmark()
	switch {
	case !in.IsKnown() || !key.IsKnown():
		return cty.UnknownVal(t).WithMarks(inMarks, keyMarks), nil
	case in.Type().IsObjectType() && in.Type().HasAttribute(key.AsString()):
		return in.GetAttr(key.AsString()).WithMarks(inMarks, keyMarks), nil
	case in.Type().IsMapType():
		if has := in.HasIndex(key); !has.IsKnown() {
			return cty.UnknownVal(t).WithMarks(inMarks, keyMarks), nil
		} else if has.True() {
			return in.Index(key).WithMarks(inMarks, keyMarks), nil
		}
	}
	if len(args) < 3 {
		return cty.UnknownVal(t), errors.New("lookup() found no such key, and has no default")
	}
	fallback, err := convert.Convert(args[2], t)
	return fallback.WithMarks(inMarks, keyMarks), err
}

// coalesceFunction goes past the empty text, too.
var coalesceFunction = function.New(&function.Spec{
	VarParam: &function.Parameter{Name: "values", Type: cty.DynamicPseudoType, AllowNull: true, AllowUnknown: true, AllowDynamicType: true},
	Type: func(args []cty.Value) (cty.Type, error) {
		types := make([]cty.Type, len(args))
		for i, v := range args {
			types[i] = v.Type()
		}
		if t, _ := convert.UnifyUnsafe(types); t != cty.NilType {
			return t, nil
		}
		return cty.NilType, errors.New("all arguments must have the same type")
	},
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		for _, arg := range args {
			v, err := convert.Convert(arg, t)
			switch {
			case err != nil:
				return v, err
			case !v.IsKnown():
				return cty.UnknownVal(t), nil
			case !v.IsNull() && !v.RawEquals(cty.StringVal("")):
				return v, nil
			}
		}
		return cty.NilVal, errors.New("no non-null, non-empty-string arguments")
	},
})

// indexFunction finds a value in a list; the library's is the operator [].
var indexFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}, {Name: "value", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if t := args[0].Type(); !t.IsListType() && !t.IsTupleType() {
			return cty.NilVal, function.NewArgErrorf(0, "argument must be a list or tuple")
		}
		for i, item := range args[0].AsValueSlice() {
			same, err := stdlib.Equal(item, args[1])
			switch {
			case err != nil:
				return cty.NilVal, err
			case !same.IsKnown():
				return cty.UnknownVal(cty.Number), nil
			case same.True():
				return cty.NumberIntVal(int64(i)), nil
			}
		}
		return cty.NilVal, errors.New("item not found")
	},
})

// matchKeysFunction takes of a list those whose partner in a second is in a third.
var matchKeysFunction = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "values", Type: cty.List(cty.DynamicPseudoType)},
		{Name: "keys", Type: cty.List(cty.DynamicPseudoType)},
		{Name: "wanted", Type: cty.List(cty.DynamicPseudoType)},
	},
	Type: func(args []cty.Value) (cty.Type, error) {
		if t, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()}); t == cty.NilType {
			return cty.NilType, errors.New("keys and wanted must be of the same type")
		}
		return args[0].Type(), nil
	},
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		both, _ := convert.UnifyUnsafe([]cty.Type{args[1].Type(), args[2].Type()})
		inKeys, errKeys := convert.Convert(args[1], both)
		inWanted, errWanted := convert.Convert(args[2], both)
		if err := cmp.Or(errKeys, errWanted); err != nil {
			return cty.NilVal, err
		}
		values, keys, wanted := args[0].AsValueSlice(), inKeys.AsValueSlice(), inWanted.AsValueSlice()
		if len(values) != len(keys) {
			return cty.NilVal, errors.New("values and keys must have the same length")
		}
		var found []cty.Value
		for i, key := range keys {
			is, known := isAmong(key, wanted)
			if !known {
				return cty.UnknownVal(t), nil
			}
			if is {
				found = append(found, values[i])
			}
		}
		if found == nil {
			return cty.ListValEmpty(t.ElementType()), nil
		}
		return cty.ListVal(found), nil
	},
})

func isAmong(v cty.Value, list []cty.Value) (is, known bool) {
	for _, item := range list {
		same, err := stdlib.Equal(v, item)
		switch {
		case err == nil && !same.IsKnown():
			return false, false
		case err == nil && same.True():
			return true, true
		}
	}
	return false, true
}

// oneFunction takes the only element, or nothing of what is empty.
var oneFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type: func(args []cty.Value) (cty.Type, error) {
		switch t := args[0].Type(); {
		case t.IsListType() || t.IsSetType():
			return t.ElementType(), nil
		case !t.IsTupleType():
			return cty.NilType, errors.New("must be a list, set, or tuple value with either zero or one elements")
		case t.Length() == 0:
			return cty.DynamicPseudoType, nil
		case t.Length() == 1:
			return t.TupleElementType(0), nil
		}
		return cty.NilType, errMoreThanOne
	},
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		if n := args[0].Length(); !n.IsKnown() {
			return cty.UnknownVal(t), nil
		}
		switch items := args[0].AsValueSlice(); len(items) {
		case 0:
			return cty.NullVal(t), nil
		case 1:
			return items[0], nil
		}
		return cty.NilVal, errMoreThanOne
	},
})

var errMoreThanOne = errors.New("must be a list, set, or tuple value with either zero or one elements")

var (
	everyFunction = quantifier(false, "alltrue")
	someFunction  = quantifier(true, "anytrue")
)

// quantifier is a function of a list of truths that one value decides.
func quantifier(deciding bool, name string) function.Function {
	return function.New(&function.Spec{
		Description: name,
		Params:      []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:        function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			certain := true
			for _, v := range args[0].AsValueSlice() {
				switch {
				case !v.IsKnown():
					certain = false
				case (!v.IsNull() && v.True()) == deciding:
					return cty.BoolVal(deciding), nil
				}
			}
			if !certain {
				return cty.UnknownVal(cty.Bool), nil
			}
			return cty.BoolVal(!deciding), nil
		},
	})
}

// sumFunction adds numbers of any list.
var sumFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.DynamicPseudoType}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].CanIterateElements() || args[0].Type().IsMapType() || args[0].Type().IsObjectType() {
			return cty.NilVal, function.NewArgErrorf(0, "argument must be list, set, or tuple")
		}
		items := args[0].AsValueSlice()
		if len(items) == 0 {
			return cty.NilVal, function.NewArgErrorf(0, "cannot sum an empty list")
		}
		total := cty.Zero
		for _, item := range items {
			n, err := convert.Convert(item, cty.Number)
			if err != nil || n.IsNull() {
				return cty.NilVal, function.NewArgErrorf(0, "argument must be list, set, or tuple of number values")
			}
			total = total.Add(n)
		}
		return total, nil
	},
})

// transposeFunction turns a map of lists around.
var transposeFunction = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "values", Type: cty.Map(cty.List(cty.String))}},
	Type:   function.StaticReturnType(cty.Map(cty.List(cty.String))),
	Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(t), nil
		}
		keys := map[string][]cty.Value{}
		for key, list := range args[0].AsValueMap() {
			if list.IsNull() {
				return cty.NilVal, errors.New("the lists must not be null")
			}
			for _, item := range list.AsValueSlice() {
				if item.IsNull() {
					return cty.NilVal, errors.New("the lists must not contain null")
				}
				keys[item.AsString()] = append(keys[item.AsString()], cty.StringVal(key))
			}
		}
		turned := map[string]cty.Value{}
		for key, list := range keys {
			slices.SortFunc(list, compareText)
			turned[key] = cty.ListVal(list)
		}
		if len(turned) == 0 {
			return cty.MapValEmpty(cty.List(cty.String)), nil
		}
		return cty.MapVal(turned), nil
	},
})
