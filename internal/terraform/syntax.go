package terraform

import (
	"cmp"
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// item is an argument or a block of a body as it is written.
type item struct {
	name string
	// at is the range of the argument's name, or of the block's keyword.
	at hcl.Range
	// expr is the value of an argument, nil for a block.
	expr hcl.Expression
	// native is the body of a block, and object that of one in JSON.
	native *hclsyntax.Body
	object hcl.Expression
	// raw is the value of an argument that is taken as it is written.
	raw *source.Node
	// each makes blocks, nil for one that is written.
	each *generator
}

// isArgument says that it is no block.
func (i item) isArgument() bool { return i.expr != nil || i.raw != nil }

// generator is what a dynamic block says beside its content.
type generator struct {
	over     hcl.Expression
	iterator string
	// strange says that it has not what a dynamic block must have.
	strange bool
}

// The words of a dynamic block.
const (
	keyDynamic  = "dynamic"
	keyForEach  = "for_each"
	keyIterator = "iterator"
	keyContent  = "content"
	keyLabels   = "labels"
)

// syntax reads bodies as they are written.
type syntax struct {
	// files are those that were read, by their absolute paths.
	files map[string]*file
}

// resource are the items of a resource, those of override files in their places: an
// argument replaces one of its name, blocks replace all of their type.
func (s syntax) resource(b *block) []item {
	known := resourceFields(b.typ)
	items := s.itemsOf(b.body, known)
	for _, override := range b.overrides {
		items = overridden(items, s.itemsOf(override, known))
	}
	return items
}

func overridden(items, over []item) []item {
	replaced := map[string]bool{}
	for _, o := range over {
		replaced[o.name] = true
	}
	kept := make([]item, 0, len(items)+len(over))
	for _, i := range items {
		if !replaced[i.name] {
			kept = append(kept, i)
		}
	}
	return append(kept, over...)
}

// itemsOf are the items of a body in the order that they are written.
func (s syntax) itemsOf(body hcl.Body, known fields) []item {
	if native, ok := body.(*hclsyntax.Body); ok {
		return s.nativeItems(native)
	}
	if body == nil {
		return nil
	}
	attributes, diags := body.JustAttributes()
	list := make([]item, 0, len(attributes))
	for _, a := range attributes {
		list = append(list, item{name: a.Name, at: a.NameRange, expr: a.Expr})
	}
	list = append(list, s.repeatedKeys(diags)...)
	sortItems(list)
	return shaped(list, known)
}

func (s syntax) nativeItems(body *hclsyntax.Body) []item {
	list := make([]item, 0, len(body.Attributes)+len(body.Blocks))
	for _, a := range body.Attributes {
		list = append(list, item{name: a.Name, at: a.NameRange, expr: a.Expr})
	}
	for _, b := range body.Blocks {
		list = append(list, nativeBlock(b))
	}
	list = append(list, s.repeated(body)...)
	sortItems(list)
	return list
}

func sortItems(list []item) {
	slices.SortStableFunc(list, func(a, b item) int { return cmp.Compare(a.at.Start.Byte, b.at.Start.Byte) })
}

// nativeBlock is a block, or what a dynamic block makes.
func nativeBlock(b *hclsyntax.Block) item {
	if b.Type != keyDynamic || len(b.Labels) != 1 {
		return item{name: b.Type, at: b.TypeRange, native: b.Body}
	}
	made := item{name: b.Labels[0], at: b.TypeRange, each: &generator{iterator: b.Labels[0], strange: true}}
	if a := b.Body.Attributes[keyForEach]; a != nil {
		made.each.over = a.Expr
	}
	if a := b.Body.Attributes[keyIterator]; a != nil {
		made.each.iterator = hcl.ExprAsKeyword(a.Expr)
	}
	for _, inner := range b.Body.Blocks {
		if inner.Type == keyContent {
			made.native, made.each.strange = inner.Body, made.each.over == nil
		}
	}
	return made
}

// shaped are the items of an object in JSON, where only the provider's schema says what is
// a block: it is an object, or a list of objects, and `dynamic` holds what makes blocks.
func shaped(list []item, known fields) []item {
	items := make([]item, 0, len(list))
	for _, i := range list {
		switch {
		case i.name == "//":
		case i.raw != nil:
			items = append(items, i)
		case i.name == keyDynamic && known[keyDynamic] == nil:
			items = append(items, jsonDynamics(i)...)
		case known[i.name].isBlock():
			items = append(items, jsonBlocks(i)...)
		default:
			items = append(items, i)
		}
	}
	return items
}

// jsonBlocks are the blocks of one type: what is no object stays an argument.
func jsonBlocks(i item) []item {
	objects := objectsOf(i.expr)
	if objects == nil {
		return []item{i}
	}
	blocks := make([]item, 0, len(objects))
	for _, o := range objects {
		blocks = append(blocks, item{name: i.name, at: i.at, object: o})
	}
	return blocks
}

// objectsOf are an object, or those of a list of objects; nil for anything else.
func objectsOf(expr hcl.Expression) []hcl.Expression {
	if _, diags := hcl.ExprMap(expr); !diags.HasErrors() {
		return []hcl.Expression{expr}
	}
	list, diags := hcl.ExprList(expr)
	if diags.HasErrors() {
		return nil
	}
	for _, element := range list {
		if _, diags := hcl.ExprMap(element); diags.HasErrors() {
			return nil
		}
	}
	return slices.Concat(list, []hcl.Expression{})
}

// jsonDynamics are what `dynamic` holds: for each type of block what makes blocks of it.
func jsonDynamics(i item) []item {
	var made []item
	for _, types := range objectsOf(i.expr) {
		for _, t := range objectItems(types) {
			for _, o := range objectsOf(t.expr) {
				made = append(made, jsonDynamic(t, o))
			}
		}
	}
	return made
}

func jsonDynamic(t item, object hcl.Expression) item {
	made := item{name: t.name, at: t.at, each: &generator{iterator: t.name, strange: true}}
	for _, i := range objectItems(object) {
		switch i.name {
		case keyForEach:
			made.each.over = i.expr
		case keyIterator:
			made.each.iterator = hcl.ExprAsKeyword(i.expr)
		case keyContent:
			if objects := objectsOf(i.expr); len(objects) == 1 {
				made.object = objects[0]
			}
		}
	}
	made.each.strange = made.each.over == nil || made.object == nil
	return made
}

// objectItems are the keys of an object in JSON.
func objectItems(object hcl.Expression) []item {
	pairs, _ := hcl.ExprMap(object)
	items := make([]item, 0, len(pairs))
	for _, p := range pairs {
		if key, known := literalKey(p.Key); known {
			items = append(items, item{name: key, at: p.Key.Range(), expr: p.Value})
		}
	}
	return items
}

// literalKey is a key of an object that needs no evaluation.
func literalKey(expr hcl.Expression) (string, bool) {
	v, diags := expr.Value(nil)
	if diags.HasErrors() {
		return "", false
	}
	v, _ = v.Unmark()
	if v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return "", false
	}
	return v.AsString(), true
}

// inside are the items of a block.
func (s syntax) inside(i item, known fields) []item {
	if i.native != nil {
		return s.nativeItems(i.native)
	}
	if i.object == nil {
		return nil
	}
	return shaped(objectItems(i.object), known)
}
