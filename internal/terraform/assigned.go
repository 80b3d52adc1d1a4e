package terraform

import (
	"maps"
	"path/filepath"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// assigned is a value of a variable that is set from outside the module. It has an
// expression, or else a value, as flags and the environment give it.
type assigned struct {
	expr  hcl.Expression
	value cty.Value
}

// assigner finds the values that variables of a root module are set to.
type assigner struct{ *loader }

// assign finds the values of the variables of a root module: of the environment, of files
// of values and of flags, what comes later wins. Source: Terraform v1.11.4, which says so of
// terraform.tfvars, terraform.tfvars.json, and *.auto.tfvars in alphabetical order.
func (l assigner) assign(m *module) {
	m.assigned = map[string]assigned{}
	l.assignEnvironment(m)
	names, _ := l.list(m.folder)
	for _, name := range valueFiles(names) {
		l.assignFile(m, l.read(filepath.Join(m.folder, name)))
	}
	for _, name := range l.options.VariableFiles {
		l.assignFile(m, l.readNamed(source.Absolute(l.options.Dir, name)))
	}
	l.assignFlags(m)
}

func (l assigner) assignEnvironment(m *module) {
	if l.options.LookupEnv == nil {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(m.variables)) {
		if text, ok := l.options.LookupEnv("TF_VAR_" + name); ok {
			l.assignText(m, m.variables[name], text, "TF_VAR_"+name)
		}
	}
}

func (l assigner) assignFlags(m *module) {
	for _, name := range slices.Sorted(maps.Keys(l.options.Variables)) {
		v := m.variables[name]
		if v == nil {
			continue // another root module of the run declares it
		}
		l.assignText(m, v, l.options.Variables[name], "--var "+name+"=…")
	}
}

// assignText gives a variable the value of a flag or of the environment: the text itself
// where its type is that of one value, and else an expression.
func (l assigner) assignText(m *module, v *variable, text, from string) {
	if !v.parsed {
		m.assigned[v.name] = assigned{value: cty.StringVal(text)}
		return
	}
	m.assigned[v.name] = assigned{value: cty.DynamicVal}
	if guardExpression(text, l.options.Limits) != "" {
		l.fault(v.at, "`"+from+"` nests deeper than is read: write the value into a file, and name that by `--var-file`")
		return
	}
	expr, diagnostics := hclsyntax.ParseExpression([]byte(text), "", hcl.InitialPos)
	if diagnostics.HasErrors() || len(expr.Variables()) > 0 || callsFunction(expr) {
		l.fault(v.at, "`"+from+"` is no value for the variable `"+v.name+"`, whose type is no text: write it as in a file of values, such as '[\"a\"]'")
		return
	}
	m.assigned[v.name] = assigned{expr: expr}
}

// assignFile gives variables the values of a file. What nobody declares does nothing.
func (l assigner) assignFile(m *module, f *file) {
	if f == nil || f.broken() {
		for name := range m.variables { // it may set any of them
			m.assigned[name] = assigned{value: cty.DynamicVal}
		}
	}
	if f == nil || f.body == nil {
		return
	}
	attributes, diagnostics := f.body.JustAttributes()
	moduleReader(l).note(diagnostics)
	checkRepeated(l.loader, f)
	for _, a := range inOrder(attributes) {
		v := m.variables[a.Name]
		if v == nil {
			continue
		}
		if v.sensitive {
			masker(l).mask(a.Expr.Range())
		}
		m.assigned[a.Name] = l.literal(a)
	}
}

// literal is the value of an argument of a file of values, which may refer to nothing.
func (l assigner) literal(a *hcl.Attribute) assigned {
	switch {
	case isNative(a.Expr) && len(a.Expr.Variables()) > 0:
		l.fault(a.Expr.Range(), "the value of `"+a.Name+"` refers to something, which a file of values cannot: write the value itself, text in quotes")
	case callsFunction(a.Expr):
		l.fault(a.Expr.Range(), "the value of `"+a.Name+"` calls a function, which a file of values cannot: write the value itself")
	default:
		return assigned{expr: verbatim{a.Expr}}
	}
	return assigned{value: cty.DynamicVal}
}

// isNative says whether an expression is in HCL's own syntax, and not in JSON.
func isNative(expr hcl.Expression) bool {
	_, native := expr.(hclsyntax.Node)
	return native
}

// verbatim is an expression that refers to nothing: a text of a file of values in JSON is
// no template.
type verbatim struct{ hcl.Expression }

// Value is the value of the expression, whatever is in scope.
func (v verbatim) Value(*hcl.EvalContext) (cty.Value, hcl.Diagnostics) {
	return v.Expression.Value(nil) //nolint:wrapcheck // it stands for the expression
}

// Variables are none.
func (v verbatim) Variables() []hcl.Traversal { return nil }

// UnwrapExpression is the expression as it is written.
func (v verbatim) UnwrapExpression() hcl.Expression { return v.Expression }
