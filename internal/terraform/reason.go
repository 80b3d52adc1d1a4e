package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// why says why the value of an expression is not known: the first of the names in it that
// is not.
func (s *scope) why(expr hcl.Expression, ctx *hcl.EvalContext) string {
	for _, t := range expr.Variables() {
		v, diags := t.TraverseAbs(ctx)
		if !diags.HasErrors() && v.IsWhollyKnown() {
			continue
		}
		if reason := s.whyNot(t); reason != "" {
			return reason
		}
	}
	return s.quote(expr) + " is not known"
}

// whyNot says why a name is not known, "" where that is not to be told.
func (s *scope) whyNot(t hcl.Traversal) string {
	root, name := t.RootName(), attributeAt(t, 1)
	text := "`" + reference(t) + "`"
	switch root {
	case "var", "local":
		return s.memo.reason(root + "." + name)
	case "each", "count":
		if s.unsure != "" {
			return s.unsure
		}
		if _, ok := s.repeated[root]; !ok {
			return text + " has no value here"
		}
		return text + " is not known"
	case "self":
		return text + " is known after apply"
	case "path", "terraform", "tofu":
		return text + " is not known before the run"
	case "data":
		return text + " is read when Terraform runs"
	case "module":
		return s.whyNotModule(name, text)
	}
	if reason := s.memo.reason(root + "." + name + "." + attributeAt(t, 2)); reason != "" {
		return reason
	}
	return text + " is known after apply"
}

// refused says why Terraform refuses an expression. It quotes no value: one may be secret.
func (s *scope) refused(expr hcl.Expression, ctx *hcl.EvalContext, diags hcl.Diagnostics) string {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return s.quote(expr) + " cannot be evaluated: " + strings.ToLower(d.Summary[:1]) + d.Summary[1:]
		}
	}
	return s.why(expr, ctx)
}

// quoteLimit is how long a quoted expression may be.
const quoteLimit = 60

// quote is an expression as it is written, in backticks, cut where it is long. Texts in it
// are left out: one may be a secret.
func (s *scope) quote(expr hcl.Expression) string {
	node, native := hcl.UnwrapExpression(expr).(hclsyntax.Node)
	if p, ok := expr.(prepared); ok {
		node, native = hcl.UnwrapExpression(p.Expression).(hclsyntax.Node)
	}
	at := expr.Range()
	spot, ok := s.evaluation.configuration.loader.spot(at)
	if !ok || !native || strings.HasSuffix(at.Filename, ".json") || spot.Range.End > len(spot.Text.Bytes) {
		return "the expression"
	}
	text, from := "", spot.Range.Start
	for _, hidden := range textsIn(node) {
		if hidden.Start.Byte >= from && hidden.End.Byte <= spot.Range.End {
			text += string(spot.Text.Bytes[from:hidden.Start.Byte]) + "…"
			from = hidden.End.Byte
		}
	}
	text += string(spot.Text.Bytes[from:spot.Range.End])
	text, _, more := strings.Cut(text, "\n")
	if runes := []rune(text); len(runes) > quoteLimit {
		text, more = string(runes[:quoteLimit]), true
	}
	if more {
		text += "…"
	}
	return "`" + text + "`"
}

// textsIn are the places of literal texts in an expression, in order.
func textsIn(node hclsyntax.Node) []hcl.Range {
	var found []hcl.Range
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		if l, ok := n.(*hclsyntax.LiteralValueExpr); ok && l.Val.Type() == cty.String {
			found = append(found, l.SrcRange)
		}
		return nil
	})
	slices.SortFunc(found, func(a, b hcl.Range) int { return cmp.Compare(a.Start.Byte, b.Start.Byte) })
	return found
}

// reference is a name as it is written, without what stands behind an index.
func reference(t hcl.Traversal) string {
	var b strings.Builder
	for _, step := range t {
		switch step := step.(type) {
		case hcl.TraverseRoot:
			_, _ = b.WriteString(step.Name)
		case hcl.TraverseAttr:
			_, _ = b.WriteString("." + step.Name)
		default:
			return b.String()
		}
	}
	return b.String()
}

// reason is why a name is not known, "" where it is.
func (m *memo) reason(key string) string { return cmp.Or(m.results[key].reason, m.circles[key]) }
