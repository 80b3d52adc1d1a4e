package terraform

import (
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// holes is the text of an expression in which what is not known stands as it is written:
// of a template with one such part the end may be known.
func (r *reader) holes(expr hcl.Expression, in around) string {
	switch x := hcl.UnwrapExpression(expr).(type) {
	case *hclsyntax.ParenthesesExpr:
		return r.holes(x.Expression, in)
	case *hclsyntax.TemplateWrapExpr:
		return r.holes(x.Wrapped, in)
	case *hclsyntax.TemplateExpr:
		var b strings.Builder
		for _, part := range x.Parts {
			found := r.eval(part, in.names)
			if text, known := plainText(found.value); known {
				b.WriteString(text)
				continue
			}
			b.WriteString(r.holes(part, in))
		}
		return b.String()
	}
	return "${" + r.text(expr.Range()) + "}"
}
