// Package engine compiles the rules once and judges gateways by them. It knows
// how Rego is evaluated and what an outcome is, and refuses to know files,
// formats and what any rule is about.
package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// Options is what an engine is made of.
type Options struct {
	Rules []rules.Rule
	// RuleModules and PolicyModules are by file name. Neither sees the other:
	// rules observe, policies decide.
	RuleModules, PolicyModules map[string]*ast.Module
	// Policy is the Rego package that decides: policies.f4_checklist.
	Policy string
	// Schemas are the JSON Schemas that METADATA names, by name: model, decision.
	Schemas map[string][]byte
	// RulesTried and PolicyTried say that the modules were compiled against the
	// schemas before, as the tests do with all that is shipped: what those find
	// need not be looked for at each start.
	RulesTried, PolicyTried bool
	// Facts are what is known beside the gateways. They become input.context.
	Facts Facts
	// LineHashes has findings carry the hash that SARIF needs of their line; to
	// hash all lines of a file takes as long as to read it.
	LineHashes bool
	// Limit is how long one evaluation may take; 0 is ten seconds.
	Limit time.Duration
	// Clock has the cost of each rule measured, which is then asked alone: a run
	// takes longer by what rules share when they are asked together. Nil measures
	// nothing.
	Clock func() time.Time
	// Configured gives the level that configuration sets for a rule on a subject
	// of a file, "" where it says nothing. Nil says nothing anywhere.
	Configured func(rule rules.Rule, file, subject string) finding.Level
}

// Engine holds the compiled rules and policy. It is safe for concurrent use;
// what judges is an Evaluator.
type Engine struct {
	rules      []compiled
	workspace  []compiled
	bundles    []bundle // of rules of scope subject
	limit      time.Duration
	hashes     bool
	clock      func() time.Time
	context    *ast.Term
	unseen     map[string]string
	facts      Facts
	policy     policy
	configured func(rule rules.Rule, file, subject string) finding.Level
	loaded     []rules.Rule
}

// New compiles rules and policy. An error is the author's: a misspelt field, a
// facet that METADATA does not require, a built-in that is refused; it names
// the rule and, where OPA knows it, the file and the line.
func New(ctx context.Context, o Options) (*Engine, error) {
	context, err := ast.InterfaceToValue(o.Facts.context())
	if err != nil {
		return nil, fmt.Errorf("context: %w", err)
	}
	e := &Engine{
		context: ast.NewTerm(context), unseen: o.Facts.unseen(), facts: o.Facts,
		configured: o.Configured,
		loaded:     o.Rules,
		limit:      cmp.Or(o.Limit, 10*time.Second),
		hashes:     o.LineHashes,
		clock:      o.Clock,
	}
	if e.configured == nil {
		e.configured = func(rules.Rule, string, string) finding.Level { return "" }
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		compiler, err := o.compileRules()
		if err != nil {
			return err
		}
		return e.ready(ctx, compiler)
	})
	group.Go(func() error {
		compiler, err := o.compilePolicy()
		if err != nil {
			return err
		}
		if e.policy, err = newPolicy(compiler, o.Policy); err != nil {
			return fmt.Errorf("policy %s: %w", o.Policy, err)
		}
		return nil
	})
	return e, group.Wait()
}

func (o Options) compileRules() (*ast.Compiler, error) {
	if o.RulesTried {
		return compileTried(o.RuleModules)
	}
	if err := checkNames(o.Rules, o.Schemas["model"]); err != nil {
		return nil, err
	}
	compiler, err := compile(o.RuleModules, o.Schemas)
	if err != nil {
		return nil, err
	}
	return compiler, o.checkShown(compiler)
}

func (o Options) compilePolicy() (*ast.Compiler, error) {
	if o.PolicyTried {
		return compileTried(o.PolicyModules)
	}
	return compile(o.PolicyModules, o.Schemas)
}

// ready prepares every rule, on all cores: it is half of what starting costs.
func (e *Engine) ready(ctx context.Context, compiler *ast.Compiler) error {
	list := make([]compiled, len(e.loaded))
	refusals := make([]error, len(e.loaded))
	group, all := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, rule := range e.loaded {
		group.Go(func() (err error) {
			if list[i], err = compileRule(compiler, rule); err != nil {
				refusals[i] = rule.Errorf("rule %s: %w", rule.ID, err)
			}
			return all.Err()
		})
	}
	if err := cmp.Or(group.Wait(), errors.Join(refusals...)); err != nil {
		return err
	}
	var questions []*question
	for i, c := range list {
		c.number, c.title = i, lowerFirst(c.Title)
		c.unseen, c.blind = e.surrounding(c.Requires), e.surrounding(c.sees) != nil
		if c.Scope == "workspace" {
			e.workspace = append(e.workspace, c)
			continue
		}
		e.rules = append(e.rules, c)
		questions = append(questions, c.questions()...)
	}
	if err := e.settle(ctx, compiler); err != nil {
		return err
	}
	var err error
	e.bundles, err = bundles(compiler, questions)
	return err
}
