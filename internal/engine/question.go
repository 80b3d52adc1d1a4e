package engine

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
	// bundle and place say which bundle holds the answer, and where.
	bundle, place int

	once  sync.Once
	alone query
	fault error
}

func compileQuestion(compiler *ast.Compiler, rule rules.Rule, name string) (*question, error) {
	subject, context, err := reads(compiler, "data."+rule.Package+"."+name)
	if err != nil {
		return nil, err
	}
	if err := checkParams(rule, context); err != nil {
		return nil, err
	}
	q, err := newQuestion(rule, name, subject)
	if err != nil {
		return nil, err
	}
	q.facets = append(q.facets, facetsOf(context)...)
	return q, nil
}

// facetsOf are the paths of the context that may be unseen.
func facetsOf(context [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(context), func(path []string) bool { return !isAround(path[0]) })
}

func newQuestion(rule rules.Rule, name string, paths [][]string) (q *question, err error) {
	q = &question{rule: rule.ID, endpoints: slices.Contains(rule.Kinds, "endpoint"), expression: "data." + rule.Package + "." + name}
	if name == "applies" || name == "moot" {
		q.expression = "[x | x := " + q.expression + "]" // it may be undefined
	}
	for _, path := range paths {
		if !slices.Contains(identity, path[0]) {
			q.facets = append(q.facets, path)
		}
	}
	shown := paths
	if !rule.Own { // a test holds ours to that, libraries and all
		shown = shownPaths(paths, rule.Requires)
	}
	q.projection, err = project(shown)
	return q, err
}
