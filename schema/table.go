package schema

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
)

// table is a schema in a form that tells quickly of most documents that they conform.
// It knows the keywords that the schemas of Documents have; of what has another one it knows
// nothing. Without it, the check of one
// file takes 1.2 times as long, which is what compiling the schema for the library takes.
type table []place

// place is what a schema takes somewhere. Places are told apart by their number in the
// table, of which 0 is the whole document.
type place struct {
	doubt  bool // the schema says more than is known here
	types  []string
	values []any      // of an enumeration, nil where any will do
	keys   []keyPlace // in order
	closed bool       // there are no other keys
	others int        // what other keys hold, 0 for anything
	items  int        // what a list holds, 0 for anything
}

// keyPlace is what a key holds.
type keyPlace struct {
	key   string
	place int
}

// find returns what a key holds, false where there is no such key.
func (p *place) find(key string) (number int, ok bool) {
	i, ok := slices.BinarySearchFunc(p.keys, key, func(k keyPlace, key string) int { return strings.Compare(k.key, key) })
	if !ok {
		return 0, false
	}
	return p.keys[i].place, true
}

// surelyConforms says whether a value conforms to a schema for sure. One that does not may
// conform all the same.
func surelyConforms(name Name, value any) (bool, error) {
	t, err := tableOf(name)
	return err == nil && t.takes(0, value), err
}

// tableOf returns the table that was made when gwlint was built, and makes that of the other
// schemas: to decode the schema of an endpoint takes a twentieth of the check of a file.
var tableOf = onceForEach(func(name Name) (table, error) {
	if t := madeTable(name); t != nil {
		return t, nil
	}
	return buildTable(name)
})

func buildTable(name Name) (table, error) {
	trees, err := treesOf(name)
	if err != nil {
		return nil, err
	}
	b := tableBuilder{trees: trees, table: make(table, 1), known: map[string]int{}}
	b.table[0] = b.place(trees.at(name, nil))
	return b.table, nil
}

func (t table) takes(number int, value any) bool {
	p := &t[number]
	kind, ok := typeOfValue(value)
	if p.doubt || !ok || !p.takesType(kind) {
		return false
	}
	switch value := value.(type) {
	case nil, string:
		return p.values == nil || slices.Contains(p.values, value)
	case []any:
		return p.values == nil && t.takesItems(p, value)
	case map[string]any:
		return p.values == nil && t.takesKeys(p, value)
	default:
		return p.values == nil
	}
}

func (p *place) takesType(kind string) bool {
	return p.types == nil || slices.Contains(p.types, kind) || kind == "integer" && slices.Contains(p.types, "number")
}

func (t table) takesItems(p *place, items []any) bool {
	return p.items == 0 || !slices.ContainsFunc(items, func(item any) bool { return !t.takes(p.items, item) })
}

func (t table) takesKeys(p *place, object map[string]any) bool {
	for key, value := range object {
		number, ok := p.find(key)
		switch {
		case ok:
		case p.closed:
			return false
		default:
			number = p.others
		}
		if number > 0 && !t.takes(number, value) {
			return false
		}
	}
	return true
}

// typeOfValue is the JSON type of a value. Of numbers it knows those that are written with
// a few digits, and perhaps a period: 1.0 may be a whole one to others.
func typeOfValue(value any) (kind string, ok bool) {
	switch value := value.(type) {
	case nil:
		return "null", true
	case bool:
		return "boolean", true
	case string:
		return "string", true
	case []any:
		return "array", true
	case map[string]any:
		return "object", true
	case json.Number:
		digits, fraction, isFraction := strings.Cut(string(value), ".")
		plain := !strings.ContainsFunc(digits+fraction, func(r rune) bool { return r < '0' || r > '9' })
		if isFraction {
			return "number", plain && len(value) < 16
		}
		return "integer", plain && len(value) < 16
	default:
		return "", false
	}
}

// tableBuilder adds places to a table, each of several equal ones once.
type tableBuilder struct {
	trees trees
	table table
	known map[string]int // numbers of places by what they are written as
}

// add returns the number of what a schema takes.
func (b *tableBuilder) add(s subschema) int {
	p := b.place(b.trees.resolve(s))
	written := p.literal()
	number, ok := b.known[written]
	if !ok {
		number = len(b.table)
		b.table, b.known[written] = append(b.table, p), number
	}
	return number
}

// keywords are those that a table knows, and those that say nothing of a value.
var keywords = []string{
	"type", "enum", "properties", "additionalProperties", "items", "minimum",
	"$schema", "$id", "title", "description", "definitions",
}

func (b *tableBuilder) place(s subschema) place {
	p := place{doubt: s.tree == nil, types: types(s.tree), closed: s.tree["additionalProperties"] == false}
	for keyword := range s.tree {
		p.doubt = p.doubt || !slices.Contains(keywords, keyword) && !strings.HasPrefix(keyword, "x-")
	}
	if least, ok := s.tree["minimum"]; ok && least != 0.0 {
		p.doubt = true // no number that is known is below zero
	}
	p.values, _ = s.tree["enum"].([]any)
	if others, ok := s.tree["additionalProperties"].(map[string]any); ok {
		p.others = b.add(subschema{s.file, others})
	}
	switch items := s.tree["items"].(type) {
	case map[string]any:
		p.items = b.add(subschema{s.file, items})
	case []any:
		p.doubt = true
	}
	properties, _ := s.tree["properties"].(map[string]any)
	for _, key := range slices.Sorted(maps.Keys(properties)) {
		tree, _ := properties[key].(map[string]any)
		p.keys = append(p.keys, keyPlace{key, b.add(subschema{s.file, tree})})
	}
	return p
}
