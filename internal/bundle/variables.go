package bundle

import (
	"fmt"
	"maps"
	"slices"

	"github.com/gwlint/gwlint/internal/source"
)

// variable is a variable of a bundle as one target sees it.
type variable struct {
	name     string
	declared source.Entry // where it was declared last
	complex  bool         // its type is complex: a map or a list
	fallback *source.Node // the default of the target or else of the files, nil where there is none
	lookup   *source.Node // what asks the workspace for the value, nil where nothing does
	// value is the value as it is written, nil where there is none; reason then says why.
	value  *source.Node
	reason string
	given  bool // the value is of a flag or of the environment, and written in no file
}

// variablesKey is the key of the variables in a bundle and in a target.
const variablesKey = "variables"

// declaredVariables returns the variables of the files, in the order in which they are
// declared.
func declaredVariables(b *Bundle) []*variable {
	var all []*variable
	for _, e := range lastEntries(b.base.Get(variablesKey)) {
		if e.Value.Kind != source.Map && e.Value.Kind != source.Null {
			continue // the CLI drops it
		}
		x := &variable{name: e.Key, declared: e}
		if kind := e.Value.Get("type"); kind != nil && kind.Kind == source.String {
			x.complex = kind.Text == "complex"
		}
		x.fallback, x.lookup = notNull(e.Value.Get("default")), notNull(e.Value.Get("lookup"))
		all = append(all, x)
	}
	return all
}

// notNull returns a value, nil where it is null.
func notNull(n *source.Node) *source.Node {
	if n != nil && n.Kind == source.Null {
		return nil
	}
	return n
}

// lastEntries returns the entries of a map that count: of a repeated key the last one.
func lastEntries(n *source.Node) []source.Entry {
	if n == nil {
		return nil
	}
	var last []source.Entry
	at := map[string]int{}
	for _, e := range n.Entries() {
		if i, ok := at[e.Key]; ok {
			last[i] = e
			continue
		}
		at[e.Key] = len(last)
		last = append(last, e)
	}
	return last
}

// checkGiven refuses values that flags and the environment give to variables that cannot
// take them.
func checkGiven(b *Bundle) {
	if b.base == nil {
		return
	}
	declared := map[string]*variable{}
	for _, x := range declaredVariables(b) {
		declared[x.name] = x
		if _, ok := b.options.environment(x.name); ok && x.complex && !b.options.hasFlag(x.name) {
			b.fault(x.fault(b, "the environment variable `BUNDLE_VAR_%s` cannot set the variable `%s`, which is complex: "+
				"unset it, and give the value in the bundle", x.name, x.name))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(b.options.Variables)) {
		x := declared[name]
		if x != nil && x.complex { // what another bundle declares is given to that
			b.fault(x.fault(b, "`--var %s=…` cannot set the variable `%s`, which is complex: leave out the flag, "+
				"and give the value in the bundle", name, name))
		}
	}
}

// fault is an error at the place where a variable is declared.
func (x *variable) fault(b *Bundle, format string, args ...any) *source.Error {
	text := b.files[0].text
	if o := x.declared.Value.Origin; o != nil && o.Text != nil {
		text = o.Text
	}
	return &source.Error{
		File: text.File, At: text.Position(x.declared.KeyRange().Start), Message: fmt.Sprintf(format, args...),
	}
}

// hasFlag says whether a flag sets a variable.
func (o Options) hasFlag(name string) bool {
	_, ok := o.Variables[name]
	return ok
}

// environment returns the value that the environment gives to a variable.
func (o Options) environment(name string) (string, bool) {
	if o.LookupEnv == nil {
		return "", false
	}
	return o.LookupEnv("BUNDLE_VAR_" + name)
}

// variablesOf returns the variables of a bundle with their values in the target. Source of
// their order: Databricks CLI v1.10.0.
func variablesOf(r *resolution) []*variable {
	all := declaredVariables(r.bundle)
	byName := map[string]*variable{}
	for _, x := range all {
		byName[x.name] = x
	}
	for _, e := range lastEntries(r.declaration().Value.Get(variablesKey)) {
		if x := byName[e.Key]; x != nil {
			x.override(e.Value)
			continue
		}
		r.faultAt(e.Value, e.KeyRange().Start, fmt.Sprintf("the target `%s` sets the variable `%s`, which the bundle does not declare: "+
			"declare it under `variables` at the top", r.target, e.Key))
	}
	overrides, ok := overridesOf(r)
	for _, x := range all {
		giveValue(r, x, overrides.Get(x.name))
		if !ok && !x.given && x.lookup == nil {
			x.value, x.reason = nil, "`"+overridesFile(r.target)+"` may set `${var."+x.name+"}`, and cannot be read"
		}
	}
	return all
}

// override takes what the target says of a variable: a value, or a definition with
// a default or a lookup, each of which takes the place of the other. A complex value is
// replaced as a whole, and null changes nothing.
func (x *variable) override(n *source.Node) {
	fallback, lookup := notNull(n), (*source.Node)(nil)
	if isDefinition(n) {
		fallback, lookup = notNull(n.Get("default")), notNull(n.Get("lookup"))
	}
	if fallback != nil || lookup != nil {
		x.fallback, x.lookup = fallback, lookup
	}
}

// isDefinition says whether what a target says of a variable is a definition, and no
// value: it has a default or a lookup, and nothing that no definition has beside it.
func isDefinition(n *source.Node) bool {
	keys := map[string]bool{}
	for _, e := range n.Entries() {
		keys[e.Key] = true
	}
	beside := len(keys) - 1 // the default or the lookup
	if keys["description"] {
		beside--
	}
	if keys["default"] && keys["type"] {
		beside--
	}
	return n.Kind == source.Map && keys["default"] != keys["lookup"] && beside == 0
}

// giveValue sets the value of a variable: of a flag, of the environment, of the overrides
// file unless it is looked up, of the target or its default.
func giveValue(r *resolution, x *variable, override *source.Node) {
	given, ok := r.bundle.options.Variables[x.name]
	if !ok {
		given, ok = r.bundle.options.environment(x.name)
	}
	override = notNull(override)
	switch {
	case ok && x.complex:
		x.reason = "`${var." + x.name + "}` is complex, and no flag and no environment variable can set it: give its value in the bundle"
	case ok:
		x.value, x.given = &source.Node{Kind: source.String, Text: given}, true
	case x.lookup != nil:
		x.reason = "`${var." + x.name + "}` is looked up in the workspace: give it a value with `--var " + x.name + "=…`"
	case override != nil && x.complex != (override.Kind >= source.List):
		refuseOverride(r, x, override)
	case override != nil:
		x.value = override
	case x.fallback != nil:
		x.value = x.fallback
	case x.complex:
		x.reason = "`${var." + x.name + "}` has no value: give it a default, or a value in `" + overridesFile("<target>") + "`"
	default:
		x.reason = "`${var." + x.name + "}` has no value: give it one with `--var " + x.name + "=…` or `BUNDLE_VAR_" + x.name + "`"
	}
}

// refuseOverride says that the overrides file gives a variable a value of a wrong kind.
func refuseOverride(r *resolution, x *variable, override *source.Node) {
	is, wants := "is not complex", "a text, a number or a boolean"
	if x.complex {
		is, wants = "is complex", "a map or a list"
	}
	x.reason = "`${var." + x.name + "}` has a value of a wrong kind in `" + overridesFile(r.target) + "`"
	r.faultAt(override, override.Range().Start, fmt.Sprintf("the variable `%s` %s: give it %s here", x.name, is, wants))
}
