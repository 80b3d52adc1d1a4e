package terraform

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"
)

// call is what became of the call of a module.
type call struct {
	instances instances
	scopes    []*scope // one of each instance
	// repeated is count, for_each or "".
	repeated string
	// lacking is why the module is not read, "" where it is.
	lacking string
}

// calls returns the instances of a called module, none where it is not on disk: then that
// is noted.
func (s *scope) calls(name string) []*scope { return s.call(name).scopes }

// call is the call of a module, made once.
func (s *scope) call(name string) *call {
	if c, ok := s.memo.children[name]; ok {
		return c
	}
	c := &call{lacking: "`module." + name + "` refers to itself"}
	s.memo.children[name] = c
	b := s.module.calls[name]
	written := b.arguments()
	folder, lacking := s.folderOf(b, written)
	if lacking != "" {
		c.lacking = lacking
		return c
	}
	m := s.evaluation.configuration.loader.module(folder)
	*c = call{instances: s.base().instances(b)}
	switch {
	case written["count"] != nil:
		c.repeated = "count"
	case written["for_each"] != nil:
		c.repeated = "for_each"
	}
	s.checkArguments(b, m, written)
	for _, i := range c.instances.list {
		c.scopes = append(c.scopes, s.child(b, m, i, written))
	}
	return c
}

// child is the scope of an instance of a called module.
func (s *scope) child(b *block, m *module, i instance, written hcl.Attributes) *scope {
	child := s.evaluation.scope(m)
	child.parent = s
	child.address = s.address + "module." + b.name + i.key + "."
	child.path = strings.TrimPrefix(s.path+"."+b.name, ".")
	caller := s.with(i)
	for name, a := range written {
		if !callArguments[name] {
			child.inputs[name] = bound{expr: a.Expr, scope: caller, at: a.NameRange}
		}
	}
	return child
}

// callArguments are those of a module block that are no variables of the module.
var callArguments = map[string]bool{
	"source": true, "version": true, "count": true, "for_each": true, "providers": true, "depends_on": true,
}

// checkArguments notes arguments of a call that the module does not take, and those that
// it needs. Where a file of it is not read it may declare them there.
func (s *scope) checkArguments(b *block, m *module, written hcl.Attributes) {
	if m.broken {
		return
	}
	for _, name := range sorted(written) {
		if !callArguments[name] && m.variables[name] == nil {
			s.evaluation.fault(written[name].NameRange, "module `"+b.name+"` has no variable `"+name+"`: take the argument out, or declare it there")
		}
	}
	for _, name := range sorted(m.variables) {
		if m.variables[name].fallback == nil && written[name] == nil {
			s.evaluation.fault(b.at, "module `"+b.name+"` needs the argument `"+name+"`: write it")
		}
	}
}

// folderOf is the folder of a called module, or why it is not read.
func (s *scope) folderOf(b *block, written hcl.Attributes) (folder, lacking string) {
	source, ok := writtenText(written["source"])
	if !ok {
		return "", "`module." + b.name + "` has no source that is written as text"
	}
	l := s.evaluation.configuration.loader
	folder = filepath.Join(s.module.folder, filepath.FromSlash(source))
	if !strings.HasPrefix(source, "./") && !strings.HasPrefix(source, "../") {
		folder = l.onDisk[strings.TrimPrefix(s.path+"."+b.name, ".")]
	}
	if info, err := os.Stat(folder); folder == "" || err != nil || !info.IsDir() {
		return "", "the module of `module." + b.name + "` is not on disk"
	}
	for up := s; up != nil; up = up.parent {
		if up.module.folder == folder {
			s.evaluation.fault(b.at, "module `"+b.name+"` calls itself: give it another source")
			return "", "`module." + b.name + "` calls itself"
		}
	}
	return folder, ""
}

// writtenText is the text that an argument is written as.
func writtenText(a *hcl.Attribute) (text string, ok bool) {
	if a == nil {
		return "", false
	}
	v, diags := a.Expr.Value(nil)
	v, _ = v.Unmark()
	if diags.HasErrors() || v.Type() != cty.String || v.IsNull() || !v.IsKnown() {
		return "", false
	}
	return v.AsString(), true
}

// moduleValue are the outputs of a module that are asked for.
func (s *scope) moduleValue(a *asked) cty.Value {
	if s.module.calls[a.name] == nil {
		s.undeclared("module."+a.name, a.at, "declare the module")
		return cty.DynamicVal
	}
	c := s.call(a.name)
	if c.lacking != "" || c.instances.unknown != "" {
		return cty.DynamicVal
	}
	switch c.repeated {
	case "count":
		list := make([]cty.Value, len(c.scopes))
		for i, child := range c.scopes {
			list[i] = child.outputs(a)
		}
		return cty.TupleVal(list)
	case "for_each":
		members := map[string]cty.Value{}
		for i, child := range c.scopes {
			key := c.instances.list[i].repeated["each"].GetAttr("key")
			members[key.AsString()] = child.outputs(a)
		}
		return cty.ObjectVal(members)
	}
	return c.scopes[0].outputs(a)
}

// outputs are those of the module that are asked for.
func (s *scope) outputs(a *asked) cty.Value {
	if s.module.broken && a.whole {
		return cty.DynamicVal
	}
	values := map[string]cty.Value{}
	if a.whole {
		for name := range s.module.outputs {
			values[name] = s.output(name, a.at).value
		}
	}
	for name, at := range a.attributes {
		values[name] = s.output(name, at).value
	}
	return cty.ObjectVal(values)
}

// output is the value of an output of the module.
func (s *scope) output(name string, at hcl.Range) result {
	return s.once("output."+name, at, func() result {
		attribute := s.module.outputs[name]
		if attribute == nil {
			return s.undeclared(strings.TrimPrefix(s.address, s.parent.address)+name, at, "declare the output there")
		}
		r := s.eval(attribute.Expr, nil)
		r.value = traced(r.value, attribute.Expr)
		return r
	})
}

// whyNotModule says why an output of a module is not known.
func (s *scope) whyNotModule(name, text string) string {
	c := s.memo.children[name]
	switch {
	case c == nil:
		return text + " is not declared"
	case c.lacking != "":
		return c.lacking
	case c.instances.unknown != "":
		return c.instances.unknown
	}
	for _, child := range c.scopes {
		for _, output := range sorted(child.module.outputs) {
			if r := child.memo.results["output."+output]; r.reason != "" {
				return r.reason
			}
		}
	}
	return text + " is not known"
}

// sorted are the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
