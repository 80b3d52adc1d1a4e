package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// evaluation is the work on one configuration.
type evaluation struct {
	configuration *Configuration
	budget        *budget
	root          *scope
}

func newEvaluation(c *Configuration) *evaluation {
	e := &evaluation{configuration: c, budget: newBudget()}
	e.root = &scope{evaluation: e, module: c.root}
	return e
}

// scope is one instance of a module: what names mean in it. Names are evaluated when they
// are first asked for, and remembered.
type scope struct {
	evaluation *evaluation
	module     *module
	parent     *scope
	// address is module.support["eu"]., "" for the root module.
	address string
	// inputs are the arguments of the call, by the variable; of a root module, its
	// assigned values.
	inputs    map[string]bound
	functions map[string]function.Function
	// repeated are the values of each, count and self where they are known; nil outside.
	repeated map[string]cty.Value
}

// bound is an expression and the scope to evaluate it in.
type bound struct {
	expr  hcl.Expression
	scope *scope
	value cty.Value // where there is no expression
}

// result is the value of an expression; what is not known has the reason.
type result struct {
	value  cty.Value
	reason string
}

// eval evaluates an expression. It never fails: what goes wrong is not known, with the
// reason. extra are the names of dynamic blocks around it, nil for none.
func (s *scope) eval(expr hcl.Expression, extra *hcl.EvalContext) result {
	return result{value: cty.DynamicVal, reason: "is not evaluated"}
}

// context makes a context with all that references name, and no more.
func (s *scope) context(refs []hcl.Traversal, extra *hcl.EvalContext) *hcl.EvalContext {
	return &hcl.EvalContext{Functions: s.functions}
}
