package terraform

import (
	"cmp"
	"math/big"
	"slices"
	"strconv"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// literalMark is the mark of a value that stands in a file: where, and what it reads as. Marks
// travel with a value through functions, loops and conversions. A condition leaves its mark
// too, so a mark counts only where its literal is the very value.
type literalMark struct {
	at   hcl.Range
	text string
}

// traced marks the literals of a value with where the expression in JSON has them: those of
// HCL's own syntax carry their marks.
func traced(v cty.Value, expr hcl.Expression) cty.Value {
	if _, native := expr.(hclsyntax.Expression); native || expr == nil || v == cty.NilVal || v.IsMarked() || v.IsNull() || !v.IsKnown() {
		return v
	}
	switch {
	case v.Type().IsPrimitiveType():
		return tracedText(v, expr)
	case v.Type().IsObjectType():
		return tracedObject(v, expr)
	case v.Type().IsTupleType():
		return tracedTuple(v, expr)
	}
	return v
}

// tracedText marks a value unless a template makes it.
func tracedText(v cty.Value, expr hcl.Expression) cty.Value {
	raw, diags := expr.Value(nil)
	if diags.HasErrors() || !raw.RawEquals(v) {
		return v
	}
	text, ok := plainText(v)
	if !ok {
		return v
	}
	return v.Mark(literalMark{at: expr.Range(), text: text})
}

func tracedObject(v cty.Value, expr hcl.Expression) cty.Value {
	pairs, diags := hcl.ExprMap(expr)
	if diags.HasErrors() || len(pairs) == 0 {
		return v
	}
	members := v.AsValueMap()
	for _, p := range pairs {
		key, known := literalKey(p.Key)
		if member, ok := members[key]; known && ok {
			members[key] = traced(member, p.Value)
		}
	}
	return cty.ObjectVal(members)
}

func tracedTuple(v cty.Value, expr hcl.Expression) cty.Value {
	list, diags := hcl.ExprList(expr)
	if diags.HasErrors() || len(list) == 0 || len(list) != v.LengthInt() {
		return v
	}
	elements := v.AsValueSlice()
	for i := range elements {
		elements[i] = traced(elements[i], list[i])
	}
	return cty.TupleVal(elements)
}

// markLiterals marks the literals of an expression where they are written, once. Those that only
// decide, such as conditions, keys and operands, are left alone: they are never the value.
func markLiterals(expr hcl.Expression) {
	if native, ok := expr.(hclsyntax.Expression); ok {
		traceNative(native)
	}
}

func traceNative(expr hclsyntax.Expression) {
	switch x := expr.(type) {
	case *hclsyntax.LiteralValueExpr:
		markLiteral(x, x.SrcRange)
	case *hclsyntax.TemplateExpr:
		traceTemplate(x, x.SrcRange)
	case *hclsyntax.TemplateWrapExpr:
		traceNative(x.Wrapped)
	case *hclsyntax.ParenthesesExpr:
		traceNative(x.Expression)
	case *jsonText:
		if template, ok := x.Expression.(*hclsyntax.TemplateExpr); ok {
			traceTemplate(template, x.at)
		} else {
			traceNative(x.Expression)
		}
	default:
		for _, part := range valuesIn(expr) {
			traceNative(part)
		}
	}
}

// valuesIn are the parts of an expression that may be its value, or in it.
func valuesIn(expr hclsyntax.Expression) []hclsyntax.Expression {
	switch x := expr.(type) {
	case *counted:
		return []hclsyntax.Expression{x.Expression}
	case *hclsyntax.TupleConsExpr:
		return x.Exprs
	case *hclsyntax.ObjectConsExpr:
		values := make([]hclsyntax.Expression, 0, len(x.Items))
		for _, i := range x.Items {
			values = append(values, i.ValueExpr)
		}
		return values
	case *hclsyntax.FunctionCallExpr:
		return x.Args
	case *hclsyntax.ConditionalExpr:
		return []hclsyntax.Expression{x.TrueResult, x.FalseResult}
	case *hclsyntax.ForExpr:
		return []hclsyntax.Expression{x.CollExpr, x.ValExpr}
	case *hclsyntax.IndexExpr:
		return []hclsyntax.Expression{x.Collection}
	case *hclsyntax.RelativeTraversalExpr:
		return []hclsyntax.Expression{x.Source}
	case *hclsyntax.SplatExpr:
		return []hclsyntax.Expression{x.Source}
	}
	return nil
}

// traceTemplate marks a text that is a literal whole: it may have several lines, each of
// which is a part.
func traceTemplate(t *hclsyntax.TemplateExpr, at hcl.Range) {
	text := ""
	for _, part := range t.Parts {
		l, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || l.Val.IsMarked() || l.Val.Type() != cty.String || l.Val.IsNull() || !l.Val.IsKnown() {
			return
		}
		text += l.Val.AsString()
	}
	if len(t.Parts) == 0 {
		return
	}
	first := t.Parts[0].(*hclsyntax.LiteralValueExpr)
	first.Val = first.Val.Mark(literalMark{at: at, text: text})
}

func markLiteral(l *hclsyntax.LiteralValueExpr, at hcl.Range) {
	if text, ok := plainText(l.Val); ok && !l.Val.IsMarked() {
		l.Val = l.Val.Mark(literalMark{at: at, text: text})
	}
}

// longestNumber is how many binary digits a number has before or behind its point, at most,
// of which a text is made: 1e600000000 would have as many digits.
const longestNumber = 1 << 12

// plainText is a known text, number or boolean as text.
func plainText(v cty.Value) (string, bool) {
	v, _ = v.Unmark()
	if !v.IsKnown() || v.IsNull() || !v.Type().IsPrimitiveType() || isHuge(v) {
		return "", false
	}
	switch v.Type() {
	case cty.String:
		return v.AsString(), true
	case cty.Number:
		return textOfNumber(v.AsBigFloat()), true
	default:
		return strconv.FormatBool(v.True()), true
	}
}

// textOfNumber is a number as Terraform makes a text of it. Of a small whole one, which most
// are, a big.Float makes it by way of all 512 digits that it may have.
func textOfNumber(n *big.Float) string {
	if whole, accuracy := n.Int64(); accuracy == big.Exact && whole != 0 {
		return strconv.FormatInt(whole, 10)
	}
	return n.Text('f', -1)
}

// mostMarks is how many literals a value may be made of for them to be told apart. Marks of
// more would cost each use of the value as many steps.
const mostMarks = 64

// lightened is a value without the marks of its literals where they are too many, but for
// those that are the value. A set has those of its elements, which get them back.
func lightened(v cty.Value) cty.Value {
	if !v.IsMarked() || len(v.Marks()) <= mostMarks || v.Type().IsSetType() {
		return v
	}
	text, _ := plainText(v)
	v, marks := v.Unmark()
	kept := cty.ValueMarks{}
	for m := range marks {
		if l, ok := m.(literalMark); !ok || l.text == text {
			kept[m] = struct{}{}
		}
	}
	return v.WithMarks(kept)
}

// elementMarks gives the elements of a set back the marks that the set has in their place.
type elementMarks struct {
	literals map[string][]any
	others   cty.ValueMarks
}

func newElementMarks(marks cty.ValueMarks) elementMarks {
	e := elementMarks{literals: map[string][]any{}, others: cty.ValueMarks{}}
	for m := range marks {
		if l, ok := m.(literalMark); ok {
			e.literals[l.text] = append(e.literals[l.text], m)
		} else {
			e.others[m] = struct{}{}
		}
	}
	return e
}

func (e elementMarks) on(v cty.Value) cty.Value {
	if len(e.literals) > 0 {
		marked, err := cty.Transform(v, func(_ cty.Path, v cty.Value) (cty.Value, error) {
			text, ok := plainText(v)
			if !ok || len(e.literals[text]) > mostMarks {
				return v, nil
			}
			return v.WithMarks(cty.NewValueMarks(e.literals[text]...)), nil
		})
		if err == nil {
			v = marked
		}
	}
	return v.WithMarks(e.others)
}

// isHuge says of an unmarked value that it is a number of which no text is made.
func isHuge(v cty.Value) bool {
	if v.Type() != cty.Number || v.IsNull() || !v.IsKnown() {
		return false
	}
	exponent := v.AsBigFloat().MantExp(nil)
	return exponent > longestNumber || exponent < -longestNumber
}

// isSensitive says that a value must never be shown.
func isSensitive(marks cty.ValueMarks) bool {
	_, ok := marks[sensitive{}]
	return ok
}

// literalsOf are the literals of a known value, as they are written in files: that which
// is the value, or else those that are part of it.
func literalsOf(marks cty.ValueMarks, text string) (whole *literalMark, parts []literalMark) {
	var same []literalMark
	for m := range marks {
		l, ok := m.(literalMark)
		switch {
		case !ok:
		case l.text == text:
			same = append(same, l)
		default:
			parts = append(parts, l)
		}
	}
	if len(same) == 1 {
		return &same[0], nil
	}
	slices.SortFunc(parts, func(a, b literalMark) int {
		return cmp.Or(cmp.Compare(a.at.Filename, b.at.Filename), cmp.Compare(a.at.Start.Byte, b.at.Start.Byte))
	})
	return nil, parts
}
