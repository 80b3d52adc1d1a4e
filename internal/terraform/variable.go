package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
)

// variable is a declared variable.
type variable struct {
	name     string
	typ      cty.Type
	defaults *typeexpr.Defaults
	optional *optionals
	// fallback is the default, nil where there is none.
	fallback            hcl.Expression
	sensitive, nullable bool
	at                  hcl.Range

	// parsed says that a value from a flag or from the environment is an expression, and
	// not text as it stands.
	parsed bool
	// fallbacks are where defaults of it stand, also those that an override file replaces.
	fallbacks []hcl.Range
}

var variableArguments = &hcl.BodySchema{Attributes: []hcl.AttributeSchema{
	{Name: "type"}, {Name: "default"}, {Name: "sensitive"}, {Name: "nullable"}, {Name: "ephemeral"},
}}

// variable adds the declaration of a variable. An override file replaces its arguments one
// by one.
func (d declarations) variable(b *hcl.Block) {
	name := b.Labels[0]
	v := d.module.variables[name]
	switch {
	case v == nil && d.override:
		d.missing("variable `"+name+"`", headOf(b))
		return
	case v != nil && !d.override:
		d.twice("variable `"+name+"`", headOf(b), v.at)
		return
	case v == nil:
		v = &variable{name: name, typ: cty.DynamicPseudoType, nullable: true, at: headOf(b)}
		d.module.variables[name] = v
	}
	content, _, diagnostics := b.Body.PartialContent(variableArguments)
	moduleReader{d.loader}.note(diagnostics)
	arguments := content.Attributes
	if a := arguments["type"]; a != nil {
		d.typeOf(v, a)
	}
	if a := arguments["default"]; a != nil {
		v.fallback = a.Expr
		v.fallbacks = append(v.fallbacks, a.Expr.Range())
	}
	v.sensitive = isTrue(arguments["sensitive"], v.sensitive) || isTrue(arguments["ephemeral"], false)
	v.nullable = isTrue(arguments["nullable"], v.nullable)
	if v.sensitive {
		for _, at := range v.fallbacks {
			masker{d.loader}.mask(at)
		}
	}
}

// isTrue is the value of an argument that is true or false, or else what it was before.
func isTrue(a *hcl.Attribute, before bool) bool {
	if a == nil {
		return before
	}
	if len(a.Expr.Variables()) > 0 || callsFunction(a.Expr) {
		return before
	}
	v, diagnostics := a.Expr.Value(nil)
	v, _ = v.Unmark()
	switch {
	case diagnostics.HasErrors() || !v.IsWhollyKnown() || v.IsNull():
		return before
	case v.Type() == cty.String: // JSON, or in quotes
		return v.AsString() == "true"
	case v.Type() != cty.Bool:
		return before
	}
	return v.True()
}

// typeOf sets the type of a variable.
func (d declarations) typeOf(v *variable, a *hcl.Attribute) {
	expr, ok := d.typeExpression(a)
	if !ok {
		return
	}
	switch hcl.ExprAsKeyword(expr) {
	case "list":
		v.typ, v.defaults, v.parsed = cty.List(cty.DynamicPseudoType), nil, true
		return
	case "map":
		v.typ, v.defaults, v.parsed = cty.Map(cty.DynamicPseudoType), nil, true
		return
	}
	typ, defaults, diagnostics := typeexpr.TypeConstraintWithDefaults(expr)
	if diagnostics.HasErrors() {
		d.fault(a.Expr.Range(), "the type of the variable `"+v.name+"` is none that Terraform knows: write one such as `string`, `list(string)` or `object({ name = string })`")
		v.typ, v.defaults, v.parsed = cty.DynamicPseudoType, nil, true
		return
	}
	v.typ, v.defaults, v.parsed = typ, defaults, !typ.IsPrimitiveType()
	v.optional = optionalsOf(expr)
}

// typeExpression is the expression of a type. In JSON it is a text.
func (d declarations) typeExpression(a *hcl.Attribute) (hcl.Expression, bool) {
	if !d.file.isJSON() {
		return a.Expr, true
	}
	text, diagnostics := a.Expr.Value(nil)
	if diagnostics.HasErrors() || text.IsNull() || text.Type() != cty.String {
		d.fault(a.Expr.Range(), "the type of a variable in JSON is no text: write one such as \"string\"")
		return nil, false
	}
	if message := guardExpression(text.AsString(), d.options.Limits); message != "" {
		d.fault(a.Expr.Range(), message)
		return nil, false
	}
	expr, diagnostics := hclsyntax.ParseExpression([]byte(text.AsString()), a.Range.Filename, a.Expr.Range().Start)
	if diagnostics.HasErrors() {
		d.fault(a.Expr.Range(), "the type of a variable is no expression: write one such as \"string\"")
		return nil, false
	}
	return expr, true
}

// masker masks values that are declared to be secret.
type masker struct{ *loader }

// mask masks a range in the text that it lies in.
func (l masker) mask(at hcl.Range) {
	if spot, ok := l.spot(at); ok {
		spot.Text.Mask(spot.Range)
	}
}

// maskArguments masks what a call of a module sets its sensitive variables to.
func (l masker) maskArguments(b *block, m *module) {
	for name, a := range b.arguments() {
		if v := m.variables[name]; v != nil && v.sensitive {
			l.maskLiterals(a.Expr)
		}
	}
}

// maskLiterals masks the texts and numbers in an expression, and not what it refers to.
func (l masker) maskLiterals(expr hcl.Expression) {
	node, native := hcl.UnwrapExpression(expr).(hclsyntax.Node)
	if !native {
		l.mask(expr.Range())
		return
	}
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		switch n.(type) {
		case *hclsyntax.TemplateExpr, *hclsyntax.LiteralValueExpr:
			l.mask(n.Range())
		}
		return nil
	})
}

// callsFunction says whether an expression in HCL's own syntax calls a function.
func callsFunction(expr hcl.Expression) bool {
	node, ok := expr.(hclsyntax.Node)
	if !ok {
		return false
	}
	found := false
	_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
		_, call := n.(*hclsyntax.FunctionCallExpr)
		found = found || call
		return nil
	})
	return found
}
