package terraform

import (
	"path/filepath"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// context makes a context with all that references name, and no more.
func (s *scope) context(refs []hcl.Traversal, extra *hcl.EvalContext) *hcl.EvalContext {
	names := naming{scope: s, extra: extra, roots: map[string]cty.Value{}, members: map[string]map[string]cty.Value{}, asked: map[string]*asked{}}
	for _, t := range refs {
		names.add(t)
	}
	base := extra
	if base == nil {
		base = &hcl.EvalContext{}
	}
	ctx := base.NewChild()
	ctx.Variables, ctx.Functions = names.values(), s.functions
	return ctx
}

// naming collects the values of names.
type naming struct {
	scope *scope
	extra *hcl.EvalContext
	// roots are values of whole names, and members those of names like var.
	roots   map[string]cty.Value
	members map[string]map[string]cty.Value
	// asked are the attributes of resources and modules that are asked for.
	asked map[string]*asked
	order []string
}

// asked are the attributes of a resource or a module that are asked for.
type asked struct {
	root, name string
	attributes map[string]hcl.Range
	// whole says that it is asked for as a whole.
	whole bool
	at    hcl.Range
}

// add takes what a reference names.
func (n *naming) add(t hcl.Traversal) {
	root := t.RootName()
	if inContext(n.extra, root) {
		return
	}
	if root == "resource" && len(t) > 1 {
		n.addResourceKeyword(t)
		return
	}
	name := attributeAt(t, 1)
	switch root {
	case "var", "local":
		n.addNamed(root, name, t.SourceRange())
	case "each", "count", "self":
		n.roots[root] = cty.DynamicVal
		if v, ok := n.scope.repeated[root]; ok {
			n.roots[root] = v
		}
	case "path":
		n.put(root, "module", cty.StringVal(n.scope.modulePath()))
		n.put(root, "root", cty.StringVal("."))
		n.put(root, "cwd", cty.UnknownVal(cty.String).RefineNotNull())
	case "terraform", "tofu":
		n.put(root, "workspace", cty.UnknownVal(cty.String).RefineNotNull())
		n.put(root, "env", cty.UnknownVal(cty.String).RefineNotNull())
		n.put(root, "applying", cty.UnknownVal(cty.Bool).RefineNotNull())
	case "data":
		n.scope.declared(t)
		n.roots[root] = cty.DynamicVal
	case "ephemeral", "action", "list", "template", "lazy", "arg":
		n.roots[root] = cty.DynamicVal
	default:
		n.ask(root, name, t)
	}
}

// addResourceKeyword takes a reference like resource.type.name.attribute.
func (n *naming) addResourceKeyword(t hcl.Traversal) {
	n.roots["resource"] = cty.DynamicVal
	n.scope.declared(t)
}

// addNamed takes var.name or local.name.
func (n *naming) addNamed(root, name string, at hcl.Range) {
	switch {
	case name == "":
		n.roots[root] = cty.DynamicVal
	case root == "var":
		n.put(root, name, n.scope.variable(name, at).value)
	default:
		n.put(root, name, n.scope.local(name, at).value)
	}
}

func (n *naming) put(root, name string, v cty.Value) {
	if n.members[root] == nil {
		n.members[root] = map[string]cty.Value{}
	}
	n.members[root][name] = v
}

// ask notes a reference to a resource or to a module.
func (n *naming) ask(root, name string, t hcl.Traversal) {
	key := root + "." + name
	a := n.asked[key]
	if a == nil {
		a = &asked{root: root, name: name, attributes: map[string]hcl.Range{}, at: t.SourceRange()}
		n.asked[key] = a
		n.order = append(n.order, key)
	}
	attribute := attributeAt(t, 2)
	if root == "module" && attribute == "" && len(t) > 3 { // module.x[0].output
		attribute = attributeAt(t, 3)
	}
	if attribute == "" {
		a.whole = true
		return
	}
	a.attributes[attribute] = t.SourceRange()
}

// values are those of all names that were taken.
func (n *naming) values() map[string]cty.Value {
	for _, key := range n.order {
		a := n.asked[key]
		switch {
		case a.name == "":
			n.roots[a.root] = cty.DynamicVal
		case a.root == "module":
			n.put(a.root, a.name, n.scope.moduleValue(a))
		default:
			n.put(a.root, a.name, n.scope.resourceValue(a))
		}
	}
	for root, members := range n.members {
		if _, whole := n.roots[root]; !whole {
			n.roots[root] = cty.ObjectVal(members)
		}
	}
	return n.roots
}

func inContext(ctx *hcl.EvalContext, name string) bool {
	for ; ctx != nil; ctx = ctx.Parent() {
		if _, ok := ctx.Variables[name]; ok {
			return true
		}
	}
	return false
}

// attributeAt is the name of a step, "" where it is an index, or not there.
func attributeAt(t hcl.Traversal, i int) string {
	if i >= len(t) {
		return ""
	}
	if step, ok := t[i].(hcl.TraverseAttr); ok {
		return step.Name
	}
	return ""
}

// modulePath is the folder of the module as path.module has it: seen from the root
// module's folder.
func (s *scope) modulePath() string {
	rel, err := filepath.Rel(s.evaluation.configuration.Folder, s.module.folder)
	if err != nil {
		return "."
	}
	return filepath.ToSlash(rel)
}

// variable is the value of a variable of the module.
func (s *scope) variable(name string, at hcl.Range) result {
	return s.once("var."+name, at, func() result {
		declared := s.module.variables[name]
		if declared == nil {
			return s.undeclared("var."+name, at, "declare the variable")
		}
		r, from := s.given(declared)
		return s.fit(declared, r, from)
	})
}

// given is the value that a variable is given, or its default, and the place of that.
func (s *scope) given(v *variable) (r result, at hcl.Range) {
	r, at = result{value: cty.NilVal}, v.at
	if b, ok := s.inputs[v.name]; ok {
		r, at = s.bound(b), b.place(v.at)
	}
	absent := r.value == cty.NilVal || isNull(r.value) && !v.nullable
	if absent && v.fallback != nil {
		return s.base().constant(v.fallback), v.fallback.Range()
	}
	switch {
	case r.value == cty.NilVal:
		r = result{value: cty.UnknownVal(cty.DynamicPseudoType), reason: "`" + s.address + "var." + v.name + "` has no value"}
	case r.reason == "" && !r.value.IsWhollyKnown():
		r.reason = "what sets `" + s.address + "var." + v.name + "` is not read"
	}
	return r, at
}

// fit gives a value the type of its variable.
func (s *scope) fit(v *variable, r result, at hcl.Range) result {
	value, err := convertTo(v.optional.fill(r.value), v.typ, v.defaults)
	if err != nil {
		s.evaluation.fault(at, "the value of variable `"+v.name+"` is refused by its type: give it "+v.typ.FriendlyName())
		value, r.reason = cty.UnknownVal(v.typ.WithoutOptionalAttributesDeep()), "the value of `var."+v.name+"` does not fit its type"
	}
	if !v.nullable && !value.IsKnown() && value.Type() != cty.DynamicPseudoType {
		value = value.RefineNotNull()
	}
	if v.sensitive {
		value = value.Mark(sensitive{})
	}
	return result{value: value, reason: r.reason}
}

// bound is the value of what is bound to a variable.
func (s *scope) bound(b bound) result {
	switch {
	case b.expr == nil:
		return result{value: b.value}
	case b.scope == nil:
		return s.constant(b.expr)
	}
	r := b.scope.eval(b.expr, nil)
	r.value = traced(r.value, b.expr)
	return r
}

// place is where it is bound.
func (b bound) place(otherwise hcl.Range) hcl.Range {
	if b.expr == nil {
		return otherwise
	}
	return b.expr.Range()
}

// constant evaluates an expression that may refer to nothing, such as a default.
func (s *scope) constant(expr hcl.Expression) result {
	if native := hcl.UnwrapExpression(expr); isNative(native) {
		s.prepare(native)
	}
	v, diags, stopped := s.evaluation.budget.value(expr, nil)
	if stopped == "" && diags.HasErrors() {
		stopped = "is no constant"
	}
	if stopped != "" {
		return lacking(s.quote(expr) + " " + stopped)
	}
	admitted, ok := s.evaluation.budget.admit(v)
	if !ok {
		return result{value: admitted, reason: s.quote(expr) + " " + tooLarge}
	}
	return result{value: traced(v, expr)}
}

func isNull(v cty.Value) bool { return v != cty.NilVal && v.IsNull() }

// convertTo gives a value a type and the defaults of its optional attributes.
func convertTo(v cty.Value, t cty.Type, d *typeexpr.Defaults) (cty.Value, error) {
	if d != nil && v.IsKnown() && !v.IsNull() {
		v = d.Apply(v)
	}
	return convert.Convert(v, t)
}

// local is the value of a local of the module.
func (s *scope) local(name string, at hcl.Range) result {
	return s.once("local."+name, at, func() result {
		attribute := s.module.locals[name]
		if attribute == nil {
			return s.undeclared("local."+name, at, "define the local")
		}
		r := s.base().eval(attribute.Expr, nil)
		r.value = traced(r.value, attribute.Expr)
		return r
	})
}

// undeclared is what is not declared: a fault, unless a file was not read that may do so.
func (s *scope) undeclared(name string, at hcl.Range, remedy string) result {
	if s.module.broken {
		return lacking("`" + name + "` is not declared in the files that parse")
	}
	s.evaluation.fault(at, "`"+name+"` is not declared: "+remedy)
	return lacking("`" + name + "` is not declared")
}

// declared notes a reference to a data source or to a resource that is not declared.
func (s *scope) declared(t hcl.Traversal) {
	typ, name := attributeAt(t, 1), attributeAt(t, 2)
	if typ == "" || name == "" {
		return
	}
	list := s.module.data
	if t.RootName() == "resource" {
		list = s.module.resources
	}
	if list[typ+"."+name] == nil {
		s.undeclared(t.RootName()+"."+typ+"."+name, t.SourceRange(), "declare it")
	}
}

// resourceValue is what the configuration says of a resource's attributes: those that are
// written are known and not null, all others are known after apply.
func (s *scope) resourceValue(a *asked) cty.Value {
	b := s.module.resources[a.root+"."+a.name]
	if b == nil {
		s.undeclared(a.root+"."+a.name, a.at, "declare the resource")
		return cty.DynamicVal
	}
	if a.whole || s.repeats(b) {
		return cty.DynamicVal
	}
	written := b.arguments()
	values := map[string]cty.Value{}
	for name := range a.attributes {
		values[name] = s.resourceAttribute(b, name, written[name]).value
	}
	return cty.ObjectVal(values)
}

// resourceAttribute is an attribute of a resource without count and for_each.
func (s *scope) resourceAttribute(b *block, name string, written *hcl.Attribute) result {
	key := b.typ + "." + b.name + "." + name
	after := lacking("`" + key + "` is known after apply")
	if written == nil {
		return after
	}
	return s.once(key, written.Range, func() result {
		r := s.base().eval(written.Expr, nil)
		if isNull(r.value) {
			return after
		}
		r.value = traced(r.value, written.Expr)
		return r
	})
}
