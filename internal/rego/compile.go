package rego

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// refused are the built-ins that no rule may use, and why: a check would not be
// repeatable, or would send others what it sees.
var refused = map[string]string{
	"http.send":            "it reaches the network",
	"net.lookup_ip_addr":   "it reaches the network",
	"net.cidr_expand":      "it makes lists of any length; net.cidr_contains compares without one",
	"opa.runtime":          "it reads the environment",
	"rego.parse_module":    "a rule judges gateways, and no Rego",
	"rand.intn":            "its answer is left to chance",
	"uuid.rfc4122":         "its answer is left to chance",
	"time.now_ns":          "it asks the clock; input.context.as_of is the time of a check",
	"io.jwt.decode_verify": "it asks the clock; input.context.as_of is the time of a check",
	"crypto.x509.parse_and_verify_certificates":              "it asks the clock; a configuration holds no certificates",
	"crypto.x509.parse_and_verify_certificates_with_options": "it asks the clock; a configuration holds no certificates",
	"print": "it prints beside the report; let a test compare whole sets of findings",
	"trace": "it prints beside the report; let a test compare whole sets of findings",
}

// capabilities are OPA's own less what is refused.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(slices.Clone(c.Builtins), func(b *ast.Builtin) bool {
		return refused[b.Name] != ""
	})
	c.AllowNet = []string{}
	return c
}

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
