package schema

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// forest is every schema as a plain tree, so that a reference from one file to
// another can be followed.
type forest map[Name]map[string]any

var plant = sync.OnceValues(func() (forest, error) {
	trees := make(forest)
	for _, name := range Names() {
		tree, err := decode(name)
		if err != nil {
			return nil, err
		}
		trees[name] = tree
	}
	return trees, nil
})

// place is a schema somewhere in a file; its references are relative to file.
type place struct {
	file Name
	tree map[string]any
}

// at follows a path in a value and returns the schema that its end must
// satisfy; the tree is nil where no schema says anything.
func (f forest) at(name Name, path []string) place {
	here := f.resolve(place{name, f[name]})
	for _, step := range path {
		here = f.resolve(here.child(step))
	}
	return here
}

func (p place) child(step string) place {
	properties, _ := p.tree["properties"].(map[string]any)
	for _, next := range []any{properties[step], p.tree["items"], p.tree["additionalProperties"]} {
		if tree, ok := next.(map[string]any); ok {
			return place{p.file, tree}
		}
	}
	return place{file: p.file}
}

// resolve follows $ref; the schemas have no circular ones.
func (f forest) resolve(p place) place {
	ref, ok := p.tree["$ref"].(string)
	if !ok {
		return p
	}
	file, fragment, _ := strings.Cut(ref, "#/")
	if file != "" {
		p.file = Name(strings.TrimSuffix(file, suffix))
	}
	tree := f[p.file]
	for step := range strings.SplitSeq(fragment, "/") {
		tree, _ = tree[step].(map[string]any)
	}
	return f.resolve(place{p.file, tree})
}

// keys are the keys that an object may have here, and the misplaced ones with
// where they belong.
func (f forest) keys(p place) (known []string, misplaced map[string]string) {
	properties, _ := p.tree["properties"].(map[string]any)
	misplaced = make(map[string]string)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		if belongs := f.resolve(p.child(key)).belongs(); belongs != "" {
			misplaced[key] = belongs
			continue
		}
		known = append(known, key)
	}
	return known, misplaced
}

func (p place) belongs() string {
	belongs, _ := p.tree["x-belongs"].(string)
	return belongs
}
