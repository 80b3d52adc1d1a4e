package bundle

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Bounds on what references may cost. The rounds are those of Databricks CLI v1.10.0.
const (
	maxRounds = 11        // of references in references
	maxChain  = 1000      // of references to values that hold references
	maxText   = 1 << 20   // bytes of one text
	maxTexts  = 32 << 20  // bytes of all texts
	maxValues = 1_000_000 // values that references bring in
	maxNested = 200       // levels of lists and maps in one value
	maxParts  = 256       // places of the parts of one value
	maxWhy    = 3         // reasons that are said of one value
)

// values are what references name in one target.
type values struct {
	resolution *resolution
	root       *source.Node // what is resolved
	variables  map[string]*variable
	given      map[*source.Node]bool // the values that are written in no file
	target     *source.Node          // its name
	linked     bool                  // whether the resources have their names
	found      map[string]resolved
	done       map[*source.Node]resolved
	measures   map[*source.Node]measure
	busy       []frame
	bytes      int  // of the texts that were made
	nodes      int  // values that references brought in
	limited    bool // whether it was said that they cost too much
}

// frame is a value that is being resolved, and the reference that asked for it.
type frame struct {
	node *source.Node
	name string
	// cycle is why it leads to itself, "" where it does not.
	cycle string
}

// resolved is the value of a reference or of a text with references.
type resolved struct {
	// node is the value; one that is not known has an Origin that says why.
	node *source.Node
	// from is where the value is written, nil where that is no file.
	from *source.Spot
	// parts are the places of what it is made of.
	parts []source.Spot
	// refused is why the CLI refuses the reference.
	refused string
	// again says that the reference leads back to what is being resolved.
	again bool
	// whys are the reasons why the value is not known, one each.
	whys []string
	// stuck is why the references in it stay as they are written.
	stuck string
}

// unknown returns why a value is not known, "" where it is.
func (r resolved) unknown() string {
	if r.node.Origin == nil {
		return ""
	}
	return r.node.Origin.Unresolved
}

// substitute returns a tree with its references resolved, but for those to resources,
// which do not have their names yet.
func (r *resolution) substitute(root *source.Node) *source.Node {
	if root == nil {
		return nil
	}
	v := &values{
		resolution: r, root: root, variables: map[string]*variable{}, given: map[*source.Node]bool{},
		target: &source.Node{Kind: source.String, Text: r.target},
	}
	v.forget()
	r.values = v
	declared := variablesOf(r)
	for _, x := range declared {
		v.variables[x.name] = x
		v.given[x.value] = x.given
	}
	for _, x := range declared {
		v.check(x)
	}
	return v.top(root)
}

// link returns a tree with its references to resources resolved, once these have their
// names.
func (r *resolution) link(root *source.Node) *source.Node {
	if root == nil || r.values == nil {
		return root
	}
	r.values.root, r.values.linked = root, true
	r.values.forget()
	return r.values.top(root)
}

// forget drops the values of references, which are found anew.
func (v *values) forget() {
	v.found, v.done = map[string]resolved{}, map[*source.Node]resolved{}
	v.measures = map[*source.Node]measure{}
}

// check resolves a variable, so that the faults of those are said that nothing refers to.
func (v *values) check(x *variable) {
	for _, n := range []*source.Node{x.value, x.fallback, x.lookup} {
		if n != nil {
			v.valueOf(n, "var."+x.name)
		}
	}
}

// unsubstituted are the keys at the top below which nothing is replaced.
var unsubstituted = []string{"include", "targets", "environments", variablesKey}

// top returns the root with its references resolved.
func (v *values) top(root *source.Node) *source.Node {
	changed := *root
	changed.SetEntries(slices.Clone(root.Entries()))
	for i, e := range root.Entries() {
		switch {
		case slices.Contains(unsubstituted, e.Key):
		case e.Key == "workspace":
			changed.Entries()[i].Value = v.workspace(e.Value)
		default:
			changed.Entries()[i].Value = v.tree(e.Value, rootField.at(e.Key))
		}
	}
	return &changed
}

// unreferenced are the settings of the workspace in which the CLI replaces nothing: it
// reads them before it knows any value.
var unreferenced = []string{"host", "profile"}

// workspace returns the settings of the workspace.
func (v *values) workspace(n *source.Node) *source.Node {
	return mapped(n, func(key string, child *source.Node) *source.Node {
		if !slices.Contains(unreferenced, key) || !hasReferences(child) {
			return v.tree(child, rootField.at("workspace").at(key))
		}
		why := "`workspace." + key + "` takes no reference"
		v.fault(child, child.Range().Start, why+": write the value, or leave it out and set it by the environment")
		open := *child
		open.Origin = &source.Origin{Text: originOf(child).Text, Unresolved: why}
		return &open
	})
}

