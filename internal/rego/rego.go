// Package rego compiles the rules and asks them about subjects. It knows how
// Rego is made fast and checks what authors write, and refuses to know what an
// outcome is.
package rego

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// Options is what a program is made of.
type Options struct {
	Rules   []rules.Rule
	Modules map[string]*ast.Module // by file name
	Schemas map[string][]byte      // that METADATA names, by name
	// Tried says that the modules were compiled against the schemas before.
	Tried bool
	// Compiled is what was made of the rules before; nil compiles Modules.
	Compiled *rules.Compiled
	Fields   Fields
	// Context becomes input.context.
	Context map[string]any
	// Unseen says whether one of some facets is of the context and unseen: what
	// reads it is not asked.
	Unseen func(facets []string) bool
	// Limit is how long one evaluation may take.
	Limit time.Duration
	// ProvesSuspects has rules asked also where they suspect nothing: that they then find
	// something, or leave something undecided, is an error.
	ProvesSuspects bool
	// Clock has the cost of each rule measured; nil measures nothing.
	Clock func() time.Time
}

// Program is rules that are ready to be asked. It is safe for concurrent use;
// what asks is a Session.
type Program struct {
	Rules []*Rule // in the order of Options.Rules

	batches  []batch // of rules of scope subject
	compiler *ast.Compiler
	context  *ast.Term
	limit    time.Duration
	clock    func() time.Time
	proves   bool // see Options.ProvesSuspects
}

// Rule is a compiled rule.
type Rule struct {
	rules.Rule

	// MootReads are the facets that moot reads, as dotted paths.
	MootReads []string

	findings  *question
	applies   *question // nil when the rule always applies
	moot      *question // nil when it is never moot
	suspect   *question // nil when it is always asked what it finds
	undecided *question // nil when it can always decide
	// workspace is how a rule of scope workspace is asked: of all subjects at once.
	workspace query
	groupBy   []int // the fields that lead to the facet that it compares by
}

// Load compiles rules. An error is their author's: a misspelt field, a facet that
// METADATA does not require, a built-in that is refused; it names the rule and,
// where OPA knows it, the file and the line.
func Load(ctx context.Context, o Options) (*Program, error) {
	input, err := ast.InterfaceToValue(o.Context)
	if err != nil {
		return nil, fmt.Errorf("context: %w", err)
	}
	p := &Program{context: ast.NewTerm(input), limit: o.Limit, clock: o.Clock, proves: o.ProvesSuspects}
	if p.compiler, err = o.compile(); err != nil {
		return nil, err
	}
	if p.Rules, err = o.compileRules(ctx, p.compiler); err != nil {
		return nil, err
	}
	if err := p.foldConstants(ctx, o.constants(p.compiler)); err != nil {
		return nil, err
	}
	var questions []*question
	for _, rule := range p.Rules {
		if rule.Scope != "workspace" {
			questions = append(questions, rule.questions(o.Unseen)...)
		}
	}
	p.batches = sorter{o.Fields}.batches(p.compiler, questions)
	return p, nil
}

func (o Options) compile() (*ast.Compiler, error) {
	if o.Compiled != nil {
		return Restore(o.Compiled.Modules), nil
	}
	if o.Tried {
		return Compile(o.Modules, o.Schemas, true)
	}
	if err := CheckFacets(o.Rules); err != nil {
		return nil, err
	}
	compiler, err := Compile(o.Modules, o.Schemas, false)
	if err != nil {
		return nil, err
	}
	return compiler, checkListReads(o, compiler)
}

// compileRules prepares every rule, on all cores. A goroutine for each rule took longer for
// those that were compiled before: its stack had to grow.
func (o Options) compileRules(ctx context.Context, compiler *ast.Compiler) ([]*Rule, error) {
	c := ruleCompiler{o.Fields, compiler, o.Compiled}
	list := make([]*Rule, len(o.Rules))
	refusals := make([]error, len(o.Rules))
	group, all := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	for worker := range workers {
		group.Go(func() error {
			for i := worker; i < len(o.Rules) && all.Err() == nil; i += workers {
				var err error
				if list[i], err = c.compileRule(o.Rules[i]); err != nil {
					refusals[i] = o.Rules[i].Errorf("rule %s: %w", o.Rules[i].ID, err)
				}
			}
			return all.Err()
		})
	}
	return list, cmp.Or(group.Wait(), errors.Join(refusals...))
}

