package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// prepared is what is found out about an expression before it is evaluated.
type prepared struct {
	refs []hcl.Traversal
}

// functionsOf are the functions of a module, made once.
func (e *evaluation) functionsOf(m *module) map[string]function.Function {
	if e.functions[m] == nil {
		e.functions[m] = e.functionsFor(m)
	}
	return e.functions[m]
}

// prepare returns the names that an expression refers to, and makes the functions that
// are not there ones whose results are not known.
func (s *scope) prepare(expr hcl.Expression) []hcl.Traversal {
	node, native := hcl.UnwrapExpression(expr).(hclsyntax.Node)
	if native {
		_ = hclsyntax.VisitAll(node, func(n hclsyntax.Node) hcl.Diagnostics {
			if c, ok := n.(*hclsyntax.FunctionCallExpr); ok {
				s.stub(c.Name)
			}
			return nil
		})
	}
	return expr.Variables()
}

// stub adds a function that is not there.
func (s *scope) stub(name string) {
	if _, there := s.functions[name]; !there {
		s.functions[name] = missingFunction
	}
}

// missingFunction is one that takes anything, and whose result is not known.
var missingFunction = function.New(&function.Spec{
	VarParam: &function.Parameter{
		Name: "arguments", Type: cty.DynamicPseudoType,
		AllowNull: true, AllowUnknown: true, AllowDynamicType: true, AllowMarked: true,
	},
	Type: function.StaticReturnType(cty.DynamicPseudoType),
	Impl: func([]cty.Value, cty.Type) (cty.Value, error) { return cty.DynamicVal, nil },
})
