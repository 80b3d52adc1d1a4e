package terraform

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// planConfiguration is what a plan says of the configuration that it is of: which
// arguments are written, by constants or by references. It says nothing of dynamic blocks.
type planConfiguration struct {
	root *source.Node
	// variables are the values of those of the root module, nil where the plan has none.
	variables *source.Node
	// modules are those that were asked for, by the names of their calls.
	modules map[string]*planModule
}

// planModule is a module of a plan's configuration. A nil one is not known.
type planModule struct {
	configuration *planConfiguration
	node          *source.Node
	// caller is the module that calls it, with arguments; nil of the root module.
	caller    *planModule
	arguments *source.Node
	// resources are the expressions of its resources, by type.name, once one was asked for.
	resources map[string]configured
}

func newPlanConfiguration(plan *source.Node) planConfiguration {
	c := planConfiguration{
		root: plan.Get(keyConfiguration).Get(keyRootModule), variables: plan.Get(keyVariables),
		modules: map[string]*planModule{},
	}
	return c
}

// module returns the module at an address, nil for the root's.
func (c *planConfiguration) module(address *source.Node) *planModule {
	if address == nil || address.Kind == source.Null {
		return c.called("")
	}
	calls, ok := callsOf(stringOf(address))
	if !ok {
		return nil
	}
	return c.called(calls)
}

// called returns a module by the names of the calls that lead to it.
func (c *planConfiguration) called(calls string) *planModule {
	if m, known := c.modules[calls]; known {
		return m
	}
	var m *planModule
	switch {
	case calls != "":
		above, name := "", calls
		if i := strings.LastIndexByte(calls, '.'); i >= 0 {
			above, name = calls[:i], calls[i+1:]
		}
		caller := c.called(above)
		if call := caller.get(keyModuleCalls).Get(name); call.Get(keyModule) != nil {
			m = &planModule{configuration: c, node: call.Get(keyModule), caller: caller, arguments: call.Get(keyExpressions)}
		}
	case c.root != nil:
		m = &planModule{configuration: c, node: c.root}
	}
	c.modules[calls] = m
	return m
}

// get returns what a module has under a key.
func (p *planModule) get(key string) *source.Node {
	if p == nil {
		return nil
	}
	return p.node.Get(key)
}

// written returns what is written of a resource.
func (p *planModule) written(typ, name string) configured {
	if p == nil {
		return configured{}
	}
	if p.resources == nil {
		p.resources = map[string]configured{}
		if list := p.get(keyResources); list != nil {
			for _, item := range list.Items() {
				if stringOf(item.Get(keyMode)) != "data" {
					p.resources[stringOf(item.Get(keyType))+"."+stringOf(item.Get(keyName))] = configuredIn(item.Get(keyExpressions))
				}
			}
		}
	}
	return p.resources[typ+"."+name]
}

// configured is what the configuration of a plan says of a value.
type configured struct {
	// told says that it is known whether the value is written.
	told bool
	// node is its expression, or the expressions in its blocks; nil where it is not written.
	node *source.Node
	// constant says that node is no expression, and the very value.
	constant bool
	// opaque says that the expression has no more than calls of functions: what is in its
	// value is not told.
	opaque bool
}

// configuredIn is what blocks and expressions say, none where there is no argument.
func configuredIn(node *source.Node) configured { return configured{told: true, node: node} }

// at returns what is said of a key of a block or of an object.
func (w configured) at(key string) configured {
	switch {
	case w.opaque:
		return configured{}
	case !w.told || w.node == nil:
		return w
	case w.constant:
		return configured{told: true, node: w.node.Get(key), constant: true}
	}
	if value := w.node.Get("constant_value"); value != nil {
		return configured{told: true, node: value.Get(key), constant: true}
	}
	if w.node.Get("references") != nil || w.node.Kind != source.Map {
		return configured{}
	}
	return configuredIn(w.node.Get(key))
}

// element returns what is said of one of the elements of a list. Where there are more of
// them than are written, dynamic blocks make some, and which is not told.
func (w configured) element(i, of int) configured {
	node, constant := w.node, w.constant
	if value := node.Get("constant_value"); value != nil && !constant {
		node, constant = value, true
	}
	switch {
	case !w.told || node == nil:
		return w
	case node.Kind == source.List && len(node.Items()) == of:
		return configured{told: true, node: node.Items()[i], constant: constant}
	}
	return configured{}
}

// isFunction says whether an expression has no more than calls of functions.
func (w configured) isFunction() bool {
	return w.told && !w.constant && w.node != nil && w.node.Kind == source.Map && len(w.node.Entries()) == 0
}

// reference is what an expression refers to, "" where that is nothing or several things.
// Terraform lists random_pet.x.id and, behind it, random_pet.x.
func (w configured) reference() string {
	if w.constant || w.node == nil || w.node.Get("references") == nil {
		return ""
	}
	list := w.node.Get("references").Items()
	for _, item := range list {
		if first := stringOf(list[0]); first == "" || stringOf(item) == "" || !strings.HasPrefix(first, stringOf(item)) {
			return ""
		}
	}
	if len(list) == 0 {
		return ""
	}
	return list[0].Text
}

// setting is whether a value is set that reads as 0 or "" in the plan of a resource that
// exists, set or not.
type setting uint8

const (
	notTold setting = iota
	unset
	set
)

// settingOf says whether an expression sets a zero. A variable with nothing around it is
// told by its value.
func (p *planModule) settingOf(w configured) setting {
	switch {
	case !w.told:
		return notTold
	case w.node == nil:
		return unset
	case w.constant:
		return settingOfConstant(w.node)
	}
	if value := w.node.Get("constant_value"); value != nil {
		return settingOfConstant(value)
	}
	name, isVariable := strings.CutPrefix(w.reference(), "var.")
	if !isVariable || p == nil {
		return notTold
	}
	return p.settingOfVariable(name)
}

// settingOfVariable says whether the value of a variable is a zero, or null.
func (p *planModule) settingOfVariable(name string) setting {
	if p.caller != nil {
		w := configuredIn(p.arguments).at(name)
		if w.node == nil {
			declared := p.get(keyVariables).Get(name)
			if declared == nil {
				return notTold
			}
			return settingOfConstant(declared.Get("default"))
		}
		return p.caller.settingOf(w)
	}
	variable := p.configuration.variables.Get(name)
	if variable == nil {
		return notTold
	}
	return settingOfConstant(variable.Get("value"))
}

// settingOfConstant tells a zero from null. Of another value the plan would have no zero,
// unless more stands around it.
func settingOfConstant(n *source.Node) setting {
	switch {
	case n == nil, n.Kind == source.Null:
		return unset
	case isZero(n), n.Kind == source.String && n.Text == "0", n.Kind == source.String && n.Text == "false":
		return set
	}
	return notTold
}

// isZero says whether a value is what the provider reads where nothing is set.
func isZero(n *source.Node) bool {
	switch n.Kind {
	case source.Number:
		return strings.Trim(n.Text, "-0.") == ""
	case source.String:
		return n.Text == ""
	case source.Bool:
		return n.Text == "false"
	default:
		return n.Kind != source.Null && len(n.Items())+len(n.Entries()) == 0
	}
}
