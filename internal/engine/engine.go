// Package engine judges gateways by rules. It knows what an outcome is, and
// refuses to know how Rego is made fast, files, formats and what any rule is about.
package engine

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"golang.org/x/sync/errgroup"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/internal/rego"
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
	program    *rego.Program
	limit      time.Duration
	hashes     bool
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
	e := &Engine{
		facts: o.Facts, unseen: o.Facts.unseen(),
		configured: o.Configured,
		loaded:     o.Rules,
		limit:      cmp.Or(o.Limit, 10*time.Second),
		hashes:     o.LineHashes,
	}
	if e.configured == nil {
		e.configured = func(rules.Rule, string, string) finding.Level { return "" }
	}
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return e.loadRules(ctx, o) })
	group.Go(func() error {
		compiler, err := rego.Compile(o.PolicyModules, o.Schemas, o.PolicyTried)
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

// loadRules compiles the rules and sorts them by what they look at: one subject, or
// all of a workspace.
func (e *Engine) loadRules(ctx context.Context, o Options) (err error) {
	e.program, err = rego.Load(ctx, rego.Options{
		Rules: o.Rules, Modules: o.RuleModules, Schemas: o.Schemas, Tried: o.RulesTried,
		Fields: modelFields, Context: o.Facts.context(),
		Unseen: func(facets []string) bool { return e.unseenFact(facets) != nil },
		Limit:  e.limit, Clock: o.Clock,
	})
	if err != nil {
		return err
	}
	for i, rule := range e.program.Rules {
		c := compiled{
			Rule: rule, number: i, title: lowerFirst(rule.Title),
			unseen: e.unseenFact(rule.Requires), mootUnseen: e.unseenFact(rule.MootReads) != nil,
		}
		if rule.Scope == "workspace" {
			e.workspace = append(e.workspace, c)
		} else {
			e.rules = append(e.rules, c)
		}
	}
	return nil
}

// CheckFacets reports what METADATA of rules names and the model does not have.
func CheckFacets(list []rules.Rule, model []byte) error {
	return rego.CheckFacets(list, model, modelFields)
}

// NewCompiler returns a compiler that checks modules as strictly as those of a
// check are.
func NewCompiler(schemas map[string][]byte) (*ast.Compiler, error) { return rego.NewCompiler(schemas) }

// Faults tells an author what is wrong with Rego that a compiler of NewCompiler
// refused; other errors it leaves as they are.
func Faults(compiler *ast.Compiler, err error) error { return rego.Faults(compiler, err) }

// ErrLate says that an evaluation was ended because it took too long.
var ErrLate = rego.ErrLate

// Cost is what the evaluation of one rule took, or of the policy's levels.
type Cost = rego.Cost
