package compiled

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Encode writes the modules of a compiler that has compiled them without an error. It
// refuses what a start could not restore: `with`, which asks for the types of
// functions.
func Encode(compiler *ast.Compiler) ([]byte, error) {
	e := &encoder{compiler: compiler, texts: map[string]int{}, known: map[string]int{}}
	body := appendInt(nil, len(compiler.Modules))
	for _, file := range slices.Sorted(maps.Keys(compiler.Modules)) {
		body = e.module(body, file, compiler.Modules[file])
		if e.err != nil {
			return nil, fmt.Errorf("%s: %w", file, e.err)
		}
	}
	out := appendInt(nil, len(e.list))
	for _, text := range e.list {
		out = append(appendInt(out, len(text)), text...)
	}
	for _, n := range []int{e.terms, e.exprs, e.rules} {
		out = appendInt(out, n)
	}
	return append(append(out, e.table...), body...), nil
}

// encoder writes each text and each equal term once, and then its number. A
// comprehension is no term that others share: OPA keeps an index for each.
type encoder struct {
	compiler *ast.Compiler

	texts map[string]int // by text
	list  []string       // in order

	known map[string]int // terms by what is written of them
	table []byte         // the terms in order, parts before what they are parts of

	terms, exprs, rules int // how many there are
	err                 error
}

func (e *encoder) fail(format string, args ...any) {
	if e.err == nil {
		e.err = fmt.Errorf(format, args...)
	}
}

func appendInt(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) } //nolint:gosec // no number here is below zero

func (e *encoder) text(b []byte, text string) []byte {
	number, ok := e.texts[text]
	if !ok {
		number = len(e.list)
		e.texts[text] = number
		e.list = append(e.list, text)
	}
	return appendInt(b, number)
}

func (e *encoder) module(b []byte, file string, m *ast.Module) []byte {
	b = e.text(b, file)
	b = e.several(b, m.Package.Path)
	b = appendInt(b, len(m.Rules))
	for _, rule := range m.Rules {
		b = e.rule(b, rule)
	}
	return b
}

func (e *encoder) rule(b []byte, rule *ast.Rule) []byte {
	e.rules++
	head := rule.Head
	flags := 0
	for flag, set := range map[int]bool{
		ruleDefault: rule.Default, ruleAssign: head.Assign,
		ruleHasKey: head.Key != nil, ruleHasValue: head.Value != nil, ruleHasElse: rule.Else != nil,
		ruleHasIndex: e.hasIndex(rule),
	} {
		if set {
			flags |= flag
		}
	}
	b = appendInt(b, flags)
	b = e.location(b, rule.Location)
	b = e.text(b, string(head.Name))
	b = e.several(b, head.Ref())
	b = e.several(b, head.Args)
	if head.Key != nil {
		b = e.term(b, head.Key)
	}
	if head.Value != nil {
		b = e.term(b, head.Value)
	}
	b = e.body(b, rule.Body)
	if rule.Else != nil {
		b = e.rule(b, rule.Else)
	}
	return b
}

// hasIndex says whether there is a comprehension in a rule that OPA keeps an index of:
// to look for them in all rules takes half as long as to read these.
func (e *encoder) hasIndex(rule *ast.Rule) (found bool) {
	ast.WalkTerms(rule, func(term *ast.Term) bool {
		found = found || e.compiler.ComprehensionIndex(term) != nil
		return found
	})
	return found
}

// location is what an error says of a place: the line, and not the column.
func (e *encoder) location(b []byte, at *ast.Location) []byte {
	if at == nil {
		at = &ast.Location{}
	}
	return appendInt(e.text(b, at.File), at.Row)
}

func (e *encoder) body(b []byte, body ast.Body) []byte {
	b = appendInt(b, len(body))
	for _, expr := range body {
		b = e.expr(b, expr)
	}
	return b
}

func (e *encoder) expr(b []byte, expr *ast.Expr) []byte {
	e.exprs++
	if len(expr.With) > 0 {
		e.fail("line %d: `with` cannot be kept", expr.Location.Row)
	}
	flags := 0
	if expr.Negated {
		flags |= exprNegated
	}
	if expr.Generated {
		flags |= exprGenerated
	}
	b = e.location(appendInt(b, flags), expr.Location)
	switch terms := expr.Terms.(type) {
	case *ast.Term:
		return e.term(append(b, shapeTerm), terms)
	case []*ast.Term:
		return e.several(append(b, shapeTerms), terms)
	case *ast.Every:
		b = append(b, shapeEvery)
		if terms.Key == nil {
			e.fail("line %d: an `every` without a key cannot be kept", expr.Location.Row)
			return b
		}
		return e.body(e.term(e.term(e.term(b, terms.Key), terms.Value), terms.Domain), terms.Body)
	default:
		e.fail("line %d: %T cannot be kept", expr.Location.Row, terms)
		return b
	}
}

func (e *encoder) several(b []byte, terms []*ast.Term) []byte {
	b = appendInt(b, len(terms))
	for _, term := range terms {
		b = e.term(b, term)
	}
	return b
}

// term writes the number of a term, and the term itself where it is new.
func (e *encoder) term(b []byte, term *ast.Term) []byte {
	value, shared := e.value(term.Value)
	number, ok := e.known[string(value)]
	if !ok {
		number = e.terms
		e.terms++
		e.table = append(e.table, value...)
		if shared {
			e.known[string(value)] = number
		}
	}
	return appendInt(b, number)
}

// value is what is written of a value, and whether equal ones share it.
func (e *encoder) value(value ast.Value) (written []byte, shared bool) {
	switch v := value.(type) {
	case *ast.ArrayComprehension:
		return e.body(e.term([]byte{kindArrayComprehension}, v.Term), v.Body), false
	case *ast.SetComprehension:
		return e.body(e.term([]byte{kindSetComprehension}, v.Term), v.Body), false
	case *ast.ObjectComprehension:
		return e.body(e.term(e.term([]byte{kindObjectComprehension}, v.Key), v.Value), v.Body), false
	case ast.Ref:
		return e.several([]byte{kindRef}, v), true
	case *ast.Array, ast.Set, ast.Object:
		return e.collection(v), true
	default:
		return e.scalar(v), true
	}
}

func (e *encoder) collection(value ast.Value) []byte {
	var terms []*ast.Term
	switch v := value.(type) {
	case *ast.Array:
		v.Foreach(func(term *ast.Term) { terms = append(terms, term) })
		return e.several([]byte{kindArray}, terms)
	case ast.Set:
		return e.several([]byte{kindSet}, v.Slice())
	case ast.Object:
		v.Foreach(func(key, value *ast.Term) { terms = append(terms, key, value) })
		return e.several([]byte{kindObject}, terms)
	}
	return nil
}

func (e *encoder) scalar(value ast.Value) []byte {
	switch v := value.(type) {
	case ast.Null:
		return []byte{kindNull}
	case ast.Boolean:
		if v {
			return []byte{kindTrue}
		}
		return []byte{kindFalse}
	case ast.Number:
		return e.text([]byte{kindNumber}, string(v))
	case ast.String:
		return e.text([]byte{kindString}, string(v))
	case ast.Var:
		return e.text([]byte{kindVar}, string(v))
	default:
		e.fail("%T cannot be kept", value)
		return nil
	}
}
