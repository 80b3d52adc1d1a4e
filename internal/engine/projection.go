package engine

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

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
	for i := range in.NumField() {
		if tag, _, _ := strings.Cut(in.Field(i).Tag.Get("json"), ","); tag == name {
			return i, true
		}
	}
	return 0, false
}

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
