package rego

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

// Fields says of the model's fields what their Go types do not. All of it is
// about speed but Identity, WorkspaceIdentity, Facts and FactLists.
type Fields struct {
	// Identity are the fields of a subject that every source shows, so that no
	// rule needs to require them.
	Identity []string
	// WorkspaceIdentity are the fields by which a workspace rule distinguishes subjects
	// apart.
	WorkspaceIdentity [][]string
	// Facts are the parts of the context that may be unseen, and FactLists the
	// lists in them.
	Facts, FactLists []string
	// PerSubject are the texts that hardly two subjects share, and LowCardinality
	// those that have only a few values.
	PerSubject, LowCardinality []string
	// LiveOnly is the part that only a workspace shows.
	LiveOnly string
	// Sparse is a part of which there is seldom anything.
	Sparse string
}

// IsFact says whether a facet is not a subject's but of the facts beside all of
// them.
func (f Fields) IsFact(facet string) bool {
	name, _, _ := strings.Cut(facet, ".")
	return slices.Contains(f.Facts, name)
}

func (f Fields) isPerSubject(path string) bool { return slices.Contains(f.PerSubject, path) }

func (f Fields) isLiveOnly(path string) bool {
	return path == f.LiveOnly || strings.HasPrefix(path, f.LiveOnly+".")
}

// covers says whether requiring one facet is enough to read a path: the path
// itself, something it is a part of, or, where the path ends in a list, what
// the rule needs of the list's elements.
func (f Fields) covers(required string, path []string) bool {
	read := strings.Join(path, ".")
	return required == read ||
		strings.HasPrefix(read, required+".") ||
		strings.HasPrefix(required, read+".") && f.isList(path)
}

// shownPaths are what a question looks at of the paths that it reads, which end at
// a list: of that, what the rule requires of its elements, and not what they are
// called. Two gateways that serve the same look the same to it then. A test holds
// the shipped rules to reading no more.
func (f Fields) shownPaths(paths [][]string, requires []string) [][]string {
	var shown [][]string
	for _, path := range paths {
		whole := strings.Join(path, ".") + "."
		n := len(shown)
		for _, facet := range requires {
			if f.isList(path) && strings.HasPrefix(facet, whole) {
				shown = append(shown, strings.Split(facet, "."))
			}
		}
		if len(shown) == n {
			shown = append(shown, path)
		}
	}
	return shown
}

func (f Fields) isList(path []string) bool {
	if len(path) > 0 && f.IsFact(path[0]) {
		return slices.Contains(f.FactLists, strings.Join(path, "."))
	}
	in := reflect.TypeFor[gateway.Subject]()
	for _, name := range path {
		if in.Kind() != reflect.Struct {
			return in.Kind() == reflect.Slice
		}
		index, ok := fieldIndex(in, name)
		if !ok {
			return false
		}
		in = in.Field(index).Type
	}
	return in.Kind() == reflect.Slice
}

// workspacePaths are what a workspace rule is shown of each subject: which one it
// is, and what the rule requires.
func (f Fields) workspacePaths(rule rules.Rule) [][]string {
	paths := slices.Clone(f.WorkspaceIdentity)
	for _, facet := range rule.Requires {
		if !f.IsFact(facet) {
			paths = append(paths, strings.Split(facet, "."))
		}
	}
	return paths
}

// factsOf are the paths of the context that may be unseen.
func (f Fields) factsOf(context [][]string) [][]string {
	return slices.DeleteFunc(slices.Clone(context), func(path []string) bool { return !f.IsFact(path[0]) })
}

func (f Fields) compileRule(compiler *ast.Compiler, rule rules.Rule) (r *Rule, err error) {
	if rule.Scope == "workspace" {
		return f.compileWorkspaceRule(compiler, rule)
	}
	r = &Rule{Rule: rule}
	if r.findings, err = f.compileQuestion(compiler, rule, "findings"); err != nil {
		return r, err
	}
	facets := r.findings.facets
	if rule.HasMoot {
		if r.moot, err = f.compileQuestion(compiler, rule, "moot"); err != nil {
			return r, err
		}
		facets = slices.Concat(facets, r.moot.facets)
		for _, path := range f.shownPaths(r.moot.facets, rule.Requires) {
			r.MootReads = append(r.MootReads, strings.Join(path, "."))
		}
	}
	if rule.HasUndecided {
		if r.undecided, err = f.compileQuestion(compiler, rule, "undecided"); err != nil {
			return r, err
		}
		facets = slices.Concat(facets, r.undecided.facets)
	}
	if err := checkRequires(f, rule, facets); err != nil || !rule.HasApplies {
		return r, err
	}
	r.applies, err = f.compileQuestion(compiler, rule, "applies")
	if err == nil && len(r.applies.facets) > 0 {
		err = fmt.Errorf("its applies reads %s, which may be unseen: say it in moot", strings.Join(r.applies.facets[0], "."))
	}
	return r, err
}

// compileWorkspaceRule prepares a rule of scope workspace.
func (f Fields) compileWorkspaceRule(compiler *ast.Compiler, rule rules.Rule) (r *Rule, err error) {
	r = &Rule{Rule: rule}
	context, err := workspaceReads(compiler, "data."+rule.Package+".findings")
	if err != nil {
		return r, err
	}
	if err := cmp.Or(checkParams(rule, context), checkRequires(f, rule, f.factsOf(context))); err != nil {
		return r, err
	}
	if r.findings, err = f.newQuestion(rule, "findings", f.workspacePaths(rule)); err != nil {
		return r, err
	}
	r.workspace, err = prepare(compiler, r.findings.expression, evaluationOf(rule.ID))
	return r, err
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

func (f Fields) newQuestion(rule rules.Rule, name string, paths [][]string) (q *question, err error) {
	q = &question{rule: rule.ID, own: rule.Own, endpoints: slices.Contains(rule.Kinds, "endpoint"), expression: "data." + rule.Package + "." + name}
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
