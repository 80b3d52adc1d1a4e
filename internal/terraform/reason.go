package terraform

import (
	"cmp"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// reasoner says why values of a scope are not known.
type reasoner struct{ *scope }

// why says why the value of an expression is not known: by the marks of what is not, or
// else by those of the names in it.
func (s reasoner) why(expr hcl.Expression, v cty.Value, ctx *hcl.EvalContext) string {
	if reason := reasonOf(v, ""); reason != "" {
		return reason
	}
	for _, t := range expr.Variables() {
		if named, diags := t.TraverseAbs(ctx); !diags.HasErrors() {
			if reason := reasonOf(named, ""); reason != "" {
				return reason
			}
		}
	}
	return s.quote(expr) + " is not known"
}

// reasonOf is why the first part of a value is not known that is not, "" where nobody said
// so. above is why what it is a part of may not be.
func reasonOf(v cty.Value, above string) string {
	v, marks := v.Unmark()
	first := ""
	for m := range marks {
		if said, ok := m.(because); ok && (first == "" || string(said) < first) {
			first = string(said)
		}
	}
	first = cmp.Or(first, above)
	switch {
	case !v.IsKnown():
		return first
	case v.IsNull() || !v.CanIterateElements():
		return ""
	}
	for it := v.ElementIterator(); it.Next(); {
		_, element := it.Element()
		if reason := reasonOf(element, first); reason != "" {
			return reason
		}
	}
	return ""
}

// refused says why Terraform refuses an expression. It quotes no value: one may be secret.
func (s reasoner) refused(expr hcl.Expression, diags hcl.Diagnostics) string {
	for _, d := range diags {
		if d.Severity == hcl.DiagError {
			return s.quote(expr) + " cannot be evaluated: " + strings.ToLower(d.Summary[:1]) + d.Summary[1:]
		}
	}
	return s.quote(expr) + " cannot be evaluated"
}

// quoteLimit is how long a quoted expression may be.
const quoteLimit = 60

// quote is an expression as it is written, in backticks, cut where it is long. Texts in it
// are left out: one may be a secret.
func (s reasoner) quote(expr hcl.Expression) string {
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
