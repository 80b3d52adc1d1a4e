package terraform

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"

	"github.com/gwlint/gwlint/internal/source"
)

// value makes the node of an expression, nil where it is null. What is written as an
// object or a list is made part by part: each is known or not for itself, and has its
// own place.
func (r *reader) value(expr hcl.Expression, f *field, in around) *source.Node {
	expr, in = r.chosen(expr, in)
	pairs, list := partsOf(expr)
	if pairs != nil {
		if n := r.object(expr, pairs, f, in); n != nil {
			return n
		}
	}
	if list != nil {
		n := r.node(source.List, expr.Range())
		items := make([]*source.Node, len(list))
		for i, element := range list {
			items[i] = r.element(r.value(element, f.element(), in), element.Range())
		}
		n.SetItems(items)
		return f.distinct(n)
	}
	found := r.scope.eval(expr, in.names)
	return r.evaluated(found.value, f, use{expr: expr, reason: found.reason, in: in})
}

// partsOf are the parts of what is written as an object or as a list; both are nil for
// anything else.
func partsOf(expr hcl.Expression) (pairs []hcl.KeyValuePair, list []hcl.Expression) {
	var diags hcl.Diagnostics
	switch x := expr.(type) {
	case *hclsyntax.ObjectConsExpr:
		pairs = x.ExprMap()
	case *hclsyntax.TupleConsExpr:
		list = x.ExprList()
	case hclsyntax.Expression:
	default:
		if pairs, diags = hcl.ExprMap(expr); diags.HasErrors() {
			pairs = nil
			list, diags = hcl.ExprList(expr)
		}
		if diags.HasErrors() {
			list = nil
		}
	}
	return pairs, list
}

// chosen is the object or list that a condition chooses, which has places of its own, or
// else the expression as it is.
func (r *reader) chosen(expr hcl.Expression, in around) (hcl.Expression, around) {
	inner, below := expr, in
	for {
		switch x := inner.(type) {
		case *hclsyntax.ParenthesesExpr:
			inner = x.Expression
		case *hclsyntax.TemplateWrapExpr:
			inner = x.Wrapped
		case *hclsyntax.ConditionalExpr:
			branch, secret := r.branch(x, in)
			if branch == nil {
				return expr, in
			}
			inner, below.secret = branch, below.secret || secret
		case *hclsyntax.ObjectConsExpr, *hclsyntax.TupleConsExpr:
			return inner, below
		default:
			return expr, in
		}
	}
}

// branch is what a condition chooses, nil where that is not known. What it does not choose
// must be of the same type, which evaluating the whole finds out.
func (r *reader) branch(x *hclsyntax.ConditionalExpr, in around) (branch hcl.Expression, secret bool) {
	condition, marks := r.scope.eval(x.Condition, in.names).value.Unmark()
	condition, err := convert.Convert(condition, cty.Bool)
	if err != nil || !condition.IsKnown() || condition.IsNull() {
		return nil, false
	}
	branch = x.FalseResult
	if condition.True() {
		branch = x.TrueResult
	}
	if whole, _ := r.scope.eval(x, in.names).value.Unmark(); !whole.IsKnown() {
		return nil, false
	}
	return branch, isSensitive(marks)
}

// object makes the map of what is written as an object, nil where a key is not known.
func (r *reader) object(expr hcl.Expression, pairs []hcl.KeyValuePair, f *field, in around) *source.Node {
	n := r.node(source.Map, expr.Range())
	entries := make([]source.Entry, 0, len(pairs))
	for _, p := range pairs {
		key, known := plainText(r.scope.eval(p.Key, in.names).value)
		if !known {
			return nil
		}
		i := item{name: key, at: p.Key.Range()}
		if v := r.value(p.Value, f.at(key), in); v != nil {
			entries = append(entries, r.entry(i, v))
		} else if !f.isMap() {
			entries = append(entries, r.null(i))
		}
	}
	markRepeats(entries)
	return n.WithEntries(entries)
}

// element is an element of a list, which keeps its place where it is null.
func (r *reader) element(n *source.Node, at hcl.Range) *source.Node {
	if n == nil {
		return r.node(source.Null, at)
	}
	return n
}

// use is what stands in the resource, and what is known of its value as a whole.
type use struct {
	expr   hcl.Expression
	reason string
	in     around
	// marks are those of what the value is part of.
	marks cty.ValueMarks
}

// evaluated makes the node of a value that an expression has, nil where it is null.
func (r *reader) evaluated(v cty.Value, f *field, u use) *source.Node {
	v, marks := v.Unmark()
	u.marks = unionOf(u.marks, marks)
	at := u.expr.Range()
	switch {
	case !v.IsKnown():
		reason := cmp.Or(reasonOf(v.WithMarks(u.marks), ""), u.reason)
		return r.secretly(r.unknown(u.expr, result{value: v, reason: reason}, u.in), f, u)
	case v.IsNull():
		return nil
	case v.Type().IsPrimitiveType():
		return r.scalar(v, f, u)
	case !v.CanIterateElements():
		return r.unresolved(at, r.holes(u.expr, u.in), "its type is not one that a resource takes")
	case v.Type().IsObjectType(), v.Type().IsMapType():
		return r.mapOf(v, f, u)
	}
	n := r.secretly(r.node(source.List, at), f, u)
	var items []*source.Node
	for it := v.ElementIterator(); it.Next(); {
		if r.left < 0 {
			return r.tooLarge(u.expr)
		}
		_, element := it.Element()
		items = append(items, r.element(r.evaluated(element, f.element(), u), at))
	}
	n.SetItems(items)
	return f.distinct(n)
}

