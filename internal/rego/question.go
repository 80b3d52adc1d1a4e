package rego

import (
	"slices"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/rules"
)

// question is one thing that a rule is asked of a subject, and what it reads to
// answer.
type question struct {
	rule       string // the ID of the one that is asked
	endpoints  bool   // its rule concerns endpoints
	expression string // whose value is the answer
	projection projection
	// facets are the paths it reads that a source may not show.
	facets [][]string
	// batch and place say which batch holds the answer, and where.
	batch, place int

	once  sync.Once
	alone query
	fault error
}

func (f Fields) compileQuestion(compiler *ast.Compiler, rule rules.Rule, name string) (*question, error) {
	subject, context, err := reads(compiler, "data."+rule.Package+"."+name)
	if err != nil {
		return nil, err
	}
	if err := checkParams(rule, context); err != nil {
		return nil, err
	}
	q, err := f.newQuestion(rule, name, subject)
	if err != nil {
		return nil, err
	}
	q.facets = append(q.facets, f.factsOf(context)...)
	return q, nil
}

// factsOf are the paths of the context that may be unseen.
func (f Fields) factsOf(context [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(context), func(path []string) bool { return !f.IsFact(path[0]) })
}

func (f Fields) newQuestion(rule rules.Rule, name string, paths [][]string) (q *question, err error) {
	q = &question{rule: rule.ID, endpoints: slices.Contains(rule.Kinds, "endpoint"), expression: "data." + rule.Package + "." + name}
	if name == "applies" || name == "moot" {
		q.expression = "[x | x := " + q.expression + "]" // it may be undefined
	}
	for _, path := range paths {
		if !slices.Contains(f.Identity, path[0]) {
			q.facets = append(q.facets, path)
		}
	}
	shown := paths
	if !rule.Own { // a test holds ours to that, libraries and all
		shown = f.shownPaths(paths, rule.Requires)
	}
	q.projection, err = project(shown)
	return q, err
}
