package rego

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/compiled"
)

// Compile makes modules ready. It checks them against each other and against the schemas of what
// they read, unless they were tried before: a misspelt field is an error here,
// and not undefined on a user's configuration.
func Compile(modules map[string]*ast.Module, schemas map[string][]byte, tried bool) (*ast.Compiler, error) {
	if tried {
		return compileTried(modules)
	}
	compiler, err := NewCompiler(schemas)
	if err != nil {
		return nil, err
	}
	if compiler.Compile(modules); compiler.Failed() {
		return nil, faults(compiler, compiler.Errors)
	}
	if found := loose(compiler); len(found) > 0 {
		return nil, faults(compiler, found)
	}
	return compiler, nil
}

// Restore returns the compiler of modules that were compiled before, as package compiled
// has written them.
func Restore(modules string) *ast.Compiler { return compiled.Compiler(modules, capabilities()) }

// compileTried makes modules ready that are known to be right.
func compileTried(modules map[string]*ast.Module) (*ast.Compiler, error) {
	compiler := ast.NewCompiler().WithCapabilities(capabilities())
	if compiler.Compile(modules); compiler.Failed() {
		return nil, faults(compiler, compiler.Errors)
	}
	return compiler, nil
}

// NewCompiler returns a compiler that checks modules as strictly as those of a
// check are: against the schemas that METADATA names, by name, and without the
// built-ins that no rule may use.
func NewCompiler(schemas map[string][]byte) (*ast.Compiler, error) {
	set := ast.NewSchemaSet()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		var schema any
		if err := json.Unmarshal(schemas[name], &schema); err != nil {
			return nil, fmt.Errorf("schema %s: %w", name, err)
		}
		set.Put(ast.MustParseRef("schema."+name), schema)
	}
	return ast.NewCompiler().
		WithStrict(true).
		WithCapabilities(capabilities()).
		WithSchemas(set).
		WithUseTypeCheckAnnotations(true), nil
}
