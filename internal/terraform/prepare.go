package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// prepared is an expression as it is evaluated, made once.
type prepared struct {
	hcl.Expression

	refs []hcl.Traversal
}

// expressionKey tells expressions apart: those in HCL's syntax by themselves, those in JSON, of
// which there is a new one at each look, by their place.
type expressionKey struct {
	expr hcl.Expression
	at   hcl.Range
}

// preparer makes expressions of a scope ready to be evaluated.
type preparer struct{ *scope }

// prepare makes of an expression one that can be evaluated: its loops are counted, the
// functions that are not there are ones whose result is not known, and one in JSON is in
// HCL's syntax.
func (s preparer) prepare(expr hcl.Expression) prepared {
	key := expressionKey{expr: expr}
	if !isNative(hcl.UnwrapExpression(expr)) {
		key = expressionKey{at: expr.Range()}
	}
	if p, ok := s.evaluation.prepared[key]; ok {
		return p
	}
	p := prepared{Expression: expr}
	if _, constant := expr.(verbatim); !constant {
		p.Expression = nativeOf(expr)
	}
	if node, ok := hcl.UnwrapExpression(p.Expression).(hclsyntax.Node); ok {
		s.prepareNodes(node)
		markLiterals(p.Expression)
	}
	p.refs = p.Variables()
	s.evaluation.prepared[key] = p
	return p
}

func (s preparer) prepareNodes(node hclsyntax.Node) {
	s.evaluation.budget.bound(node)
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if call, ok := n.(*hclsyntax.FunctionCallExpr); ok {
			s.stub(call.Name)
		}
		return nil
	})
}

// bound has the loops in an expression counted, and makes numbers unknown that are too long
// to be written.
func (b *budget) bound(node hclsyntax.Node) {
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n := n.(type) {
		case *hclsyntax.ForExpr:
			n.KeyExpr, n.ValExpr, n.CondExpr = b.loop(n.KeyExpr), b.loop(n.ValExpr), b.loop(n.CondExpr)
		case *hclsyntax.LiteralValueExpr:
			if n.Val.Type() == cty.Number && weigh(n.Val, 1, 0) > 1 {
				n.Val = unknown(cty.Number, "a number with so many digits "+tooLarge)
			}
		}
		return nil
	})
}

// stub adds a function that is not there.
func (s preparer) stub(name string) {
	if _, there := s.functions[name]; !there {
		s.functions[name] = notKnown("`" + name + "()` is a function that gwlint does not know")
	}
}

// counted is a part of a loop, each turn of which is counted.
type counted struct {
	hclsyntax.Expression // in parentheses, so that what walks through them finds what is inside

	budget *budget
}

// loop makes a counted part of one, nil of nil. A part that was counted for another
// evaluation is counted for this one.
func (b *budget) loop(expr hclsyntax.Expression) hclsyntax.Expression {
	switch part := expr.(type) {
	case nil:
		return nil
	case *counted:
		part.budget = b
		return part
	}
	return &counted{Expression: &hclsyntax.ParenthesesExpr{Expression: expr, SrcRange: expr.Range()}, budget: b}
}

// Value is that of the part. It does not return where the loop costs too much.
func (c *counted) Value(ctx *hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	c.budget.spend(turnOfLoop)
	v, diags := c.Expression.Value(ctx)
	c.budget.spendOn(v)
	return v, diags
}

// nativeOf is an expression in HCL's syntax: one in JSON is a value in which texts are
// templates.
func nativeOf(expr hcl.Expression) hcl.Expression {
	if isNative(hcl.UnwrapExpression(expr)) {
		return expr
	}
	native, ok := ofJSON(expr)
	if !ok {
		return expr
	}
	return native
}

func ofJSON(expr hcl.Expression) (hclsyntax.Expression, bool) {
	if list, diags := hcl.ExprList(expr); !diags.HasErrors() {
		return tupleOfJSON(list, expr.Range())
	}
	if pairs, diags := hcl.ExprMap(expr); !diags.HasErrors() {
		return objectOfJSON(pairs, expr.Range())
	}
	v, diags := expr.Value(nil)
	if diags.HasErrors() {
		return nil, false
	}
	at := expr.Range()
	if v.Type() != cty.String || v.IsNull() {
		return &hclsyntax.LiteralValueExpr{Val: v, SrcRange: at}, true
	}
	start := at.Start
	start.Byte, start.Column = start.Byte+1, start.Column+1 // behind the quote
	template, diags := hclsyntax.ParseTemplate([]byte(v.AsString()), at.Filename, start)
	if diags.HasErrors() {
		return nil, false
	}
	return &jsonText{Expression: template, at: at}, true
}

// jsonText is a text in JSON: its place is that of the text with its quotes.
type jsonText struct {
	hclsyntax.Expression

	at hcl.Range
}

// Range is where the text is.
func (j *jsonText) Range() hcl.Range { return j.at }

// StartRange is where the text is.
func (j *jsonText) StartRange() hcl.Range { return j.at }

func tupleOfJSON(list []hcl.Expression, at hcl.Range) (hclsyntax.Expression, bool) {
	tuple := &hclsyntax.TupleConsExpr{SrcRange: at, OpenRange: at}
	for _, element := range list {
		native, ok := ofJSON(element)
		if !ok {
			return nil, false
		}
		tuple.Exprs = append(tuple.Exprs, native)
	}
	return tuple, true
}

func objectOfJSON(pairs []hcl.KeyValuePair, at hcl.Range) (hclsyntax.Expression, bool) {
	object := &hclsyntax.ObjectConsExpr{SrcRange: at, OpenRange: at}
	for _, p := range pairs {
		key, ok := ofJSON(p.Key)
		value, sound := ofJSON(p.Value)
		if !ok || !sound {
			return nil, false
		}
		object.Items = append(object.Items, hclsyntax.ObjectConsItem{KeyExpr: key, ValueExpr: value})
	}
	return object, true
}
