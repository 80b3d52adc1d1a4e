package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// refused are the built-ins that no rule may use: they reach the network, the
// environment, the clock or chance, or print, so that a check would not be
// repeatable or would tell others what it sees.
var refused = []string{
	"http.send", "net.lookup_ip_addr", "net.cidr_expand", "opa.runtime",
	"rego.parse_module", "rand.intn", "uuid.rfc4122", "time.now_ns", "print", "trace",
}

// capabilities are OPA's own less what is refused.
func capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(slices.Clone(c.Builtins), func(b *ast.Builtin) bool {
		return slices.Contains(refused, b.Name)
	})
	c.AllowNet = []string{}
	return c
}

// compile checks the modules against each other and against the schemas of what
// they read: a misspelt field is an error here, and not undefined on somebody's
// configuration.
func compile(modules map[string]*ast.Module, schemas map[string][]byte) (*ast.Compiler, error) {
	set := ast.NewSchemaSet()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		var schema any
		if err := json.Unmarshal(schemas[name], &schema); err != nil {
			return nil, fmt.Errorf("schema %s: %w", name, err)
		}
		set.Put(ast.MustParseRef("schema."+name), schema)
	}
	compiler := ast.NewCompiler().
		WithStrict(true).
		WithCapabilities(capabilities()).
		WithSchemas(set).
		WithUseTypeCheckAnnotations(true)
	if compiler.Compile(modules); compiler.Failed() {
		return nil, compiler.Errors
	}
	return compiler, nil
}