func (r *reader) mapOf(v cty.Value, f *field, u use) *source.Node {
	n := r.secretly(r.node(source.Map, u.expr.Range()), f, u)
	entries := make([]source.Entry, 0, v.LengthInt())
	for it := v.ElementIterator(); it.Next(); {
		if r.left < 0 {
			return r.tooLarge(u.expr)
		}
		key, value := it.Element()
		key, _ = key.Unmark()
		if child := r.evaluated(value, f.at(key.AsString()), u); child != nil {
			entries = append(entries, r.entry(item{name: key.AsString(), at: u.expr.Range()}, child))
		}
	}
	return n.WithEntries(entries)
}

// scalar makes the node of a text, a number or a boolean: as the provider takes it, at the
// literal that it is.
func (r *reader) scalar(v cty.Value, f *field, u use) *source.Node {
	v = f.converted(v)
	text, ok := plainText(v)
	if !ok {
		return r.tooLarge(u.expr)
	}
	n := r.node(nodeKind(v.Type()), u.expr.Range())
	n.Text = text
	origin := *n.Origin
	r.trace(n, &origin, u)
	origin.Known = n.Kind == source.String && strings.Contains(text, "$")
	if origin.Via != nil || origin.From != nil || origin.Known {
		n.Origin = &origin
	} else {
		n.Origin = r.plain(origin.Text)
	}
	return r.secretly(n, f, u)
}

// trace gives a value the place of the literal that it is, or says where parts of it come
// from.
func (r *reader) trace(n *source.Node, origin *source.Origin, u use) {
	whole, parts := literalsOf(u.marks, n.Text)
	at := u.expr.Range()
	if whole != nil {
		spot, ok := r.scope.evaluation.configuration.loader.spot(whole.at)
		if !ok || whole.at == at {
			return
		}
		n.Span, origin.Text = spot.Range.Span(), spot.Text
		if !within(whole.at, at) {
			via := r.place(at)
			origin.Via = &via
		}
		return
	}
	var spots []source.Spot
	for _, p := range parts {
		spot, ok := r.scope.evaluation.configuration.loader.spot(p.at)
		if ok && n.Kind == source.String && p.text != "" && strings.Contains(n.Text, p.text) && !within(p.at, at) {
			spots = append(spots, spot)
		}
	}
	if len(spots) > 0 {
		origin.From, origin.Parts = &spots[0], spots[1:]
	}
}

// within says that a range lies in another.
func within(inner, outer hcl.Range) bool {
	return inner.Filename == outer.Filename && inner.Start.Byte >= outer.Start.Byte && inner.End.Byte <= outer.End.Byte
}

// unknown makes the node of what is not known, with what is known of its text.
func (r *reader) unknown(expr hcl.Expression, found result, in around) *source.Node {
	reason := found.reason
	if reason == "" {
		reason = reasoner{r.scope}.quote(expr) + " is not known"
	}
	return r.unresolved(expr.Range(), r.holes(expr, in), reason)
}

// holes is the text of an expression in which what is not known stands as it is written:
// of a template with one such part the end may be known.
func (r *reader) holes(expr hcl.Expression, in around) string {
	h := holes{scope: r.scope, names: in.names, files: r.text, text: r.text, left: mostHoles}
	return h.of(expr)
}

// secretly says of a value that it must not be shown, where that is so.
func (r *reader) secretly(n *source.Node, f *field, u use) *source.Node {
	if u.in.secret || f.secret() || isSensitive(u.marks) {
		origin := *n.Origin
		origin.Secret = true
		n.Origin = &origin
	}
	return n
}

// tooLarge stands for what has too many values.
func (r *reader) tooLarge(expr hcl.Expression) *source.Node {
	return r.unresolved(expr.Range(), "${"+r.text(expr.Range())+"}", fmt.Sprintf("%s makes more than %d values", reasoner{r.scope}.quote(expr), mostValues))
}

func (r *reader) unresolved(at hcl.Range, text, reason string) *source.Node {
	n := r.node(source.String, at)
	n.Text = text
	n.Origin = &source.Origin{Text: n.Origin.Text, Unresolved: reason}
	return n
}

// text is what is written at a range.
func (r *reader) text(at hcl.Range) string {
	spot := r.place(at)
	if spot.Text == nil {
		return ""
	}
	return string(spot.Text.Bytes[spot.Range.Start:spot.Range.End])
}

func nodeKind(t cty.Type) source.Kind {
	switch t {
	case cty.Number:
		return source.Number
	case cty.Bool:
		return source.Bool
	default:
		return source.String
	}
}

// unionOf are the marks of a value and of what it is part of.
func unionOf(a, b cty.ValueMarks) cty.ValueMarks {
	switch {
	case len(a) == 0:
		return b
	case len(b) == 0:
		return a
	}
	all := cty.ValueMarks{}
	for _, marks := range []cty.ValueMarks{a, b} {
		for m := range marks {
			all[m] = struct{}{}
		}
	}
	return all
}