// questions are those that are asked of each subject.
func (r *Rule) questions(unseen func([]string) bool) []*question {
	noFindings, noMoot := unseen(r.Requires), unseen(r.MootReads)
	var list []*question
	for _, q := range []*question{r.findings, r.applies, r.moot, r.suspect, r.undecided} {
		if q == nil || noFindings && q != r.applies && q != r.moot || noMoot && q == r.moot {
			continue
		}
		list = append(list, q)
	}
	return list
}

// Folded are the Rego rules of a module whose value was worked out when the
// program was loaded, in order.
func (p *Program) Folded(file string) []string {
	var names []string
	for _, rule := range p.compiler.Modules[file].Rules {
		if rule.Head.Value != nil && rule.Head.Value.IsGround() && rule.Body.Equal(ast.NewBody(ast.NewExpr(ast.BooleanTerm(true)))) {
			names = append(names, rule.Head.Name.String())
		}
	}
	return names
}

// foldConstants works out once what rules make of the context alone: it is the same for
// every subject, and a workspace may hold hundreds of alerts. It puts the answer in the
// place of each. One that has no answer, or fails, or takes too long stays as it is: what
// asks for it gets the error.
func (p *Program) foldConstants(ctx context.Context, constants []*ast.Rule) error {
	evaluator, err := newEvaluator(ctx, p.limit)
	if err != nil {
		return err
	}
	input := ast.ObjectTerm(ast.Item(ast.InternedTerm("context"), p.context))
	for _, rule := range constants {
		query := newQuery(p.compiler, evaluationOf(rule.Ref().String()), document{ref: rule.Ref()})
		if answer, err := evaluator.ask(ctx, query, input); err == nil && answer != nil {
			rule.Head.Value, rule.Body = answer, ast.NewBody(ast.NewExpr(ast.BooleanTerm(true)))
		}
	}
	return ctx.Err()
}

// NewSession returns a session that stops when the context is done.
func (p *Program) NewSession(ctx context.Context) (*Session, error) {
	evaluator, err := newEvaluator(ctx, p.limit)
	if err != nil {
		return nil, err
	}
	s := &Session{
		program: p, evaluator: evaluator, watch: newStopwatch(p.clock),
		caches: make([]localCache, len(p.batches)),
	}
	s.answers = Answers{session: s, byBatch: make([][]answer, len(p.batches))}
	return s, nil
}

// Group is the facet by which a workspace rule compares a subject, "" for nothing.
func (r *Rule) Group(s *gateway.Subject) string {
	if r.groupBy == nil {
		return ""
	}
	return reflect.ValueOf(s).Elem().FieldByIndex(r.groupBy).String()
}

// AppendView appends what a workspace rule is shown of a subject, as JSON.
func (r *Rule) AppendView(b []byte, subject *gateway.Subject) []byte {
	return r.findings.projection.append(b, subject)
}

// question is one thing that a rule is asked of a subject, and what it reads to
// answer.
type question struct {
	rule       string   // the ID of the one that is asked
	own        bool     // it is a rule of the user's own
	endpoints  bool     // its rule concerns endpoints
	guarded    bool     // it is asked only where its rule suspects something
	document   document // whose value is the answer
	projection projection
	// facets are the paths it reads that a source may not show.
	facets [][]string
	// batch and place say which batch holds the answer, and where.
	batch, place int

	once  sync.Once
	alone query
}

// guard is the rule that must suspect something before the question is asked, "" for one
// that is always asked.
func (q *question) guard() string {
	if q.guarded {
		return q.rule
	}
	return ""
}
