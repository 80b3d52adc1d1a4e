package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/rules"
)

// checkShown reports what rules of somebody's own read and METADATA does not
// require, where their reads end in a variable: of the elements of a list, and of
// the subjects of a workspace rule. Unseen, it would read as off. The shipped
// rules are held to the same by a test.
func (o Options) checkShown(compiler *ast.Compiler) error {
	var faults []error
	for _, rule := range o.Rules {
		if !rule.Own {
			continue
		}
		fault, err := o.unrequired(compiler, rule)
		if err != nil {
			return err
		}
		faults = append(faults, fault, unasked(compiler, rule))
	}
	return errors.Join(faults...)
}

// unasked reports the first thing that a rule defines and nothing asks for:
// `undecded` would leave what it could not decide a pass.
func unasked(compiler *ast.Compiler, rule rules.Rule) error {
	defined := compiler.Modules[rule.File].Rules
	used := map[string]bool{}
	for _, r := range defined {
		name := r.Head.Ref()[0].String()
		used[name] = used[name] || slices.Contains(asked, name) || len(compiler.Graph.Dependents(r)) > 0
	}
	for _, r := range defined {
		if name := r.Head.Ref()[0].String(); !used[name] {
			return fmt.Errorf("%s: line %d: nothing uses %s; a rule is asked for %s",
				rule.File, r.Location.Row, name, strings.Join(asked, ", "))
		}
	}
	return nil
}

// asked are the documents that a rule is asked for.
var asked = []string{"findings", "applies", "moot", "undecided"}

// unrequired type-checks a rule, and what it calls, against a model that holds
// only what it requires. What stands in libraries is their author's: they do not
// know what the rule requires.
func (o Options) unrequired(compiler *ast.Compiler, rule rules.Rule) (fault, err error) {
	model, err := onlyRequired(o.Schemas["model"], rule)
	if err != nil {
		return nil, err
	}
	schemas := maps.Clone(o.Schemas)
	schemas["model"] = model
	narrowed, err := NewCompiler(schemas)
	if err != nil {
		return nil, err
	}
	narrowed.SetErrorLimit(0)
	narrowed.Compile(o.needed(compiler, rule))
	var faults []error
	for _, found := range narrowed.Errors {
		if _, ok := found.Details.(*ast.RefErrInvalidDetail); ok && fileOf(found) == rule.File {
			faults = append(faults, fmt.Errorf("%s: line %d: it reads %s and METADATA does not require it",
				rule.File, rowOf(found), strings.TrimPrefix(found.Message, "undefined ref: ")))
		}
	}
	return errors.Join(faults...), nil
}

// needed are the modules that a rule is made of, and those that say which schema
// holds.
func (o Options) needed(compiler *ast.Compiler, rule rules.Rule) map[string]*ast.Module {
	needed := map[string]*ast.Module{}
	for r := range reached(compiler, rule) {
		needed[r.Location.File] = o.RuleModules[r.Location.File]
	}
	for file, m := range o.RuleModules {
		if len(m.Package.Path) == 2 || strings.HasPrefix(m.Package.Path.String(), "data.rules.lib.") {
			needed[file] = m // a library may be imported by one that is needed
		}
	}
	return needed
}

// reached are the Rego rules that a rule is evaluated by, those of libraries too.
func reached(compiler *ast.Compiler, rule rules.Rule) map[*ast.Rule]bool {
	seen := map[*ast.Rule]bool{}
	for _, name := range asked {
		for _, r := range compiler.GetRulesExact(refTo("data." + rule.Package + "." + name)) {
			reach(compiler, r, seen)
		}
	}
	return seen
}

// onlyRequired leaves of the model what a rule requires: of the elements of lists, in
// what surrounds the subjects too, and of the subjects that a workspace rule is shown.
func onlyRequired(model []byte, rule rules.Rule) ([]byte, error) {
	var root struct {
		Definitions map[string]node `json:"definitions"`
		Properties  map[string]node `json:"properties"`
	}
	var whole map[string]any
	if err := errors.Join(json.Unmarshal(model, &root), json.Unmarshal(model, &whole)); err != nil {
		return nil, fmt.Errorf("schema model: %w", err)
	}
	workspace := rule.Scope == "workspace"
	var paths [][]string
	if workspace {
		paths = append(paths, who...)
	}
	for _, facet := range rule.Requires {
		paths = append(paths, strings.Split(facet, "."))
	}
	root.Definitions["subject"].keep(paths, workspace)
	root.Properties["context"].keep(paths, false)
	whole["definitions"], whole["properties"] = root.Definitions, root.Properties
	return json.Marshal(whole)
}

// node is a part of a JSON Schema.
type node map[string]any

// keep leaves a node the fields that paths name: those of the elements of lists,
// or all fields.
func (n node) keep(paths [][]string, all bool) {
	if slices.ContainsFunc(paths, func(path []string) bool { return len(path) == 0 }) {
		return
	}
	if items, ok := n["items"].(map[string]any); ok {
		node(items).keep(paths, true)
		return
	}
	fields, _ := n["properties"].(map[string]any)
	required, _ := n["required"].([]any)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		var rest [][]string
		for _, path := range paths {
			if path[0] == name {
				rest = append(rest, path[1:])
			}
		}
		part, _ := fields[name].(map[string]any)
		switch {
		case len(rest) > 0:
			node(part).keep(rest, all)
		case all:
			delete(fields, name)
			required = slices.DeleteFunc(required, func(other any) bool { return other == name })
		}
	}
	if n["required"] != nil {
		n["required"] = required
	}
}
