package terraform

import (
	"cmp"
	"strings"

	"github.com/hashicorp/hcl/v2"
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

// quote is an expression as it is written, in backticks, cut where it is long.
func (s *scope) quote(expr hcl.Expression) string {
	spot, ok := s.evaluation.configuration.loader.spot(expr.Range())
	if !ok || spot.Range.End > len(spot.Text.Bytes) {
		return "the expression"
	}
	text, _, more := strings.Cut(string(spot.Text.Bytes[spot.Range.Start:spot.Range.End]), "\n")
	if runes := []rune(text); len(runes) > quoteLimit {
		text, more = string(runes[:quoteLimit]), true
	}
	if more {
		text += "…"
	}
	return "`" + text + "`"
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
