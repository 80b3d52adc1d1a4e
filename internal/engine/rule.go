package engine

import (
	"cmp"
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

	// number is its place among all rules, title its title as a part of a sentence.
	number int
	title  string

	findings *question
	applies  *question // nil when the rule always applies
	moot     *question // nil when it is never moot
	// undecided is what it could not decide although all was seen; nil when it
	// always can.
	undecided *question
	// sees are the facets that moot reads, as dotted paths; blind says that one of
	// them is of the context and was not seen.
	sees  []string
	blind bool
	// unseen is the part of the context that the rule requires and nobody has
	// seen, if there is one: then there is nothing to ask it.
	unseen *gateway.Mark
	// survey is how a workspace rule is asked: of all subjects at once.
	survey query
}

func compileRule(compiler *ast.Compiler, rule rules.Rule) (c compiled, err error) {
	c = compiled{Rule: rule}
	if rule.Scope == "workspace" {
		return compileSurvey(compiler, rule)
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
		for _, path := range shownPaths(c.moot.facets, rule.Requires) {
			c.sees = append(c.sees, strings.Join(path, "."))
		}
	}
	if rule.HasUndecided {
		if c.undecided, err = compileQuestion(compiler, rule, "undecided"); err != nil {
			return c, err
		}
		facets = slices.Concat(facets, c.undecided.facets)
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

// compileSurvey prepares a rule of scope workspace.
func compileSurvey(compiler *ast.Compiler, rule rules.Rule) (c compiled, err error) {
	c = compiled{Rule: rule}
	context, err := surveys(compiler, "data."+rule.Package+".findings")
	if err != nil {
		return c, err
	}
	if err := cmp.Or(checkParams(rule, context), checkRequires(rule, facetsOf(context))); err != nil {
		return c, err
	}
	if c.findings, err = newQuestion(rule, "findings", workspacePaths(rule)); err != nil {
		return c, err
	}
	c.survey, err = prepare(compiler, c.findings.expression)
	return c, err
}

// questions are those that are asked of each subject.
func (c *compiled) questions() []*question {
	var list []*question
	for _, q := range []*question{c.findings, c.applies, c.moot, c.undecided} {
		if q == nil || c.unseen != nil && (q == c.findings || q == c.undecided) || c.blind && q == c.moot {
			continue // nobody has seen what it would be asked of
		}
		list = append(list, q)
	}
	return list
}

// who are the fields by which a workspace rule tells subjects apart.
var who = [][]string{{"id"}, {"kind"}, {"name"}, {"form"}, {"hosting"}, {"provided"}}

// workspacePaths are what a workspace rule is shown of each subject: who it is,
// and what the rule requires.
func workspacePaths(rule rules.Rule) [][]string {
	paths := slices.Clone(who)
	for _, facet := range rule.Requires {
		if path := strings.Split(facet, "."); !isAround(path[0]) {
			paths = append(paths, path)
		}
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
