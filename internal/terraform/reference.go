package terraform

import (
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/ext/typeexpr"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/convert"
)

// context makes a context with all that references name, and no more.
func (s *scope) context(refs []hcl.Traversal, extra *hcl.EvalContext) *hcl.EvalContext {
	names := naming{scope: s, extra: extra, tree: &named{}, asked: map[string]*asked{}}
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
	tree  *named
	// asked are the attributes of resources and modules that are asked for.
	asked map[string]*asked
	order []string
}

// named is the value of a name, or else those of the names in it.
type named struct {
	value   cty.Value
	members map[string]*named
}

// put gives a name a value. One that is known as a whole has no members.
func (n *named) put(v cty.Value, path ...string) {
	at := n
	for _, name := range path {
		if at.members == nil {
			at.members = map[string]*named{}
		}
		if at.members[name] == nil {
			at.members[name] = &named{}
		}
		at = at.members[name]
	}
	at.value = v
}

// all is the value of a name.
func (n *named) all() cty.Value {
	if n.value != cty.NilVal {
		return n.value
	}
	return cty.ObjectVal(n.values())
}

func (n *named) values() map[string]cty.Value {
	values := make(map[string]cty.Value, len(n.members))
	for name, member := range n.members {
		values[name] = member.all()
	}
	return values
}

// asked are the attributes of a resource or a module that are asked for.
type asked struct {
	// path is where the value is, and root and name are the last two of it.
	path       []string
	root, name string
	attributes map[string]hcl.Range
	// elements are the attributes of instances, such as those of type.name["eu"].
	elements []elementAsked
	// whole says that it is asked for as a whole.
	whole bool
	at    hcl.Range
}

// elementAsked is an attribute of an instance that is asked for.
type elementAsked struct{ key, attribute string }

// text is the name as it is written.
func (a *asked) text() string { return a.root + "." + a.name }

// add takes what a reference names.
func (n *naming) add(t hcl.Traversal) {
	root := t.RootName()
	if inContext(n.extra, root) {
		return
	}
	name := attributeAt(t, 1)
	switch root {
	case "var", "local":
		n.addNamed(root, name, t.SourceRange())
	case "each", "count", "self":
		n.tree.put(n.scope.repetition(root, reference(t)), root)
	case "path", "terraform", "tofu":
		n.addOfRun(root)
	case "data":
		n.addData(t)
	case "ephemeral", "action", "list", "template", "lazy", "arg":
		n.tree.put(later(cty.DynamicPseudoType, reference(t), "is known when Terraform runs"), root)
	case "resource":
		n.ask([]string{root}, name, attributeAt(t, 2), attributeAt(t, 3), t)
	case "module":
		attribute := attributeAt(t, 2)
		if attribute == "" && len(t) > 3 { // module.x[0].output
			attribute = attributeAt(t, 3)
		}
		n.ask(nil, root, name, attribute, t)
	default:
		n.ask(nil, root, name, attributeAt(t, 2), t)
	}
}

// addOfRun takes what is known of the run: the folders, and not the workspace.
func (n *naming) addOfRun(root string) {
	if root == "path" {
		n.tree.put(cty.StringVal(n.scope.modulePath()), root, "module")
		n.tree.put(cty.StringVal("."), root, "root")
		n.tree.put(later(cty.String, "path.cwd", notBefore), root, "cwd")
		return
	}
	n.tree.put(later(cty.String, root+".workspace", notBefore), root, "workspace")
	n.tree.put(later(cty.String, root+".env", notBefore), root, "env")
	n.tree.put(later(cty.Bool, root+".applying", notBefore), root, "applying")
}

// notBefore, afterApply and whenRun are why values are not known of which nothing is
// written.
const (
	notBefore  = "is not known before Terraform runs"
	afterApply = "is known after apply"
	whenRead   = "is read when Terraform runs"
)

// later is a value that is not known until Terraform runs.
func later(t cty.Type, name, when string) cty.Value {
	v := cty.UnknownVal(t)
	if t != cty.DynamicPseudoType {
		v = v.RefineNotNull()
	}
	return v.Mark(because("`" + name + "` " + when))
}

// addData takes data.type.name.
func (n *naming) addData(t hcl.Traversal) {
	typ, name := attributeAt(t, 1), attributeAt(t, 2)
	v := later(cty.DynamicPseudoType, reference(t), whenRead)
	switch {
	case typ == "" || name == "":
		n.tree.put(v, "data")
	case n.scope.module.data[typ+"."+name] == nil:
		n.tree.put(n.scope.undeclared(reference(t[:3]), t.SourceRange(), "declare the data source").value, "data", typ, name)
	default:
		n.tree.put(v, "data", typ, name)
	}
}

// addNamed takes var.name or local.name.
func (n *naming) addNamed(root, name string, at hcl.Range) {
	switch {
	case name == "":
		n.tree.put(cty.DynamicVal, root)
	case root == "var":
		n.tree.put(n.scope.variable(name, at).value, root, name)
	default:
		n.tree.put(n.scope.local(name, at).value, root, name)
	}
}

// repetition is each or count, which are not known outside of what is repeated.
func (s *scope) repetition(root, text string) cty.Value {
	if v, ok := s.repeated[root]; ok {
		return v
	}
	return later(cty.DynamicPseudoType, text, "has no value here")
}

