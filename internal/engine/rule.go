package engine

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
	"github.com/gwlint/gwlint/rules"
)

// compiled is a rule that is ready to be asked.
type compiled struct {
	rules.Rule

	findings *question
	applies  *question // nil when the rule always applies
	moot     *question // nil when it is never moot
	// survey is how a workspace rule is asked: of all subjects at once.
	survey query
}

// question is one thing that a rule is asked of a subject, and what it reads to
// answer.
type question struct {
	expression string // whose value is the answer
	projection projection
	// facets are the paths it reads that a source may not show.
	facets [][]string
	// bundle and place say which bundle holds the answer, and where.
	bundle, place int
}

func compileRule(compiler *ast.Compiler, rule rules.Rule) (c compiled, err error) {
	c = compiled{Rule: rule}
	if rule.Scope == "workspace" {
		if c.findings, err = newQuestion(rule, "findings", workspacePaths(rule)); err == nil {
			c.survey, err = prepare(compiler, c.findings.expression)
		}
		return c, err
	}
	if c.findings, err = compileQuestion(compiler, rule, "findings"); err != nil {
		return c, err
	}
	facets := c.findings.facets
	if rule.HasMoot {
		if c.moot, err = compileQuestion(compiler, rule, "moot"); err != nil {
			return c, err
		}
		facets = slices.Concat(facets, c.moot.facets)
	}
	if err := checkRequires(rule, facets); err != nil || !rule.HasApplies {
		return c, err
	}
	c.applies, err = compileQuestion(compiler, rule, "applies")
	if err == nil && len(c.applies.facets) > 0 {
		err = fmt.Errorf("its applies reads %s, which may be unseen: say it in moot", strings.Join(c.applies.facets[0], "."))
	}
	return c, err
}

func compileQuestion(compiler *ast.Compiler, rule rules.Rule, name string) (*question, error) {
	paths, err := reads(compiler, "data."+rule.Package+"."+name)
	if err != nil {
		return nil, err
	}
	return newQuestion(rule, name, paths)
}

func newQuestion(rule rules.Rule, name string, paths [][]string) (q *question, err error) {
	q = &question{expression: "data." + rule.Package + "." + name}
	if name != "findings" {
		q.expression = "[x | x := " + q.expression + "]" // it may be undefined
	}
	for _, path := range paths {
		if !slices.Contains(identity, path[0]) {
			q.facets = append(q.facets, path)
		}
	}
	q.projection, err = project(paths)
	return q, err
}

// who are the fields by which a workspace rule tells subjects apart.
var who = [][]string{{"id"}, {"kind"}, {"name"}, {"form"}, {"hosting"}, {"provided"}}

// workspacePaths are what a workspace rule is shown of each subject: who it is,
// and what the rule requires.
func workspacePaths(rule rules.Rule) [][]string {
	paths := slices.Clone(who)
	for _, facet := range rule.Requires {
		paths = append(paths, strings.Split(facet, "."))
	}
	return paths
}

// group is what a workspace rule compares a subject by, "" for nothing.
func (c *compiled) group(s *gateway.Subject) string {
	v := reflect.ValueOf(s).Elem()
	for _, name := range strings.Split(c.GroupBy, ".") {
		index, ok := fieldIndex(v.Type(), name)
		if !ok {
			return ""
		}
		v = v.Field(index)
	}
	return v.String()
}
