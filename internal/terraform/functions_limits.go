package terraform

import (
	"bytes"
	"math/big"
	"regexp"
	"strconv"
	"strings"

	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
	"github.com/zclconf/go-cty/cty/function"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/source"
)

const (
	// mostResultBytes is about how many bytes the result of one call may take: a text of ten
	// characters may ask for a gigabyte.
	mostResultBytes = 8 << 20
	// bytesOfElement is about what an element of a list or map takes beside its text.
	bytesOfElement = 32
)

// limited is a function whose result is not known where what it costs, as the arguments
// say, is larger than allowed.
func limited(f function.Function, cost func(args []cty.Value) int) function.Function {
	l := limit{called: f, cost: cost}
	spec := &function.Spec{Type: l.typeOf, Impl: l.call}
	for _, p := range f.Params() {
		spec.Params = append(spec.Params, l.permissive(p))
	}
	if p := f.VarParam(); p != nil {
		all := l.permissive(*p)
		spec.VarParam = &all
	}
	return function.New(spec)
}

// limit calls a function where that costs no more than allowed.
type limit struct {
	called function.Function
	cost   func(args []cty.Value) int
}

// permissive is a parameter that leaves all checks to the function that is called next.
func (l limit) permissive(p function.Parameter) function.Parameter {
	p.AllowNull, p.AllowUnknown, p.AllowDynamicType, p.AllowMarked = true, true, true, true
	if ofAnyElement(p.Type) {
		p.Type = cty.DynamicPseudoType // HCL would convert it before what it costs is known
	}
	return p
}

func (l limit) typeOf(args []cty.Value) (cty.Type, error) {
	args, err := l.converted(args)
	if err != nil || args == nil {
		return cty.DynamicPseudoType, err
	}
	return l.called.ReturnTypeForValues(args)
}

func (l limit) call(args []cty.Value, t cty.Type) (cty.Value, error) {
	args, err := l.converted(args)
	switch {
	case err != nil:
		return cty.NilVal, err
	case args == nil:
		return unknown(t, "what a function returns "+tooLarge), nil
	}
	return l.called.Call(args)
}

// converted are the arguments as the function takes them, nil where it would cost more
// than allowed.
func (l limit) converted(args []cty.Value) ([]cty.Value, error) {
	if l.cost(unmarked(args)) > mostResultBytes {
		return nil, nil
	}
	params, more := l.called.Params(), l.called.VarParam()
	list := make([]cty.Value, len(args))
	for i, arg := range args {
		p := more
		if i < len(params) {
			p = &params[i]
		}
		list[i] = arg
		if p == nil || !ofAnyElement(p.Type) {
			continue
		}
		v, err := convertedTo(arg, p.Type)
		if err != nil {
			return nil, function.NewArgErrorf(i, "a value of another type is required")
		}
		if list[i] = v; v == cty.NilVal {
			return nil, nil
		}
	}
	return list, nil
}

func ofAnyElement(t cty.Type) bool {
	return t.IsCollectionType() && t.ElementType() == cty.DynamicPseudoType
}

// mostTypes is how many types cty may find a common one of: it compares each with each.
const mostTypes = 2000

// convertedTo converts to a collection of any elements, and gives NilVal where that takes
// too long.
func convertedTo(v cty.Value, wanted cty.Type) (cty.Value, error) {
	plain, marks := v.Unmark()
	t := plain.Type()
	if lengthIn(plain) < 2 || !t.IsTupleType() && !t.IsObjectType() {
		return convert.Convert(v, wanted)
	}
	if made := ofOneType(plain, wanted); made != cty.NilVal {
		return made.WithMarks(marks), nil
	}
	if lengthIn(plain) > mostTypes {
		return cty.NilVal, nil
	}
	return convert.Convert(v, wanted)
}

// ofOneType makes a collection of what has elements of one type, NilVal of all else.
func ofOneType(v cty.Value, wanted cty.Type) cty.Value {
	var items []cty.Value
	for _, item := range v.Elements() {
		items = append(items, item)
		if t := item.Type(); !t.Equals(items[0].Type()) || t.HasDynamicTypes() {
			return cty.NilVal
		}
	}
	switch tuple := v.Type().IsTupleType(); {
	case tuple && wanted.IsListType():
		return cty.ListVal(items)
	case tuple && wanted.IsSetType():
		return cty.SetVal(items)
	case !tuple && wanted.IsMapType():
		return cty.MapVal(v.AsValueMap())
	}
	return cty.NilVal
}

