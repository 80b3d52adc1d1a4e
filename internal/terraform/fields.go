package terraform

import (
	_ "embed"
	"strings"
	"sync"

	"github.com/zclconf/go-cty/cty"
)

// field is what the provider takes for an argument or a block. All of its methods can be
// called on nil, which nothing is known of.
type field struct {
	kind fieldKind
	// typ is the type of an attribute.
	typ cty.Type
	// fields are the keys of an object, or of a block.
	fields fields
	// required must be written; computed may be left out and has a value then; readOnly is
	// never written.
	required, computed, readOnly bool
	// sensitive is never shown.
	sensitive bool
}

// fields are what the provider takes, by name.
type fields map[string]*field

// fieldKind is how a value is written.
type fieldKind uint8

const (
	plainField   fieldKind = iota // name = value
	objectField                   // name = { key = value }
	objectsField                  // name = [{ key = value }]
	blockField                    // name { key = value }, once
	blocksField                   // the same, any number of times
)

//go:embed provider.txt
var providerText string

// resourceFields are those of a type of resource, nil where they are not known.
func resourceFields(typ string) fields { return provider()[typ].below() }

// provider has the known types of resources.
var provider = sync.OnceValue(func() fields { return parseFields(providerText) })

// parseFields reads what provider.txt holds.
func parseFields(text string) fields {
	levels := []fields{{}}
	for line := range strings.Lines(text) {
		name := strings.TrimLeft(line, " ")
		depth := (len(line) - len(name)) / 2
		words := strings.Fields(name)
		if len(words) == 0 || words[0] == "#" {
			continue
		}
		f := newField(words[1:])
		levels[depth][words[0]] = f
		levels = append(levels[:depth+1], f.fields)
	}
	return levels[0]
}

func newField(words []string) *field {
	f := &field{kind: blockField, fields: fields{}}
	for _, word := range words {
		switch word {
		case "object":
			f.kind = objectField
		case "objects":
			f.kind = objectsField
		case "block":
			f.kind = blockField
		case "blocks":
			f.kind = blocksField
		case "required":
			f.required = true
		case "computed":
			f.computed = true
		case "read-only":
			f.readOnly = true
		case "sensitive":
			f.sensitive = true
		default:
			f.kind, f.typ, f.fields = plainField, typeNamed(word), nil
		}
	}
	return f
}

func typeNamed(word string) cty.Type {
	primitives := map[string]cty.Type{"string": cty.String, "number": cty.Number, "bool": cty.Bool}
	if t, ok := primitives[word]; ok {
		return t
	}
	collection, element, _ := strings.Cut(strings.TrimSuffix(word, ")"), "(")
	switch t := primitives[element]; collection {
	case "set":
		return cty.Set(t)
	case "map":
		return cty.Map(t)
	default:
		return cty.List(t)
	}
}

// isBlock says that it is written as a block, without an equals sign.
func (f *field) isBlock() bool { return f != nil && (f.kind == blockField || f.kind == blocksField) }

// isMap says that it takes keys of any name.
func (f *field) isMap() bool { return f != nil && f.kind == plainField && f.typ.IsMapType() }

// repeats says that it is a list of what has keys.
func (f *field) repeats() bool { return f != nil && (f.kind == blocksField || f.kind == objectsField) }

// secret says that the provider never shows the value.
func (f *field) secret() bool { return f != nil && f.sensitive }

// below are the fields of an object, of the elements of a list of objects, or of a block.
func (f *field) below() fields {
	if f == nil {
		return nil
	}
	return f.fields
}

// at is what a key of a value takes.
func (f *field) at(key string) *field {
	switch {
	case f == nil:
		return nil
	case f.isMap():
		return &field{typ: f.typ.ElementType(), sensitive: f.sensitive}
	default:
		return f.fields[key]
	}
}

// element is what an element of a list takes.
func (f *field) element() *field {
	switch {
	case f == nil:
		return nil
	case f.kind == plainField && (f.typ.IsListType() || f.typ.IsSetType()):
		return &field{typ: f.typ.ElementType(), sensitive: f.sensitive}
	case f.repeats():
		return &field{kind: objectField, fields: f.fields}
	default:
		return nil
	}
}

// hasBlocks says whether a resource is made of blocks: the provider reads zeros then where
// nothing is set.
func (f *field) hasBlocks() bool {
	for _, below := range f.fields {
		if below.isBlock() {
			return true
		}
	}
	return false
}
