package terraform

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// tree is the file as it is written, nil where nothing of it is read.
func treeOf(f *file) *source.Node {
	if body, ok := f.body.(*hclsyntax.Body); ok && f.written == nil {
		w := writer{origin: &source.Origin{Text: f.text}, content: f.text.Content()}
		f.written = w.body(body, source.Range{Start: 0, End: len(f.text.Bytes)})
	}
	return f.written
}

// writer makes the tree of a text in HCL's own syntax, as Terraform's JSON syntax has it: a
// block with labels is a map in maps, of which the keys lie where its head does; one that stands once is a map, and others are a list
// of maps. A block lies where all of it stands, its keyword included. What is neither a
// literal nor a list or a map of such is a text as it is written, ${var.x}; the values that
// stand in it are its items.
type writer struct {
	origin  *source.Origin
	content string
}

func rangeOf(at hcl.Range) source.Range {
	return source.Range{Start: at.Start.Byte, End: at.End.Byte}
}

func (w writer) text(at source.Range, text string) *source.Node { return textNode(at, w.origin, text) }

func (w writer) body(body *hclsyntax.Body, at source.Range) *source.Node {
	var entries []source.Entry
	for name, a := range body.Attributes {
		entries = append(entries, entryOf(name, rangeOf(a.NameRange), w.value(a.Expr)))
	}
	count, lists := map[string]int{}, map[string]*source.Node{}
	for _, b := range body.Blocks {
		count[b.Type]++
	}
	for _, b := range body.Blocks {
		entry := w.block(b)
		if len(b.Labels) > 0 || count[b.Type] == 1 {
			entries = append(entries, entry)
			continue
		}
		list := lists[b.Type]
		if list == nil {
			list = &source.Node{Kind: source.List, Span: entry.Value.Span, Origin: w.origin}
			lists[b.Type] = list
			entries = append(entries, entryOf(b.Type, entry.KeyRange(), list))
		}
		list.SetItems(append(list.Items(), entry.Value))
		list.Span = source.Range{Start: list.Range().Start, End: entry.Value.Range().End}.Span()
	}
	slices.SortFunc(entries, func(a, b source.Entry) int { return cmp.Compare(a.KeyRange().Start, b.KeyRange().Start) })
	return mapNode(at, w.origin, entries...)
}

func (w writer) block(b *hclsyntax.Block) source.Entry {
	at := rangeOf(hcl.RangeBetween(b.TypeRange, b.CloseBraceRange))
	node := w.body(b.Body, at)
	for i := range slices.Backward(b.Labels) {
		node = mapNode(at, w.origin, entryOf(b.Labels[i], rangeOf(hcl.RangeBetween(b.TypeRange, b.LabelRanges[i])), node))
	}
	return entryOf(b.Type, rangeOf(b.TypeRange), node)
}

// value is what an expression is as it is written.
func (w writer) value(expr hclsyntax.Expression) *source.Node {
	at := rangeOf(expr.Range())
	switch e := expr.(type) {
	case *hclsyntax.ParenthesesExpr:
		return w.value(e.Expression)
	case *hclsyntax.LiteralValueExpr:
		return w.literal(at, e.Val)
	case *hclsyntax.TupleConsExpr:
		list := &source.Node{Kind: source.List, Span: at.Span(), Origin: w.origin}
		items := make([]*source.Node, len(e.Exprs))
		for i, item := range e.Exprs {
			items[i] = w.value(item)
		}
		list.SetItems(items)
		return list
	case *hclsyntax.ObjectConsExpr:
		var entries []source.Entry
		for _, item := range e.Items {
			entries = append(entries, entryOf(w.key(item.KeyExpr), rangeOf(item.KeyExpr.Range()), w.value(item.ValueExpr)))
		}
		return mapNode(at, w.origin, entries...)
	case *hclsyntax.TemplateExpr:
		return w.template(at, e)
	case *hclsyntax.UnaryOpExpr:
		if number, ok := e.Val.(*hclsyntax.LiteralValueExpr); ok && e.Op == hclsyntax.OpNegate && number.Val.Type() == cty.Number {
			return &source.Node{Kind: source.Number, Span: at.Span(), Origin: w.origin, Text: "-" + w.content[number.SrcRange.Start.Byte:number.SrcRange.End.Byte]}
		}
	}
	return w.made(at, expr)
}