// tree returns a value with its references resolved. What holds none is shared.
func (v *values) tree(n *source.Node, f *field) *source.Node {
	switch n.Kind {
	case source.String:
		return v.leaf(n, f)
	case source.List, source.Map:
		return mapped(n, func(key string, child *source.Node) *source.Node { return v.tree(child, f.at(key)) })
	default:
		return n
	}
}

// mapped returns a list or a map with what a function makes of the values in it, the very
// same one where that changes none.
func mapped(n *source.Node, of func(key string, child *source.Node) *source.Node) *source.Node {
	changed := n
	own := func() {
		if changed == n {
			c := *n
			c.SetItems(slices.Clone(n.Items()))
			c.SetEntries(slices.Clone(n.Entries()))
			changed = &c
		}
	}
	for i, item := range n.Items() {
		if got := of("", item); got != item {
			own()
			changed.Items()[i] = got
		}
	}
	for i := range n.Entries() {
		e := &n.Entries()[i]
		if got := of(e.Key, e.Value); got != e.Value {
			own()
			changed.Entries()[i].Value = got
		}
	}
	return changed
}

// leaf returns what stands in the place of a text.
func (v *values) leaf(n *source.Node, f *field) *source.Node {
	switch {
	case isUnfit(n) || originOf(n).Known:
		return n
	case !strings.Contains(n.Text, "${") && !strings.Contains(n.Text, "{{"):
		return n
	case v.linked && !strings.Contains(n.Text, "${resources."):
		return n
	}
	got := v.text(n)
	if got.node == n {
		return n
	}
	return fit(v.placed(n, got), f)
}

// placed returns a value in the place of the text that it was made of.
func (v *values) placed(n *source.Node, got resolved) *source.Node {
	placed := *got.node
	placed.Span = n.Span
	before := originOf(n)
	origin := source.Origin{Text: before.Text}
	if got.node.Kind != source.String || got.node.Text != n.Text {
		origin.Written = n.Text
	}
	value := originOf(got.node)
	origin.Unresolved, origin.Known, origin.Dropped, origin.Merges = value.Unresolved, value.Known, value.Dropped, value.Merges
	origin.Written = cmp.Or(before.Written, origin.Written)
	spots := join(join(nil, got.from, got.parts), before.From, before.Parts)
	if len(spots) > 0 {
		origin.From = &spots[0]
	}
	if len(spots) > 1 {
		origin.Parts = spots[1:]
	}
	placed.Origin = &origin
	return &placed
}

// text resolves the references in a text, from the inside out. A text that is one
// reference has the value of it, of whatever kind; in any other the values are texts.
// Where nothing changes, it is the very node.
func (v *values) text(n *source.Node) resolved {
	t := texts{values: v, node: n, text: n.Text}
	for range maxRounds {
		refs := t.references()
		if len(refs) == 1 && refs[0].whole(t.text) {
			return t.whole(refs[0])
		}
		if len(refs) == 0 || !t.replace(refs) {
			return t.made()
		}
	}
	if len(t.references()) > 0 {
		t.stuck = fmt.Sprintf("references are nested deeper than the %d rounds in which the CLI replaces them", maxRounds)
		v.fault(n, n.Range().Start, t.stuck+": nest them less")
	}
	return t.made()
}

// lookup returns the value of a reference in a value, and says so where the CLI refuses it
// or where it costs too much.
func (v *values) lookup(n *source.Node, name string, ref reference) resolved {
	got := v.find(name, ref)
	if got.refused != "" {
		v.refuse(n, name, got.refused)
		got.refused, got.again = "", false
	}
	size := v.measure(got.node)
	if size.values == 1 {
		return got
	}
	v.nodes += min(size.values, maxValues+1)
	if v.nodes <= maxValues && size.levels <= maxNested {
		return got
	}
	why := fmt.Sprintf("references bring in more than %d values, or more than %d levels of them", maxValues, maxNested)
	v.limit(n, why+": refer to less")
	return unresolved(name, why)
}

// find returns the value of a reference.
func (v *values) find(name string, ref reference) resolved {
	got, ok := v.found[name]
	if !ok {
		if got = v.named(name, ref.path); !got.again {
			v.found[name] = got
		}
	}
	return got
}

// measure is how much a value is.
type measure struct {
	values int // itself and those in it, at most one more than is allowed
	levels int
}

