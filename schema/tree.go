package schema

import (
	"bytes"
	"maps"
	"slices"
	"strings"
)

// forest is a schema as a plain tree, and every schema that it refers to, so that
// a reference from one file to another can be followed.
type forest map[Name]map[string]any

// plant reads a schema and those it refers to.
func plant(name Name) (forest, error) {
	trees := make(forest)
	for open := []Name{name}; len(open) > 0; open = open[1:] {
		if trees[open[0]] != nil {
			continue
		}
		tree, err := decode(open[0])
		if err != nil {
			return nil, err
		}
		trees[open[0]] = tree
		for _, other := range Names() {
			if bytes.Contains(Text(open[0]), []byte(`"`+string(other)+suffix+"#")) {
				open = append(open, other)
			}
		}
	}
	return trees, nil
}

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