// decoding is a limited function whose type says what the text holds: it is not asked for
// it, or it reads the text once more.
func decoding(f function.Function, cost func(args []cty.Value) int) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "text", Type: cty.String}},
		Type:   function.StaticReturnType(cty.DynamicPseudoType),
		Impl: func(args []cty.Value, t cty.Type) (cty.Value, error) {
			if cost(args) > mostResultBytes {
				return unknown(t, "what a function returns "+tooLarge), nil
			}
			return f.Call(args)
		},
	})
}

func unmarked(args []cty.Value) []cty.Value {
	plain := make([]cty.Value, len(args))
	for i, arg := range args {
		plain[i], _ = arg.Unmark()
	}
	return plain
}

// weight is about how many bytes a value takes as a text; it stops at a limit. A number
// has as many digits as it is written with, which 1e600000000 hides.
func weight(v cty.Value, limit int) int {
	v, _ = v.Unmark()
	switch t := v.Type(); {
	case v.IsNull() || !v.IsKnown():
		return 8
	case t == cty.String:
		return len(v.AsString())
	case t == cty.Number:
		return digits(v.AsBigFloat())
	case !v.CanIterateElements():
		return 8
	}
	total := 0
	for key, item := range v.Elements() {
		if total += bytesOfElement + weight(item, limit-total); total > limit {
			break
		}
		if key.Type() == cty.String && key.IsKnown() {
			total += len(key.AsString())
		}
	}
	return total
}

func digits(n *big.Float) int {
	exponent := n.MantExp(nil)
	return 20 + max(exponent, -exponent)/3
}

// textOf is a text that is known, "" for all else.
func textOf(v cty.Value) string {
	if v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return ""
	}
	return v.AsString()
}

func lengthIn(v cty.Value) int {
	if v.IsNull() || !v.IsKnown() || !v.CanIterateElements() {
		return 0
	}
	return v.LengthInt()
}

// product multiplies numbers that are not negative, and stops where that is too large.
func product(numbers ...int) int {
	total := 1
	for _, n := range numbers {
		if n != 0 && total > mostResultBytes*2/n {
			return mostResultBytes * 2
		}
		total *= n
	}
	return total
}

func weightOfAll(args []cty.Value) int {
	total := 0
	for _, arg := range args {
		total += weight(arg, mostResultBytes)
	}
	return total
}

// encoded allows for what takes six characters for one.
func encoded(args []cty.Value) int { return product(6, weightOfAll(args)) }

func lengths(args []cty.Value) int {
	total := 0
	for _, arg := range args {
		total += lengthIn(arg) * bytesOfElement
	}
	return total
}

// nestedLengths is for what takes the elements of elements.
func nestedLengths(args []cty.Value) int {
	total := 0
	for _, arg := range args {
		total += nestedElements(arg, mostResultBytes/bytesOfFlat) * bytesOfFlat
	}
	return total
}

// bytesOfFlat is about what an element of a tuple takes, whose type names each.
const bytesOfFlat = 128

// nestedElements counts elements of elements; it stops at a limit.
func nestedElements(v cty.Value, limit int) int {
	v, _ = v.Unmark()
	t := v.Type()
	if lengthIn(v) == 0 || !t.IsTupleType() && !t.IsListType() && !t.IsSetType() {
		return 1
	}
	if t.IsListType() && t.ElementType().IsPrimitiveType() {
		return v.LengthInt()
	}
	total := 0
	for _, item := range v.Elements() {
		if total += nestedElements(item, limit-total); total > limit {
			break
		}
	}
	return total
}

func productOfLengths(args []cty.Value) int {
	factors := []int{bytesOfElement, len(args)}
	for _, arg := range args {
		factors = append(factors, lengthIn(arg))
	}
	return product(factors...)
}

// squareOfLength is for what compares all with all.
func squareOfLength(args []cty.Value) int {
	longest := 0
	for _, arg := range args {
		longest = max(longest, lengthIn(arg))
	}
	return product(longest, longest)
}

