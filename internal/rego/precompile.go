package rego

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/compiled"
	"github.com/gwlint/gwlint/rules"
)

// Precompile compiles rules, with every check, and returns what a start needs of them, but for
// their digest.
func Precompile(o Options) (rules.Compiled, error) {
	compiler, err := o.compile()
	if err != nil {
		return rules.Compiled{}, err
	}
	c := ruleCompiler{Fields: o.Fields, compiler: compiler}
	var known rules.Compiled
	for _, rule := range o.Rules {
		if _, err := c.compileRule(rule); err != nil {
			return known, rule.Errorf("rule %s: %w", rule.ID, err)
		}
		list, err := c.readsOf(rule)
		if err != nil {
			return known, rule.Errorf("rule %s: %w", rule.ID, err)
		}
		known.Reads = append(known.Reads, list...)
	}
	slices.SortFunc(known.Reads, rules.Reads.Compare)
	for _, rule := range o.constants(compiler) {
		document := rule.Ref().String()
		if !refTo(document).Equal(rule.Ref()) {
			return known, fmt.Errorf("%s: line %d: %s has no dotted path", rule.Location.File, rule.Location.Row, document)
		}
		known.Constants = append(known.Constants, document)
	}
	slices.Sort(known.Constants)
	text, err := compiled.Encode(compiler)
	known.Modules = string(text)
	return known, err
}

// readsOf says what each document of a rule reads.
func (c ruleCompiler) readsOf(rule rules.Rule) (list []rules.Reads, err error) {
	for _, name := range asked {
		read := rules.Reads{Document: "data." + rule.Package + "." + name}
		switch {
		case len(c.compiler.GetRulesExact(refTo(read.Document))) == 0:
			continue
		case rule.Scope == "workspace":
			read.Context, err = c.workspaceReads(read.Document)
		default:
			read.Subject, read.Context, err = c.reads(read.Document)
		}
		if err != nil {
			return nil, err
		}
		list = append(list, read)
	}
	return list, nil
}

// PrecompilePolicy compiles the modules of a policy, with every check, and writes what a start
// needs of them.
func PrecompilePolicy(modules map[string]*ast.Module, schemas map[string][]byte) (string, error) {
	compiler, err := Compile(modules, schemas, false)
	if err != nil {
		return "", err
	}
	text, err := compiled.Encode(compiler)
	return string(text), err
}
