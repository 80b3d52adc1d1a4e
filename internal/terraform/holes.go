package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// mostHoles is how many expressions the text of one is made of, at most.
const mostHoles = 1000

// bytesOfHole is how many bytes of what is known count like one of them: a text of a
// thousand names may have a million of each.
const bytesOfHole = 64

// holes makes the text of an expression that is not known.
type holes struct {
	scope *scope
	names *hcl.EvalContext
	// files is what is written at a range of a file, and text at one of the expression,
	// which may be one that a text in JSON holds.
	files, text func(hcl.Range) string
	left        int
}

func (h *holes) of(expr hcl.Expression) string {
	if h.left--; h.left > 0 {
		switch x := expr.(type) {
		case *hclsyntax.ParenthesesExpr:
			return h.of(x.Expression)
		case *hclsyntax.TemplateWrapExpr:
			return h.of(x.Wrapped)
		case *hclsyntax.TemplateExpr:
			return h.template(x.Parts)
		case *hclsyntax.FunctionCallExpr:
			if text, ok := h.format(x); ok {
				return text
			}
		case *hclsyntax.ScopeTraversalExpr:
			if text, ok := h.named(x.Traversal); ok {
				return text
			}
		case hclsyntax.Expression:
		default:
			if text, ok := h.inJSON(expr); ok {
				return text
			}
		}
	}
	return "${" + h.text(expr.Range()) + "}"
}

// template puts the parts of a template together.
func (h *holes) template(parts []hclsyntax.Expression) string {
	var b strings.Builder
	for _, part := range parts {
		_, _ = b.WriteString(h.part(part))
	}
	return b.String()
}

// part is the text of a part where that is known and no secret.
func (h *holes) part(expr hcl.Expression) string {
	v := h.scope.eval(expr, h.names).value
	if text, known := plainText(v); known && !isSensitive(v.Marks()) && len(text)/bytesOfHole <= h.left {
		h.left -= len(text) / bytesOfHole
		return text
	}
	return h.of(expr)
}

// format is the text of a call of format() whose verbs take their arguments as they are.
func (h *holes) format(call *hclsyntax.FunctionCallExpr) (string, bool) {
	if call.Name != "format" || len(call.Args) == 0 || call.ExpandFinal {
		return "", false
	}
	pattern, known := plainText(h.scope.eval(call.Args[0], h.names).value)
	pieces := strings.Split(strings.ReplaceAll(pattern, "%v", "%s"), "%s")
	if !known || len(pieces) != len(call.Args) || strings.Contains(strings.Join(pieces, ""), "%") {
		return "", false
	}
	text := pieces[0]
	for k, piece := range pieces[1:] {
		text += h.part(call.Args[k+1]) + piece
	}
	return text, true
}

// named is the text of what a variable or a local value is written as, where it is written.
func (h *holes) named(t hcl.Traversal) (string, bool) {
	if len(t) < 2 || inContext(h.names, t.RootName()) {
		return "", false
	}
	expr, in := writtenAs(h.scope, t.RootName(), attributeAt(t, 1))
	for i := 2; i < len(t) && expr != nil; i++ {
		expr = memberOf(expr, attributeAt(t, i))
	}
	if expr == nil {
		return "", false
	}
	inner := holes{scope: in, files: h.files, text: h.files, left: h.left / 2}
	text := inner.of(expr)
	h.left -= h.left / 2
	return text, text != "${"+h.files(expr.Range())+"}"
}

// writtenAs is the expression of a variable or a local value, and the scope it is written
// in; nil where there is none.
func writtenAs(s *scope, root, name string) (hcl.Expression, *scope) {
	switch root {
	case "local":
		if a := s.module.locals[name]; a != nil {
			return a.Expr, s.base()
		}
	case "var":
		if b, given := s.inputs[name]; given && b.expr != nil && b.scope != nil {
			return b.expr, b.scope
		}
	}
	return nil, nil
}

// memberOf is the value of a key in what is written as an object, else nil.
func memberOf(expr hcl.Expression, key string) hcl.Expression {
	pairs, _ := partsOf(expr)
	for _, p := range pairs {
		if name, known := literalKey(p.Key); known && name == key {
			return p.Value
		}
	}
	return nil
}

// inJSON is the text of a text in JSON, which is a template.
func (h *holes) inJSON(expr hcl.Expression) (string, bool) {
	written, diags := expr.Value(nil)
	if diags.HasErrors() || written.Type() != cty.String || written.IsNull() || !written.IsKnown() {
		return "", false
	}
	raw := []byte(written.AsString())
	template, diags := hclsyntax.ParseTemplate(raw, expr.Range().Filename, hcl.InitialPos)
	if diags.HasErrors() {
		return "", false
	}
	inner := *h
	inner.text = func(at hcl.Range) string { return string(at.SliceBytes(raw)) }
	if wrapped, ok := template.(*hclsyntax.TemplateWrapExpr); ok {
		return inner.of(wrapped.Wrapped), true
	}
	return inner.of(template), true
}
