package rego

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

// projection writes, as JSON, the part of a subject that a rule reads. It is
// the rule's whole input besides the context, and so the key under which its
// verdict is remembered: two subjects that look the same to a rule are judged
// once.
type projection struct {
	root field
}

// field is one node of the tree of paths that a rule reads.
type field struct {
	name  string
	quote string // `"name":`
	index int    // of the struct field
	parts []field
	// whole says that everything below is read.
	whole bool
}

// project makes a projection of the given paths, each a list of JSON names. A
// path may lead into the elements of a list, and names what is read of each; one
// that ends in a list reads all of it.
func project(paths [][]string) (projection, error) {
	var p projection
	for _, path := range paths {
		if err := p.root.add(reflect.TypeFor[gateway.Subject](), path); err != nil {
			return projection{}, err
		}
	}
	p.root.sort()
	return p, nil
}

func (f *field) add(in reflect.Type, path []string) error {
	if in.Kind() == reflect.Slice && len(path) > 0 {
		in = in.Elem()
	}
	if len(path) == 0 || in.Kind() != reflect.Struct {
		f.whole = true
		return nil
	}
	index, ok := fieldIndex(in, path[0])
	if !ok {
		return fmt.Errorf("the model has no field %q", path[0])
	}
	i := slices.IndexFunc(f.parts, func(p field) bool { return p.index == index })
	if i < 0 {
		i = len(f.parts)
		f.parts = append(f.parts, field{name: path[0], quote: strconv.Quote(path[0]) + ":", index: index})
	}
	return f.parts[i].add(in.Field(index).Type, path[1:])
}

func (f *field) sort() {
	slices.SortFunc(f.parts, func(a, b field) int { return a.index - b.index })
	for i := range f.parts {
		f.parts[i].sort()
	}
}

func fieldIndex(in reflect.Type, name string) (int, bool) {
	index, ok := fieldIndices(in)[name]
	return index, ok
}

// fieldsTo are the fields that lead to a facet of the model, nil where there is none of the
// name.
func fieldsTo(facet string) []int {
	in, path := reflect.TypeFor[gateway.Subject](), strings.Split(facet, ".")
	indices := make([]int, 0, len(path))
	for _, name := range path {
		if name == "" || in.Kind() != reflect.Struct {
			return nil
		}
		index, ok := fieldIndex(in, name)
		if !ok {
			return nil
		}
		indices, in = append(indices, index), in.Field(index).Type
	}
	return indices
}

// fieldIndices are the fields of a struct by their JSON names. To look for one in the tags
// takes longer than all else that makes a question ready.
func fieldIndices(in reflect.Type) map[string]int {
	if known, ok := knownIndices.Load(in); ok {
		return known.(map[string]int) //nolint:forcetypeassert // nothing else is stored
	}
	indices := make(map[string]int, in.NumField())
	for i := range in.NumField() {
		tag, _, _ := strings.Cut(in.Field(i).Tag.Get("json"), ",")
		indices[tag] = i
	}
	knownIndices.Store(in, indices)
	return indices
}

var knownIndices sync.Map // reflect.Type -> map[string]int

// append writes the projection of a subject behind b.
func (p projection) append(b []byte, s *gateway.Subject) []byte {
	return p.root.append(b, reflect.ValueOf(s).Elem())
}

func (f *field) append(b []byte, v reflect.Value) []byte {
	if f.whole || len(f.parts) == 0 && v.Kind() != reflect.Struct {
		return appendValue(b, v)
	}
	if v.Kind() == reflect.Slice {
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = f.append(b, v.Index(i))
		}
		return append(b, ']')
	}
	b = append(b, '{')
	for i := range f.parts {
		if i > 0 {
			b = append(b, ',')
		}
		b = append(b, f.parts[i].quote...)
		b = f.parts[i].append(b, v.Field(f.parts[i].index))
	}
	return append(b, '}')
}

func appendValue(b []byte, v reflect.Value) []byte {
	switch v.Kind() { // the model holds nothing else, and a test says so
	case reflect.String:
		return appendString(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Slice:
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, v.Index(i))
		}
		return append(b, ']')
	case reflect.Struct:
		return appendStruct(b, v)
	default:
		panic("the model holds a " + v.Kind().String())
	}
}

func appendStruct(b []byte, v reflect.Value) []byte {
	b = append(b, '{')
	first := true
	for i, name := range jsonNames(v.Type()) {
		if name == "" {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		first = false
		b = append(b, '"')
		b = append(b, name...)
		b = append(b, '"', ':')
		b = appendValue(b, v.Field(i))
	}
	return append(b, '}')
}

// term makes what a rule reads of a subject, as OPA's value. It holds the same
// as what append writes.
func (p projection) term(s *gateway.Subject) *ast.Term {
	return p.root.term(reflect.ValueOf(s).Elem())
}

func (f *field) term(v reflect.Value) *ast.Term {
	if f.whole || len(f.parts) == 0 && v.Kind() != reflect.Struct {
		return termOf(v)
	}
	if v.Kind() == reflect.Slice {
		elements := make([]*ast.Term, v.Len())
		for i := range elements {
			elements[i] = f.term(v.Index(i))
		}
		return ast.ArrayTerm(elements...)
	}
	items := make([][2]*ast.Term, 0, len(f.parts))
	for i := range f.parts {
		part := &f.parts[i]
		items = append(items, ast.Item(ast.InternedTerm(part.name), part.term(v.Field(part.index))))
	}
	return ast.ObjectTerm(items...)
}

func termOf(v reflect.Value) *ast.Term {
	switch v.Kind() { // the model holds nothing else, and a test says so
	case reflect.String:
		return ast.StringTerm(v.String())
	case reflect.Bool:
		return ast.InternedTerm(v.Bool())
	case reflect.Int64:
		return ast.InternedTerm(int(v.Int()))
	case reflect.Slice:
		items := make([]*ast.Term, v.Len())
		for i := range items {
			items[i] = termOf(v.Index(i))
		}
		return ast.ArrayTerm(items...)
	case reflect.Struct:
		var items [][2]*ast.Term
		for i, name := range jsonNames(v.Type()) {
			if name != "" {
				items = append(items, ast.Item(ast.InternedTerm(name), termOf(v.Field(i))))
			}
		}
		return ast.ObjectTerm(items...)
	default:
		panic("the model holds a " + v.Kind().String())
	}
}

var namesOf sync.Map // reflect.Type → []string

// jsonNames returns the JSON name of each field of a struct, "" for one that
// JSON does not show.
func jsonNames(t reflect.Type) []string {
	if names, ok := namesOf.Load(t); ok {
		return names.([]string) // only this function stores
	}
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	namesOf.Store(t, names)
	return names
}

// appendString writes a JSON string; most need no escape.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			quoted, _ := json.Marshal(s) // a string always marshals
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// merge adds what another field reads.
func (f *field) merge(g field) {
	f.whole = f.whole || g.whole
	for _, part := range g.parts {
		i := slices.IndexFunc(f.parts, func(p field) bool { return p.index == part.index })
		if i < 0 {
			i = len(f.parts)
			f.parts = append(f.parts, field{name: part.name, quote: part.quote, index: part.index})
		}
		f.parts[i].merge(part)
	}
}
