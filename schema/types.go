package schema

import "slices"

// Type is what a schema takes at a place of a document.
type Type struct {
	// Names are the JSON types of the value, without null, as the schema lists them.
	Names []string
	// Keys are the types of the keys that an object may have in a request: not those that
	// have no effect there, nor those that only the platform writes. Nil where any key may
	// stand.
	Keys map[string]*Type
	// Items is the type of the elements of a list, nil where it is not known.
	Items *Type
}

// Types returns what the named schema takes, with its references followed; nil when there
// is none of that name.
func Types(name Name) *Type {
	trees, err := treesOf(name)
	if err != nil {
		return nil
	}
	return trees.typeOf(trees.at(name, nil))
}

func (t trees) typeOf(s subschema) *Type {
	found := &Type{Names: slices.DeleteFunc(types(s.tree), func(name string) bool { return name == "null" })}
	if items, ok := s.tree["items"].(map[string]any); ok {
		found.Items = t.typeOf(t.resolve(subschema{s.file, items}))
	}
	properties, ok := s.tree["properties"].(map[string]any)
	if !ok {
		return found
	}
	found.Keys = make(map[string]*Type, len(properties))
	for key := range properties {
		below := t.resolve(s.child(key))
		if only, _ := below.tree["x-answer"].(bool); only || below.belongs() != "" || below.instead() != "" {
			continue
		}
		found.Keys[key] = t.typeOf(below)
	}
	return found
}