// characters is for what may make an element of each character.
func characters(args []cty.Value) int {
	total := 0
	for _, arg := range args {
		total += len(textOf(arg)) * bytesOfElement
	}
	return total
}

func indented(args []cty.Value) int {
	if len(args) < 2 {
		return 0
	}
	lines := strings.Count(textOf(args[1]), "\n")
	return len(textOf(args[1])) + product(lines, wholeNumber(args[0]))
}

func wholeNumber(v cty.Value) int {
	if v.Type() != cty.Number || v.IsNull() || !v.IsKnown() {
		return 0
	}
	n, accuracy := v.AsBigFloat().Int64()
	if accuracy != big.Exact || n > mostResultBytes {
		return mostResultBytes
	}
	return max(0, int(n))
}

func joined(args []cty.Value) int {
	if len(args) == 0 {
		return 0
	}
	elements := 0
	for _, list := range args[1:] {
		elements += lengthIn(list)
	}
	return weightOfAll(args) + product(len(textOf(args[0])), elements)
}

func replaced(args []cty.Value) int {
	if len(args) < 3 {
		return 0
	}
	text, part, by := textOf(args[0]), textOf(args[1]), textOf(args[2])
	matches := strings.Count(text, part)
	if isPattern(part) {
		matches = len(text) + 1
		if pattern, err := regexp.Compile(part[1 : len(part)-1]); err == nil {
			matches = len(pattern.FindAllStringIndex(text, -1))
		}
	}
	return len(text) + product(matches, len(by)) + product(strings.Count(by, "$"), len(text))
}

var formatNumbers = regex.Lazy(`[0-9]+`)

// formatted allows each verb the longest argument and the largest width.
func formatted(args []cty.Value) int {
	if len(args) == 0 {
		return 0
	}
	layout := textOf(args[0])
	if lengthIn(args[0]) > 0 { // formatlist takes a list of them
		return encoded(args)
	}
	widest := 1
	for _, written := range formatNumbers().FindAllString(layout, -1) {
		n, err := strconv.Atoi(written)
		if err != nil {
			n = mostResultBytes
		}
		widest = max(widest, n)
	}
	longest, most := 0, 1
	for _, arg := range args[1:] {
		longest, most = max(longest, weight(arg, mostResultBytes)), max(most, lengthIn(arg))
	}
	return product(most, len(layout)) + product(most, strings.Count(layout, "%"), 6*longest+widest)
}

// largeExponent is that of a number whose digits take a second to write, and more.
var largeExponent = regex.Lazy(`[0-9.][eE][+-]?[0-9]{5}`)

// numeric refuses a text that is such a number.
func numeric(args []cty.Value) int {
	if largeExponent().MatchString(textOf(firstOf(args))) {
		return mostResultBytes * 2
	}
	return 0
}

// decodedJSON refuses what is nested deeper than the decoder's stack takes.
func decodedJSON(args []cty.Value) int {
	depth, deepest := 0, 0
	quoted := false
	text := textOf(firstOf(args))
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '[' || c == '{':
			depth++
			deepest = max(deepest, depth)
		case c == ']' || c == '}':
			depth--
		}
	}
	if deepest > deepestValue || largeExponent().MatchString(text) {
		return mostResultBytes * 2
	}
	return len(text)
}

// deepestValue is how deep values may nest.
const deepestValue = 200

// decodedYAML refuses what aliases make large, and what is nested deeply.
func decodedYAML(args []cty.Value) int {
	content := []byte(textOf(firstOf(args)))
	if largeExponent().Match(content) {
		return mostResultBytes * 2
	}
	if len(content) > mostResultBytes || !bytes.ContainsAny(content, "*[{-") {
		return len(content)
	}
	text, err := source.NewText("values.yaml", content)
	if err == nil {
		_, err = source.Parse(text, source.Limits{Bytes: mostResultBytes})
	}
	if err != nil && (bytes.Contains(content, []byte("*")) || strings.Contains(err.Error(), "limit")) {
		return mostResultBytes * 2
	}
	return len(content)
}

func firstOf(args []cty.Value) cty.Value {
	if len(args) == 0 {
		return cty.NullVal(cty.String)
	}
	return args[0]
}
