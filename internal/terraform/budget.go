package terraform

import (
	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// budget bounds what an evaluation may cost, whatever is written.
type budget struct {
	depth int
}

const (
	// mostInstances is how many instances a resource or a module's call may have.
	mostInstances = 10_000
	// mostNested is how many names may refer to each other in a row.
	mostNested = 1000
)

// tooLarge is why a value is not known that costs more than is allowed, and tooNested why
// one is not that is made of too many others in a row.
const (
	tooLarge  = "is larger than gwlint evaluates"
	tooNested = "is nested deeper than gwlint evaluates"
)

func newBudget() *budget { return &budget{} }

// enter begins the evaluation of a name, false where too many are begun.
func (b *budget) enter() bool {
	if b.depth >= mostNested {
		return false
	}
	b.depth++
	return true
}

func (b *budget) leave() { b.depth-- }

// value evaluates an expression; stopped is why it is not, "" where it is.
func (b *budget) value(expr hcl.Expression, ctx *hcl.EvalContext) (v cty.Value, diags hcl.Diagnostics, stopped string) {
	defer func() {
		if recover() != nil {
			v, diags, stopped = cty.DynamicVal, nil, "cannot be evaluated"
		}
	}()
	v, diags = expr.Value(ctx)
	return v, diags, ""
}

// admit returns a value, or one that is not known where it is larger than allowed.
func (b *budget) admit(v cty.Value) (admitted cty.Value, ok bool) { return v, true }
