package rego

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

// CheckFacets reports what METADATA names and the model does not have: a rule that was
// not loaded from a folder is held to it here.
func CheckFacets(list []rules.Rule) error {
	var faults []error
	for _, rule := range list {
		for _, facet := range rule.Requires {
			if err := rules.CheckFacet(facet); err != nil {
				faults = append(faults, rule.Errorf("custom.requires: %s: %w", facet, err))
			}
		}
		for _, param := range rule.Params {
			if err := rules.CheckParam(param); err != nil {
				faults = append(faults, rule.Errorf("custom.params: %s: %w", param, err))
			}
		}
	}
	return errors.Join(faults...)
}

// checkRequires reports the first facet that a rule reads and its METADATA does
// not require: unseen, it would read as off, and the rule would judge what was
// not seen.
func checkRequires(f Fields, rule rules.Rule, facets [][]string) error {
	for _, path := range facets {
		if !slices.ContainsFunc(rule.Requires, func(r string) bool { return f.covers(r, path) }) {
			return fmt.Errorf("it reads %s and METADATA does not require it", strings.Join(path, "."))
		}
	}
	return nil
}

// checkParams reports the first parameter that a rule reads and its METADATA does
// not name: its page would not list it.
func checkParams(rule rules.Rule, context [][]string) error {
	for _, path := range context {
		if path[0] != "params" {
			continue
		}
		if len(path) == 1 {
			return errors.New("it hands input.context.params on as a whole; name the parameters it needs")
		}
		if !slices.Contains(rule.Params, path[1]) {
			return fmt.Errorf("it reads the parameter %s and METADATA does not name it in params", path[1])
		}
	}
	return nil
}

// checkListReads reports what a user's own rules read and METADATA does not
// require, where their reads end in a variable: of the elements of a list, and of
// the subjects of a workspace rule. Unseen, it would read as off. The shipped
// rules are held to the same by a test.
func checkListReads(o Options, compiler *ast.Compiler) error {
	var faults []error
	for _, rule := range o.Rules {
		if !rule.Own {
			continue
		}
		fault, err := unrequired(o, compiler, rule)
		if err != nil {
			return err
		}
		faults = append(faults, fault, checkUnusedRules(compiler, rule))
	}
	return errors.Join(faults...)
}

// checkUnusedRules reports the first thing that a rule defines and nothing asks for:
// `undecded` would leave what it could not decide a pass.
func checkUnusedRules(compiler *ast.Compiler, rule rules.Rule) error {
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
var asked = []string{"findings", "applies", "moot", "suspect", "undecided"}

// unrequired type-checks a rule, and what it calls, against a model that holds
// only what it requires. What stands in libraries is their author's: they do not
// know what the rule requires.
func unrequired(o Options, compiler *ast.Compiler, rule rules.Rule) (fault, err error) {
	model, err := onlyRequired(o.Fields, o.Schemas["model"], rule)
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
	narrowed.Compile(needed(o, compiler, rule))
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
func needed(o Options, compiler *ast.Compiler, rule rules.Rule) map[string]*ast.Module {
	needed := map[string]*ast.Module{}
	for r := range reached(compiler, rule) {
		needed[r.Location.File] = o.Modules[r.Location.File]
	}
	for file, m := range o.Modules {
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
// the facts too, and of the subjects that a workspace rule is shown.
func onlyRequired(f Fields, model []byte, rule rules.Rule) ([]byte, error) {
	var root struct {
		Definitions map[string]schemaNode `json:"definitions"`
		Properties  map[string]schemaNode `json:"properties"`
	}
	var whole map[string]any
	if err := errors.Join(json.Unmarshal(model, &root), json.Unmarshal(model, &whole)); err != nil {
		return nil, fmt.Errorf("schema model: %w", err)
	}
	workspace := rule.Scope == "workspace"
	var paths [][]string
	if workspace {
		paths = append(paths, f.WorkspaceIdentity...)
	}
	for _, facet := range rule.Requires {
		paths = append(paths, strings.Split(facet, "."))
	}
	root.Definitions["subject"].keep(paths, workspace)
	root.Properties["context"].keep(paths, false)
	whole["definitions"], whole["properties"] = root.Definitions, root.Properties
	return json.Marshal(whole)
}

// schemaNode is a part of a JSON Schema.
type schemaNode map[string]any

// keep leaves a node the fields that paths name: those of the elements of lists,
// or all fields.
func (s schemaNode) keep(paths [][]string, all bool) {
	if slices.ContainsFunc(paths, func(path []string) bool { return len(path) == 0 }) {
		return
	}
	if items, ok := s["items"].(map[string]any); ok {
		schemaNode(items).keep(paths, true)
		return
	}
	fields, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
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
			schemaNode(part).keep(rest, all)
		case all:
			delete(fields, name)
			required = slices.DeleteFunc(required, func(other any) bool { return other == name })
		}
	}
	if s["required"] != nil {
		s["required"] = required
	}
}
