package terraform

import (
	"bytes"
	"cmp"
	"fmt"
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
	// busy says that its instances are being evaluated.
	busy bool
}

// caller reads the modules that the module of a scope calls.
type caller struct{ *scope }

// calls returns the instances of a called module, none where it is not on disk: then that
// is noted.
func (s caller) calls(name string) []*scope { return s.call(name).scopes }

// call is the call of a module, made once.
func (s caller) call(name string) *call {
	if c, ok := s.memo.children[name]; ok {
		return c
	}
	b := s.module.calls[name]
	c := &call{busy: true, lacking: "`module." + name + "` refers to itself"}
	s.memo.children[name] = c
	c.instances, c.repeated = repeater{s.base()}.instances(b), repeatedBy(b.arguments())
	c.busy, c.lacking = false, ""
	if len(c.instances.list) > 0 {
		c.scopes, c.lacking = s.instantiate(b, c.instances)
	}
	return c
}

// repeatedBy is count, for_each or "".
func repeatedBy(written hcl.Attributes) string {
	for _, argument := range []string{"count", "for_each"} {
		if written[argument] != nil {
			return argument
		}
	}
	return ""
}

// instantiate makes the instances of a called module, or says why it is not read.
func (s caller) instantiate(b *block, found instances) (scopes []*scope, lacking string) {
	folder, lacking := s.folderOf(b)
	if lacking != "" {
		return nil, lacking
	}
	if !s.evaluation.budget.made(len(found.list)) {
		s.evaluation.fault(b.at, fmt.Sprintf("`module.%s` is not evaluated, since modules and resources may have %d instances together: check fewer modules at once", b.name, mostOfAll))
		return nil, "`module." + b.name + "` makes more instances than gwlint evaluates"
	}
	l := s.evaluation.configuration.loader
	m := moduleReader{l}.module(folder)
	masker{l}.maskArguments(b, m)
	s.checkArguments(b, m)
	for _, i := range found.list {
		child := s.child(b, m, i)
		child.uncertain = cmp.Or(found.unknown, s.uncertain)
		scopes = append(scopes, child)
		s.evaluation.progress.reach(child)
	}
	return scopes, ""
}

// child is the scope of an instance of a called module.
func (s caller) child(b *block, m *module, i instance) *scope {
	child := s.evaluation.scope(m)
	child.parent = s.scope
	child.address = s.address + "module." + b.name + i.key + "."
	child.path = strings.TrimPrefix(s.path+"."+b.name, ".")
	caller := repeater(s).with(i)
	for name, a := range b.arguments() {
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
func (s caller) checkArguments(b *block, m *module) {
	if m.broken {
		return
	}
	written := b.arguments()
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
func (s caller) folderOf(b *block) (folder, lacking string) {
	written, name := b.arguments(), "`module."+b.name+"`"
	from, ok := writtenText(written["source"])
	l := s.evaluation.configuration.loader
	local := strings.HasPrefix(from, "./") || strings.HasPrefix(from, "../")
	switch {
	case !ok:
		s.evaluation.fault(b.at, name+" has no source: write it as text, such as \"./modules/gateway\"")
		return "", name + " has no source that is written as text"
	case local:
		folder = filepath.Join(s.module.folder, filepath.FromSlash(from))
	default:
		folder = l.onDisk[strings.TrimPrefix(s.path+"."+b.name, ".")]
	}
	switch {
	case folder == "" || !local && !isFolder(folder):
		return "", s.unread(b, "is not on disk: run `terraform init` in the root module's folder")
	case l.isOutside(folder):
		return "", s.unread(b, "lies outside of the folder that is checked: check a folder that has both")
	case !isFolder(folder):
		s.evaluation.fault(written["source"].Expr.Range(), "the source of "+name+" is no folder: correct it")
		return "", "the source of " + name + " is no folder"
	}
	for up := s.scope; up != nil; up = up.parent {
		if realPath(up.module.folder) == realPath(folder) {
			s.evaluation.fault(b.at, name+" is called from itself without end: give it another source")
			return "", name + " calls itself"
		}
	}
	return folder, ""
}

func isFolder(path string) bool {
	info, err := os.Stat(path) //nolint:gosec // whoever reads from the folder asks whether it is outside
	return err == nil && info.IsDir()
}

// unread notes that a module is not read: a fault where the call speaks of what is wanted.
func (s caller) unread(b *block, why string) (reason string) {
	c := s.evaluation.configuration
	reason, _, _ = strings.Cut("`module."+b.name+"` "+why, ":")
	spot, _ := c.loader.spot(b.at)
	switch speaks := c.options.Speaks; {
	case spot.Text == nil || s.evaluation.unread[b]:
	case speaks != nil && speaks(s.textOfCall(b)):
		s.evaluation.fault(b.at, "`module."+b.name+"` "+why)
	default:
		s.evaluation.notRead = append(s.evaluation.notRead, Unread{
			Address: s.address + "module." + b.name, File: spot.Text.File, At: spot.Text.Position(spot.Range.Start), Reason: reason,
		})
	}
	s.evaluation.unread[b] = true
	return reason
}

// textOfCall is the call of a module as it is written, its arguments one by one.
func (s caller) textOfCall(b *block) []byte {
	var text bytes.Buffer
	fmt.Fprintf(&text, "module %q\n", b.name)
	written := b.arguments()
	for _, name := range sorted(written) {
		fmt.Fprintf(&text, "%s = ", name)
		if spot, ok := s.evaluation.configuration.loader.spot(written[name].Expr.Range()); ok {
			_, _ = text.Write(spot.Text.Bytes[spot.Range.Start:spot.Range.End])
		}
		_ = text.WriteByte('\n')
	}
	return text.Bytes()
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
func (s caller) moduleValue(a *asked) cty.Value {
	if s.module.calls[a.name] == nil {
		return s.undeclared("module."+a.name, a.at, "declare the module").value
	}
	c := s.call(a.name)
	if c.busy {
		s.circle([]string{"module." + a.name}, a.at)
	}
	if reason := cmp.Or(c.lacking, c.instances.unknown); reason != "" {
		return unknown(cty.DynamicPseudoType, reason)
	}
	switch c.repeated {
	case "count":
		list := make([]cty.Value, len(c.scopes))
		for i, child := range c.scopes {
			list[i] = caller{child}.outputs(a)
		}
		return cty.TupleVal(list)
	case "for_each":
		members := map[string]cty.Value{}
		for i, child := range c.scopes {
			members[c.instances.list[i].name] = caller{child}.outputs(a)
		}
		return cty.ObjectVal(members)
	}
	return caller{c.scopes[0]}.outputs(a)
}

// outputs are those of the module that are asked for.
func (s caller) outputs(a *asked) cty.Value {
	if s.module.broken && a.whole {
		return unknown(cty.DynamicPseudoType, "the outputs of `"+strings.TrimSuffix(s.address, ".")+"` are not read whole")
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
func (s caller) output(name string, at hcl.Range) result {
	return s.once("output."+name, at, func() result {
		attribute := s.module.outputs[name]
		if attribute == nil {
			return s.undeclared(strings.TrimPrefix(s.address, s.parent.address)+name, at, "declare the output there")
		}
		r := s.eval(attribute.Expr, nil)
		if s.module.secrets[name] {
			r.value = r.value.Mark(sensitive{})
		}
		return r
	})
}

// sorted are the keys of a map in order.
func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
