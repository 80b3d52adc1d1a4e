package rego

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/rules"
)

// ruleCompiler makes rules ready whose modules are compiled.
type ruleCompiler struct {
	Fields

	compiler *ast.Compiler
	// known is what was worked out of them before; nil has it worked out.
	known *rules.Compiled
}

func (c ruleCompiler) compileRule(rule rules.Rule) (r *Rule, err error) {
	if rule.Scope == "workspace" {
		return c.compileWorkspaceRule(rule)
	}
	r = &Rule{Rule: rule}
	if r.findings, err = c.compileQuestion(rule, "findings"); err != nil {
		return r, err
	}
	facets := r.findings.facets
	for _, optional := range []struct {
		defined bool
		name    string
		to      **question
	}{{rule.HasMoot, "moot", &r.moot}, {rule.HasSuspect, "suspect", &r.suspect}, {rule.HasUndecided, "undecided", &r.undecided}} {
		if !optional.defined {
			continue
		}
		if *optional.to, err = c.compileQuestion(rule, optional.name); err != nil {
			return r, err
		}
		facets = slices.Concat(facets, (*optional.to).facets)
	}
	if r.moot != nil {
		for _, path := range c.shownPaths(r.moot.facets, rule.Requires) {
			r.MootReads = append(r.MootReads, strings.Join(path, "."))
		}
	}
	if err := checkRequires(c.Fields, rule, facets); err != nil || !rule.HasApplies {
		return r, err
	}
	r.applies, err = c.compileQuestion(rule, "applies")
	if err == nil && len(r.applies.facets) > 0 {
		err = fmt.Errorf("its applies reads %s, which may be unseen: say it in moot", strings.Join(r.applies.facets[0], "."))
	}
	return r, err
}

// compileWorkspaceRule prepares a rule of scope workspace.
func (c ruleCompiler) compileWorkspaceRule(rule rules.Rule) (r *Rule, err error) {
	r = &Rule{Rule: rule}
	context, err := c.workspaceReads("data." + rule.Package + ".findings")
	if err != nil {
		return r, err
	}
	if err := cmp.Or(checkParams(rule, context), checkRequires(c.Fields, rule, c.factsOf(context))); err != nil {
		return r, err
	}
	if r.findings, err = c.newQuestion(rule, "findings", c.workspacePaths(rule)); err != nil {
		return r, err
	}
	r.workspace = newQuery(c.compiler, evaluationOf(rule.ID), r.findings.document)
	r.groupBy = fieldsTo(rule.GroupBy)
	return r, nil
}

func (c ruleCompiler) compileQuestion(rule rules.Rule, name string) (*question, error) {
	subject, context, err := c.reads("data." + rule.Package + "." + name)
	if err != nil {
		return nil, err
	}
	if err := checkParams(rule, context); err != nil {
		return nil, err
	}
	q, err := c.newQuestion(rule, name, subject)
	if err != nil {
		return nil, err
	}
	q.facets = append(q.facets, c.factsOf(context)...)
	return q, nil
}

func (c ruleCompiler) newQuestion(rule rules.Rule, name string, paths [][]string) (q *question, err error) {
	q = &question{
		rule: rule.ID, own: rule.Own, endpoints: slices.Contains(rule.Kinds, "endpoint"),
		guarded:  rule.HasSuspect && (name == "findings" || name == "undecided"),
		document: document{ref: refTo("data." + rule.Package + "." + name), optional: name != "findings" && name != "undecided"},
	}
	for _, path := range paths {
		if !slices.Contains(c.Identity, path[0]) {
			q.facets = append(q.facets, path)
		}
	}
	shown := paths
	if !rule.Own { // a test holds ours to that, libraries and all
		shown = c.shownPaths(paths, rule.Requires)
	}
	q.projection, err = project(shown)
	return q, err
}

// reads returns what a document of a rule of scope subject reads.
func (c ruleCompiler) reads(document string) (subject, context [][]string, err error) {
	if c.known == nil {
		return reads(c.compiler, document)
	}
	known, ok := c.known.ReadsOf(document)
	if !ok {
		return nil, nil, fmt.Errorf("nothing is known of %s; 'go generate ./...' works it out", document)
	}
	return known.Subject, known.Context, nil
}

// workspaceReads returns what a document of a rule of scope workspace reads of the context.
func (c ruleCompiler) workspaceReads(document string) (context [][]string, err error) {
	if c.known == nil {
		return workspaceReads(c.compiler, document)
	}
	_, context, err = c.reads(document)
	return context, err
}