// ask notes a reference to an attribute of a resource or a module, "" for the whole of it.
func (n *naming) ask(above []string, root, name, attribute string, t hcl.Traversal) {
	path := slices.Concat(above, []string{root, name})
	key := strings.Join(path, ".")
	a := n.asked[key]
	if a == nil {
		a = &asked{path: path, root: root, name: name, attributes: map[string]hcl.Range{}, at: t.SourceRange()}
		n.asked[key] = a
		n.order = append(n.order, key)
	}
	steps := len(path)
	switch key := keyAt(t, steps); {
	case root != "module" && key != "" && attributeAt(t, steps+1) != "":
		a.elements = append(a.elements, elementAsked{key: key, attribute: attributeAt(t, steps+1)})
		return
	case attribute == "":
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
		case a.root == "" || a.name == "":
			n.tree.put(cty.DynamicVal, strings.Split(strings.TrimRight(key, "."), ".")...)
		case a.root == "module":
			n.tree.put(caller{n.scope}.moduleValue(a), a.path...)
		default:
			n.tree.put(n.scope.resourceValue(a), a.path...)
		}
	}
	return n.tree.values()
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

// keyAt is the key of an instance that a step has, as addresses have it, "" for none.
func keyAt(t hcl.Traversal, i int) string {
	if i >= len(t) {
		return ""
	}
	step, ok := t[i].(hcl.TraverseIndex)
	if !ok || !step.Key.IsKnown() || step.Key.IsNull() {
		return ""
	}
	switch step.Key.Type() {
	case cty.String:
		return "[" + strconv.Quote(step.Key.AsString()) + "]"
	case cty.Number:
		return "[" + step.Key.AsBigFloat().Text('f', -1) + "]"
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
		r = lacking("`" + s.address + "var." + v.name + "` has no value")
	case r.reason == "" && !r.value.IsWhollyKnown():
		r = lacking("what sets `" + s.address + "var." + v.name + "` is not read")
	}
	return r, at
}

// fit gives a value the type of its variable.
func (s *scope) fit(v *variable, r result, at hcl.Range) result {
	value, err := convertTo(v.optional.fill(r.value), v.typ, v.defaults)
	if err != nil {
		s.evaluation.fault(at, "the value of the variable `"+v.name+"` is not of its type, `"+typeexpr.TypeString(v.typ)+"`: correct the value or the type")
		r = lackingOf(v.typ.WithoutOptionalAttributesDeep(), "the value of `"+s.address+"var."+v.name+"` is not of its type")
		value = r.value
	}
	if !v.nullable && value.IsNull() {
		s.evaluation.fault(at, "the variable `"+v.name+"` may not be null: give it a value")
		r = lackingOf(value.Type(), "`"+s.address+"var."+v.name+"` is null, which it may not be")
		value = r.value
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
		preparer{s}.prepare(native)
	}
	v, diags, stopped := s.evaluation.budget.value(expr, nil)
	if stopped == "" && diags.HasErrors() {
		stopped = "is no constant"
	}
	if stopped != "" {
		return lacking(reasoner{s}.quote(expr) + " " + stopped)
	}
	admitted, ok := s.evaluation.budget.admit(v)
	if !ok {
		return lackingOf(admitted.Type(), reasoner{s}.quote(expr)+" "+tooLarge)
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

// resourceValue is what the configuration says of a resource's attributes: those that are
// written are known and not null, all others are known after apply.
func (s *scope) resourceValue(a *asked) cty.Value {
	b := s.module.resources[a.text()]
	if b == nil {
		return s.undeclared(a.text(), a.at, "declare the resource").value
	}
	repeated := repeatedBy(b.arguments())
	switch {
	case a.whole || repeated != "" && len(a.attributes) > 0 || repeated == "" && len(a.elements) > 0:
		return later(cty.DynamicPseudoType, a.text(), afterApply)
	case repeated != "":
		return s.elementsAsked(b, a, repeated)
	}
	values := map[string]cty.Value{}
	for name := range a.attributes {
		values[name] = s.resourceAttribute(b, instance{}, name).value
	}
	return cty.ObjectVal(values)
}

// elementsAsked are the instances of a resource that are asked for.
func (s *scope) elementsAsked(b *block, a *asked, repeated string) cty.Value {
	found := repeater{s.base()}.instances(b)
	if found.unknown != "" {
		return unknown(cty.DynamicPseudoType, found.unknown)
	}
	attributes := map[string]map[string]cty.Value{}
	for _, e := range a.elements {
		if attributes[e.key] == nil {
			attributes[e.key] = map[string]cty.Value{}
		}
		attributes[e.key][e.attribute] = cty.DynamicVal
	}
	list, members := make([]cty.Value, len(found.list)), map[string]cty.Value{}
	for k, i := range found.list {
		list[k] = cty.DynamicVal
		if of, ok := attributes[i.key]; ok {
			for name := range of {
				of[name] = s.resourceAttribute(b, i, name).value
			}
			list[k] = cty.ObjectVal(of)
			members[i.name] = list[k]
		}
	}
	if repeated == "count" {
		return cty.TupleVal(list)
	}
	return cty.ObjectVal(members)
}

// resourceAttribute is an attribute of an instance of a resource.
func (s *scope) resourceAttribute(b *block, i instance, name string) result {
	key := b.typ + "." + b.name + i.key + "." + name
	after := lacking("`" + key + "` " + afterApply)
	written := b.arguments()[name]
	if written == nil {
		return after
	}
	return s.once(key, written.Range, func() result {
		r := repeater{s}.with(i).eval(written.Expr, nil)
		if isNull(r.value) {
			return after
		}
		return r
	})
}
