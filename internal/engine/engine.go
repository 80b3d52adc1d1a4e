// Package engine compiles the rules once and judges gateways by them. It knows
// how Rego is evaluated and what an outcome is, and refuses to know files,
// formats and what any rule is about.
package engine

import (
	"context"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/gwlint/gwlint/internal/finding"
	"github.com/gwlint/gwlint/rules"
)

// Options is what an engine is made of.
type Options struct {
	Rules []rules.Rule
	// Modules are those of the rules and of the policies, by file name.
	Modules map[string]*ast.Module
	// Policy is the Rego package that decides: policies.f4_checklist.
	Policy string
	// Schemas are the JSON Schemas that METADATA names, by name: model, decision.
	Schemas map[string][]byte
	// Params become input.context.params.
	Params map[string]any
	// Configured gives the level that configuration sets for a rule on a subject
	// of a file, "" where it says nothing. Nil says nothing anywhere.
	Configured func(rule rules.Rule, file, subject string) finding.Level
}

// Engine holds the compiled rules and policy. It is safe for concurrent use;
// what judges is an Evaluator.
type Engine struct {
	rules      []compiled
	workspace  []compiled
	context    *ast.Term
	policy     policy
	configured func(rule rules.Rule, file, subject string) finding.Level
	loaded     []rules.Rule
}

// compiled is a rule that is ready to be evaluated.
type compiled struct {
	rules.Rule

	query      rego.PreparedEvalQuery
	projection projection
	// same is the first rule that has the same projection: it need be written
	// once for both.
	same int
}

// New compiles rules and policy. An error is the author's: a misspelt field, a
// facet that METADATA does not require, a built-in that is refused; it names
// the rule and, where OPA knows it, the file and the line.
func New(ctx context.Context, o Options) (*Engine, error) {
	compiler, err := compile(o.Modules, o.Schemas)
	if err != nil {
		return nil, err
	}
	params, err := ast.InterfaceToValue(o.Params)
	if err != nil {
		return nil, fmt.Errorf("params: %w", err)
	}
	e := &Engine{
		context:    ast.ObjectTerm(ast.Item(ast.StringTerm("params"), ast.NewTerm(params))),
		configured: o.Configured,
		loaded:     o.Rules,
	}
	if e.configured == nil {
		e.configured = func(rules.Rule, string, string) finding.Level { return "" }
	}
	for _, rule := range o.Rules {
		if err := e.add(ctx, compiler, rule); err != nil {
			return nil, fmt.Errorf("rule %s: %w", rule.ID, err)
		}
	}
	if e.policy, err = newPolicy(ctx, compiler, o.Policy); err != nil {
		return nil, fmt.Errorf("policy %s: %w", o.Policy, err)
	}
	return e, nil
}

func (e *Engine) add(ctx context.Context, compiler *ast.Compiler, rule rules.Rule) error {
	c := compiled{Rule: rule}
	paths, err := c.paths(compiler)
	if err != nil {
		return err
	}
	if c.projection, err = project(paths); err != nil {
		return err
	}
	if c.query, err = prepare(ctx, compiler, query(rule)); err != nil {
		return err
	}
	list := &e.rules
	if rule.Scope == "workspace" {
		list = &e.workspace
	}
	c.same = slices.IndexFunc(*list, func(other compiled) bool { return other.projection.equal(c.projection) })
	if c.same < 0 {
		c.same = len(*list)
	}
	*list = append(*list, c)
	return nil
}

// paths are what the rule is shown of a subject. A workspace rule is shown what
// it requires, and who it is about.
func (c compiled) paths(compiler *ast.Compiler) ([][]string, error) {
	if c.Scope == "workspace" {
		return workspacePaths(c.Requires), nil
	}
	found, err := reads(compiler, "data."+c.Package+".findings")
	if err != nil {
		return nil, err
	}
	if err := checkRequires(c.Rule, found); err != nil {
		return nil, err
	}
	if !c.HasApplies {
		return found, nil
	}
	applies, err := reads(compiler, "data."+c.Package+".applies")
	return append(found, applies...), err
}