// literal is a number, true, false or null, whether it was marked for its place or not.
func (w writer) literal(at source.Range, v cty.Value) *source.Node {
	v, _ = v.Unmark()
	n := &source.Node{Span: at.Span(), Origin: w.origin}
	switch {
	case v.Type() == cty.Number && !v.IsNull():
		n.Kind, n.Text = source.Number, w.content[at.Start:at.End]
	case v.IsNull() || !v.IsKnown():
	case v.Type() == cty.Bool:
		n.Kind, n.Text = source.Bool, "false"
		if v.True() {
			n.Text = "true"
		}
	case v.Type() == cty.String:
		n.Kind, n.Text = source.String, v.AsString()
	}
	return n
}

// key is a key of a map as it is written.
func (w writer) key(expr hclsyntax.Expression) string {
	if keyword := hcl.ExprAsKeyword(expr); keyword != "" {
		return keyword
	}
	if key, ok := expr.(*hclsyntax.ObjectConsKeyExpr); ok {
		expr = key.Wrapped
	}
	return w.value(expr).Text
}

// template is a text in quotes or a heredoc: what it reads as where it is all literal, and
// else as it is written.
func (w writer) template(at source.Range, e *hclsyntax.TemplateExpr) *source.Node {
	text := ""
	for _, part := range e.Parts {
		literal, ok := part.(*hclsyntax.LiteralValueExpr)
		if !ok || literal.Val.Type() != cty.String {
			return w.made(at, e)
		}
		v, _ := literal.Val.Unmark()
		text += v.AsString()
	}
	return w.text(at, text)
}

// longestMade is how long an expression is at most of which a text of its own is made: those
// in it have more of their own.
const longestMade = 1 << 12

// made is a text of what is made by an expression. The literals in it are its items, so that
// none of them is overlooked.
func (w writer) made(at source.Range, expr hclsyntax.Expression) *source.Node {
	written := w.content[at.Start:at.End]
	switch expr.(type) {
	case *hclsyntax.TemplateExpr, *hclsyntax.TemplateWrapExpr:
		if len(written) > 1 && written[0] == '"' {
			written = written[1 : len(written)-1]
		}
	default:
		if len(written) < longestMade {
			written = "${" + written + "}"
		}
	}
	n := w.text(at, written)
	c := collector{writer: w, top: expr, into: n}
	_ = hclsyntax.Walk(expr, &c)
	return n
}

// collector collects the literal texts, lists and maps in an expression.
type collector struct {
	writer

	top    hclsyntax.Node
	into   *source.Node
	inside int // how many that were collected are around
}

// Enter collects one.
func (c *collector) Enter(n hclsyntax.Node) hcl.Diagnostics {
	if n == c.top {
		return nil
	}
	if isCollected(n) {
		if c.inside == 0 {
			c.into.SetItems(append(c.into.Items(), c.value(n.(hclsyntax.Expression))))
		}
		c.inside++
	}
	return nil
}

// Exit leaves it.
func (c *collector) Exit(n hclsyntax.Node) hcl.Diagnostics {
	if n != c.top && isCollected(n) {
		c.inside--
	}
	return nil
}

func isCollected(n hclsyntax.Node) bool {
	switch n.(type) {
	case *hclsyntax.TupleConsExpr, *hclsyntax.ObjectConsExpr, *hclsyntax.TemplateExpr, *hclsyntax.TemplateWrapExpr:
		return true
	}
	return false
}
