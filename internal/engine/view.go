package engine

import (
	"reflect"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/gwlint/gwlint/internal/gateway"
)

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
