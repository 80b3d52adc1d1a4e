package compiled

import "github.com/open-policy-agent/opa/v1/ast"

// decode reads the modules that Encode wrote, by file, and the same with nothing but the
// rules that hold an index. It takes nothing else.
func decode(text string) (modules, indexed map[string]*ast.Module) {
	d := &decoder{rest: text, at: &ast.Location{}}
	d.texts = make([]string, d.int())
	for i := range d.texts {
		n := d.int()
		d.texts[i], d.rest = d.rest[:n], d.rest[n:]
	}
	terms := make([]ast.Term, d.int())
	d.exprs, d.rules = make([]ast.Expr, d.int()), make([]ast.Rule, d.int())
	for i := range terms {
		terms[i].Value = d.value()
		d.terms = terms[:i+1]
	}
	n := d.int()
	modules, indexed = make(map[string]*ast.Module, n), make(map[string]*ast.Module, n)
	for range n {
		file := d.text()
		d.indexed = nil
		modules[file] = d.module()
		indexed[file] = &ast.Module{Package: modules[file].Package, Rules: d.indexed}
	}
	return modules, indexed
}

// decoder reads from a text, and takes what it makes from a few large pieces of memory.
type decoder struct {
	rest  string
	texts []string
	terms []ast.Term
	exprs []ast.Expr // those that are not taken
	rules []ast.Rule // those that are not taken
	// indexed are the rules of the module at hand that hold an index.
	indexed []*ast.Rule
	// at is the last location: most expressions of a line have one.
	at *ast.Location
}

// int reads a number as binary.AppendUvarint writes it.
func (d *decoder) int() int {
	n := 0
	for i := range len(d.rest) {
		n |= int(d.rest[i]&0x7f) << (7 * i)
		if d.rest[i] < 0x80 {
			d.rest = d.rest[i+1:]
			break
		}
	}
	return n
}

func (d *decoder) text() string { return d.texts[d.int()] }

func (d *decoder) term() *ast.Term { return &d.terms[d.int()] }

func (d *decoder) several() []*ast.Term {
	n := d.int()
	if n == 0 {
		return nil
	}
	terms := make([]*ast.Term, n)
	for i := range terms {
		terms[i] = d.term()
	}
	return terms
}

func (d *decoder) module() *ast.Module {
	m := &ast.Module{Package: &ast.Package{Path: d.several()}}
	m.Rules = make([]*ast.Rule, d.int())
	for i := range m.Rules {
		m.Rules[i] = d.rule(m)
	}
	return m
}

func (d *decoder) rule(m *ast.Module) *ast.Rule {
	rule := &d.rules[0]
	d.rules = d.rules[1:]
	flags := d.int()
	at := d.location()
	head := &ast.Head{
		Name: ast.Var(d.text()), Reference: d.several(), Args: d.several(),
		Assign: flags&ruleAssign != 0, Location: at,
	}
	if flags&ruleHasKey != 0 {
		head.Key = d.term()
	}
	if flags&ruleHasValue != 0 {
		head.Value = d.term()
	}
	*rule = ast.Rule{Head: head, Body: d.body(), Location: at, Module: m, Default: flags&ruleDefault != 0}
	if flags&ruleHasIndex != 0 {
		d.indexed = append(d.indexed, rule)
	}
	if flags&ruleHasElse != 0 {
		rule.Else = d.rule(m)
	}
	return rule
}

func (d *decoder) location() *ast.Location {
	file, row := d.text(), d.int()
	if at := d.at; at.Row != row || at.File != file {
		d.at = &ast.Location{File: file, Row: row}
	}
	return d.at
}

func (d *decoder) body() ast.Body {
	body := make(ast.Body, d.int())
	for i := range body {
		body[i] = d.expr(i)
	}
	return body
}

func (d *decoder) expr(index int) *ast.Expr {
	expr := &d.exprs[0]
	d.exprs = d.exprs[1:]
	flags := d.int()
	*expr = ast.Expr{
		Index: index, Negated: flags&exprNegated != 0, Generated: flags&exprGenerated != 0, Location: d.location(),
	}
	switch d.int() {
	case shapeTerm:
		expr.Terms = d.term()
	case shapeTerms:
		expr.Terms = d.several()
	case shapeEvery:
		expr.Terms = &ast.Every{Key: d.term(), Value: d.term(), Domain: d.term(), Body: d.body()}
	}
	return expr
}

func (d *decoder) value() ast.Value {
	switch kind := d.int(); kind {
	case kindNull:
		return ast.Null{}
	case kindFalse, kindTrue:
		return ast.Boolean(kind == kindTrue)
	case kindNumber:
		return ast.Number(d.text())
	case kindString:
		return ast.String(d.text())
	case kindVar:
		return ast.Var(d.text())
	default:
		return d.composite(kind)
	}
}

// composite reads what consists of terms.
func (d *decoder) composite(kind int) ast.Value {
	switch kind {
	case kindRef:
		return ast.Ref(d.several())
	case kindArray:
		return ast.NewArray(d.several()...)
	case kindSet:
		return ast.NewSet(d.several()...)
	case kindArrayComprehension:
		return &ast.ArrayComprehension{Term: d.term(), Body: d.body()}
	case kindSetComprehension:
		return &ast.SetComprehension{Term: d.term(), Body: d.body()}
	case kindObjectComprehension:
		return &ast.ObjectComprehension{Key: d.term(), Value: d.term(), Body: d.body()}
	default:
		return d.object()
	}
}

func (d *decoder) object() ast.Object {
	parts := d.several()
	object := ast.NewObjectWithCapacity(len(parts) / 2)
	for i := 0; i < len(parts); i += 2 {
		object.Insert(parts[i], parts[i+1])
	}
	return object
}
