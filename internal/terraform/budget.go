package terraform

import (
	"math/big"
	"sync/atomic"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// budget bounds what an evaluation may cost, whatever is written. Cost is counted, so that
// the same text gives the same values on any machine. HCL cannot be stopped: loops are
// counted from inside (see counted), and values before they are remembered.
type budget struct {
	// left is how much more may be made of all values together, where one is a value in
	// it or bytesOfOne bytes of text.
	left int
	// allowed is how much of it the expression that is evaluated may take.
	allowed int
	// depth is how many names are being evaluated, each for the one before.
	depth int
	// stopped says that the expression that is evaluated was stopped. A function like
	// try() may have taken that for an answer.
	stopped bool
	// instances are how many more instances of modules and resources there may be.
	instances int
	// late says that the deadline has passed.
	late atomic.Bool
}

const (
	// mostMade is how much may be made of all values together.
	mostMade = 2_500_000
	// mostInExpression is how much one expression may make: one that asks for more leaves
	// something for others.
	mostInExpression = mostMade / 4
	// smallValue is what is admitted when nothing is left, too.
	smallValue = 64
	// mostInValue is how much one value may hold.
	mostInValue = 500_000
	// turnOfLoop is what a turn of a loop costs beside what it makes.
	turnOfLoop = 24
	// fewNames is how many names an expression may have whose texts are not counted before.
	fewNames = 4
	// mostDepthOfValue is how deep the values in a value may nest.
	mostDepthOfValue = 250
	// mostExponent bounds the numbers that may have to be written with all their digits:
	// 1e600000000 is short, and its text is not.
	mostExponent = 1 << 14
	// bytesOfOne is how many bytes of text count like one value.
	bytesOfOne = 16
	// marksOfOne is how many marks count like one value.
	marksOfOne = 16
	// mostInstances is how many instances a resource or a module's call may have, and
	// mostOfAll all of them together.
	mostInstances = 10_000
	mostOfAll     = 50_000
	// mostNested is how many names may refer to each other in a row.
	mostNested = 1000
)

// tooLarge is why a value is not known that costs more than is allowed, and tooNested why
// one is not that is made of too many others in a row.
const (
	tooLarge  = "is larger than gwlint evaluates"
	tooNested = "is nested deeper than gwlint evaluates"
	tooMuch   = "is not evaluated, since the values of the module are larger together than gwlint evaluates"
	tooLate   = "is not evaluated, since the module takes too long"
)

func newBudget() *budget { return &budget{left: mostMade, instances: mostOfAll} }

// enter begins the evaluation of a name, false where too many are begun.
func (b *budget) enter() bool {
	if b.depth >= mostNested {
		return false
	}
	b.depth++
	return true
}

func (b *budget) leave() { b.depth-- }

// halt is what stops an expression.
type halt struct{}

// value evaluates an expression; stopped is why it is not, "" where it is.
func (b *budget) value(expr hcl.Expression, ctx *hcl.EvalContext) (v cty.Value, diags hcl.Diagnostics, stopped string) {
	if b.late.Load() {
		return cty.DynamicVal, nil, tooLate
	}
	before, others, exhausted := b.stopped, b.allowed, b.left <= 0
	b.stopped, b.allowed = false, min(b.left, mostInExpression)
	defer func() {
		r := recover()
		switch {
		case b.late.Load():
			v, diags, stopped = cty.DynamicVal, nil, tooLate
		case b.stopped && exhausted:
			v, diags, stopped = cty.DynamicVal, nil, tooMuch
		case b.stopped:
			v, diags, stopped = cty.DynamicVal, nil, tooLarge
		case r != nil:
			v, diags, stopped = cty.DynamicVal, nil, "cannot be evaluated"
		}
		b.stopped, b.allowed = before, others
	}()
	v, diags = expr.Value(ctx)
	return v, diags, ""
}

// texts says whether the texts that an expression names are small enough together: a
// template can name one a thousand times.
func (b *budget) texts(refs []hcl.Traversal, ctx *hcl.EvalContext) bool {
	if len(refs) <= fewNames {
		return true
	}
	n := 0
	for _, t := range refs {
		if v, diags := t.TraverseAbs(ctx); !diags.HasErrors() && v.Type() == cty.String {
			n += weigh(v, mostInValue, 0)
		}
	}
	return n <= mostInValue
}

// spend takes what a step costs. It stops the expression where too little is left. A
// budget that is nil bounds nothing.
func (b *budget) spend(n int) {
	if b == nil {
		return
	}
	b.left -= n
	b.allowed -= n
	if b.allowed < 0 || b.late.Load() {
		b.stopped = true
		panic(halt{})
	}
}

// spendOn takes what a value costs.
func (b *budget) spendOn(v cty.Value) {
	if b != nil {
		b.spend(weigh(v, max(b.allowed, 0), 0))
	}
}

// admit returns a value, or one that is not known where it is larger than allowed.
func (b *budget) admit(v cty.Value) (admitted cty.Value, ok bool) {
	limit := min(mostInValue, max(b.left, smallValue))
	n := weigh(v, limit, 0)
	b.left -= n
	if n > limit {
		return cty.DynamicVal, false
	}
	return v, true
}

// made says whether so many more instances may be.
func (b *budget) made(n int) bool {
	if n > b.instances {
		return false
	}
	b.instances -= n
	return true
}

// weigh is how much a value holds; it stops above a limit.
func weigh(v cty.Value, limit, depth int) int {
	v, marks := v.Unmark()
	limit -= len(marks) / marksOfOne
	t := v.Type()
	switch {
	case depth > mostDepthOfValue:
		return limit + 1
	case v.IsNull() || !v.IsKnown():
		return 1
	case t == cty.String:
		return 1 + len(v.AsString())/bytesOfOne
	case t == cty.Number:
		return weighNumber(v.AsBigFloat(), limit)
	case !v.CanIterateElements():
		return 1
	}
	n := 1
	for it := v.ElementIterator(); n <= limit && it.Next(); {
		_, element := it.Element()
		n += weigh(element, limit-n, depth+1)
	}
	return n
}

func weighNumber(n *big.Float, limit int) int {
	if exponent := n.MantExp(nil); exponent > mostExponent || exponent < -mostExponent {
		return limit + 1
	}
	return 1
}
