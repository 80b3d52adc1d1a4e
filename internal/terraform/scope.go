package terraform

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
)

// evaluation is the work on one configuration.
type evaluation struct {
	configuration *Configuration
	budget        *budget
	root          *scope
	progress      *progress
	// limit is how long it may take.
	limit time.Duration
	// said are the faults that were said, so that each is said once.
	said map[string]bool
	// unread are the calls that were noted as such.
	unread  map[*block]bool
	notRead []Unread
	// functions are those of each module, made once: see scope.functions.
	functions map[*module]map[string]function.Function
	prepared  map[expressionKey]prepared
}

func newEvaluation(c *Configuration) *evaluation {
	e := &evaluation{
		configuration: c,
		budget:        newBudget(),
		progress:      &progress{loader: c.loader, finished: map[string]bool{}},
		limit:         longest,
		said:          map[string]bool{},
		unread:        map[*block]bool{},
		functions:     map[*module]map[string]function.Function{},
		prepared:      map[expressionKey]prepared{},
	}
	e.root = e.scope(c.root)
	e.progress.reach(e.root)
	for name, a := range c.root.assigned {
		e.root.inputs[name] = bound{expr: a.expr, value: a.value}
	}
	return e
}

// scope makes one of a module, without values of its variables.
func (e *evaluation) scope(m *module) *scope {
	return &scope{
		evaluation: e,
		module:     m,
		inputs:     map[string]bound{},
		functions:  e.functionsOf(m),
		memo: &memo{
			results: map[string]result{}, instances: map[*block]instances{}, children: map[string]*call{},
		},
	}
}

// fault notes once what is wrong at a range.
func (e *evaluation) fault(at hcl.Range, message string) {
	key := fmt.Sprint(at.Filename, at.Start.Byte, message)
	if e.said[key] {
		return
	}
	e.said[key] = true
	e.configuration.loader.fault(at, message)
}

// scope is one instance of a module: what names mean in it. Names are evaluated when they
// are first asked for, and remembered.
type scope struct {
	evaluation *evaluation
	module     *module
	parent     *scope
	// address is module.support["eu"]., "" for the root module.
	address string
	// path are the names of the calls that lead to it, joined by dots, as modules.json of
	// `terraform init` has them.
	path string
	// inputs are the arguments of the call, by the variable; of a root module, its
	// assigned values.
	inputs    map[string]bound
	functions map[string]function.Function
	// repeated are the values of each, count and self where they are known; nil outside.
	repeated map[string]cty.Value
	// uncertain is why it is not known which instances of the module there are, "" where
	// it is.
	uncertain string
	// memo is shared by all instances in the module.
	memo *memo
}

// memo is what was evaluated in an instance of a module.
type memo struct {
	results   map[string]result
	instances map[*block]instances
	busy      []string
	children  map[string]*call
}

// bound is an expression and the scope to evaluate it in.
type bound struct {
	expr  hcl.Expression
	scope *scope    // nil where it may refer to nothing
	value cty.Value // where there is no expression
	// at is the argument of the call.
	at hcl.Range
}

// result is the value of an expression; what is not known has the reason.
type result struct {
	value  cty.Value
	reason string
}

// lacking is the result of what is not known.
func lacking(reason string) result { return lackingOf(cty.DynamicPseudoType, reason) }

// lackingOf is what is not known and has a type. The reason travels with it.
func lackingOf(t cty.Type, reason string) result {
	return result{value: unknown(t, reason), reason: reason}
}

// base is the scope without each and count of an instance: what locals are evaluated in.
func (s *scope) base() *scope {
	if s.repeated == nil {
		return s
	}
	in := *s
	in.repeated = nil
	return &in
}

// eval evaluates an expression. It never fails: what goes wrong is not known, with the
// reason. extra are the names of dynamic blocks around it, nil for none.
func (s *scope) eval(expr hcl.Expression, extra *hcl.EvalContext) result {
	p := preparer{s}.prepare(expr)
	ctx := s.context(p.refs, extra)
	if !s.evaluation.budget.texts(p.refs, ctx) {
		return lacking(reasoner{s}.quote(expr) + " " + tooLarge)
	}
	v, diags, stopped := s.evaluation.budget.value(p, ctx)
	switch {
	case stopped != "":
		return lacking(reasoner{s}.quote(expr) + " " + stopped)
	case diags.HasErrors():
		return lacking(reasoner{s}.refused(p, diags))
	}
	if _, made := p.Expression.(*hclsyntax.ScopeTraversalExpr); !made {
		admitted, ok := s.evaluation.budget.admit(v)
		if !ok {
			return lackingOf(admitted.Type(), reasoner{s}.quote(expr)+" "+tooLarge)
		}
	}
	v = lightened(traced(v, expr))
	if !v.IsWhollyKnown() {
		return result{value: v, reason: reasoner{s}.why(p, v, ctx)}
	}
	return result{value: v}
}

// once evaluates what has a name when it is first asked for. What refers to itself is a
// fault where it does, and not known.
func (s *scope) once(key string, at hcl.Range, evaluate func() result) result {
	m := s.memo
	if r, ok := m.results[key]; ok {
		return r
	}
	if i := slices.Index(m.busy, key); i >= 0 {
		return s.circle(m.busy[i:], at)
	}
	if !s.evaluation.budget.enter() {
		return lacking("`" + key + "` " + tooNested)
	}
	m.busy = append(m.busy, key)
	r := evaluate()
	m.busy = m.busy[:len(m.busy)-1]
	s.evaluation.budget.leave()
	m.results[key] = r
	return r
}

// circle notes that names refer to each other in a circle.
func (s *scope) circle(names []string, at hcl.Range) result {
	reason := "`" + s.address + names[0] + "` refers to itself"
	if len(names) > 1 {
		reason += " through `" + strings.Join(names[1:], "`, `") + "`"
	}
	s.evaluation.fault(at, reason+": take one of the references out")
	return lacking(reason)
}

// functionsOf are the functions of a module, made once.
func (e *evaluation) functionsOf(m *module) map[string]function.Function {
	if e.functions[m] == nil {
		e.functions[m] = functionsFor(e)
	}
	return e.functions[m]
}
