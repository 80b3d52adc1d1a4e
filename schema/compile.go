package schema

import (
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/xeipuuv/gojsonschema"
)

// compiled is a schema in the two forms that a validation needs: the library's,
// which finds departures, and the plain tree, which explains them.
type compiled struct {
	check *gojsonschema.Schema
	trees forest
}

// Compiling costs more than validating a document, and most runs need only one
// or two of the schemas.
var compile = func() map[Name]func() (compiled, error) {
	all := make(map[Name]func() (compiled, error))
	for _, name := range Names() {
		all[name] = sync.OnceValues(func() (compiled, error) { return build(name) })
	}
	return all
}()

func build(name Name) (compiled, error) {
	trees, err := plant(name)
	if err != nil {
		return compiled{}, err
	}
	loader := gojsonschema.NewSchemaLoader()
	for _, other := range slices.Sorted(maps.Keys(trees)) {
		if other == name {
			continue
		}
		if err := loader.AddSchemas(gojsonschema.NewBytesLoader(Text(other))); err != nil {
			return compiled{}, fmt.Errorf("schema %s: %w", other, err)
		}
	}
	check, err := loader.Compile(gojsonschema.NewBytesLoader(Text(name)))
	if err != nil {
		return compiled{}, fmt.Errorf("schema %s: %w", name, err)
	}
	return compiled{check: check, trees: trees}, nil
}

func load(name Name) (compiled, error) {
	get, ok := compile[name]
	if !ok {
		return compiled{}, fmt.Errorf("schema %q: not shipped", name)
	}
	return get()
}