// measure returns how much a value is. What stands in it more than once counts as often.
func (v *values) measure(n *source.Node) measure {
	if n.Kind < source.List {
		return measure{values: 1}
	}
	if m, ok := v.measures[n]; ok {
		return m
	}
	m := measure{values: 1}
	add := func(below measure) {
		m.values = min(m.values+below.values, maxValues+1)
		m.levels = max(m.levels, below.levels)
	}
	for _, item := range n.Items() {
		add(v.measure(item))
	}
	for i := range n.Entries() {
		add(v.measure(n.Entries()[i].Value))
	}
	m.levels++
	v.measures[n] = m
	return m
}

// valueOf returns a value that a reference leads to, with the references in it resolved.
func (v *values) valueOf(n *source.Node, name string) resolved {
	if got, ok := v.done[n]; ok {
		return got
	}
	ref := "${" + name + "}"
	for i := range v.busy {
		if v.busy[i].node == n {
			v.busy[i].cycle = "`" + cycle(v.busy[i:], name) + "` is a cycle of references"
			got := refused(ref, v.busy[i].cycle+": have one of them name a value")
			got.again = true
			return got
		}
	}
	if len(v.busy) >= maxChain {
		return refused(ref, fmt.Sprintf("more than %d references follow on each other: use fewer", maxChain))
	}
	v.busy = append(v.busy, frame{node: n, name: name})
	got := v.resolve(n)
	at := len(v.busy) - 1
	if why := cmp.Or(v.busy[at].cycle, got.stuck); why != "" {
		got = unresolved(ref, why)
	}
	v.busy = v.busy[:at]
	if got.from == nil {
		got.from = spotOf(n)
	}
	v.done[n] = got
	return got
}

// resolve returns a value with the references in it resolved.
func (v *values) resolve(n *source.Node) resolved {
	switch {
	case originOf(n).Known:
		return resolved{node: n}
	case n.Kind == source.String:
		return v.text(n)
	}
	return resolved{node: v.tree(n, nil)}
}

// cycle names what refers to each other.
func cycle(frames []frame, again string) string {
	var names []string
	for i, f := range frames {
		if len(names) > 10 && i < len(frames)-1 {
			continue
		}
		names = append(names, f.name)
	}
	return strings.Join(append(names, again), " → ")
}

// unresolved is what stands for a reference whose value is not known.
func unresolved(name, why string) resolved {
	n := &source.Node{Kind: source.String, Text: name, Origin: &source.Origin{Unresolved: why}}
	return resolved{node: n, whys: []string{why}}
}

// refused is what stands for a reference that the CLI refuses. What to do follows on a colon.
func refused(name, why string) resolved {
	reason, _, _ := strings.Cut(why, ": ")
	got := unresolved(name, reason)
	got.refused = why
	return got
}

// refuse says at a reference in a text why the CLI refuses it.
func (v *values) refuse(n *source.Node, name, why string) {
	at := n.Range().Start
	if text := originOf(n).Text; text != nil {
		at += max(0, strings.Index(text.Content()[n.Range().Start:n.Range().End], name))
	}
	v.fault(n, at, why)
}

// limit says once that references cost too much.
func (v *values) limit(n *source.Node, why string) {
	if !v.limited {
		v.limited = true
		v.fault(n, n.Range().Start, why)
	}
}

// fault says once what is wrong at a place.
func (v *values) fault(n *source.Node, at int, why string) { v.resolution.faultAt(n, at, why) }

// faultAt says what the CLI refuses of the target, at a place of the text of a value. It
// says the same once.
func (r *resolution) faultAt(n *source.Node, at int, why string) {
	text := originOf(n).Text
	if text == nil {
		r.fault(&source.Error{File: r.bundle.Root.File, Message: why})
		return
	}
	r.fault(&source.Error{File: text.File, At: text.Position(at), Message: why})
}

// fault adds a fault of the target, once.
func (r *resolution) fault(err *source.Error) {
	if !slices.ContainsFunc(r.faults, func(known *source.Error) bool { return *known == *err }) {
		r.faults = append(r.faults, err)
	}
}

// spotOf returns the place where a value is written, nil where that is no file.
func spotOf(n *source.Node) *source.Spot {
	text := originOf(n).Text
	if text == nil {
		return nil
	}
	return &source.Spot{Text: text, Range: n.Range()}
}

// join adds places to others, each once.
func join(spots []source.Spot, first *source.Spot, more []source.Spot) []source.Spot {
	if first != nil {
		more = append([]source.Spot{*first}, more...)
	}
	for _, spot := range more {
		if len(spots) < maxParts && !slices.Contains(spots, spot) {
			spots = append(spots[:len(spots):len(spots)], spot)
		}
	}
	return spots
}
