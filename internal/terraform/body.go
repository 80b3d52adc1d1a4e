package terraform

import (
	"slices"

	"github.com/hashicorp/hcl/v2"
	"github.com/zclconf/go-cty/cty"

	"github.com/gwlint/gwlint/internal/source"
)

// valuesOf returns the arguments of one instance of a resource: see Resource.
func valuesOf(s *scope, b *block) *source.Node {
	r := newReader(s)
	at := r.place(b.at)
	entries := r.body(r.syntax.resource(b), around{fields: resourceFields(b.typ), top: true})
	return mapNode(at.Range, r.plain(at.Text), entries...)
}

// mostValues is how many values one resource may have.
const mostValues = 100_000

// reader makes nodes of what one resource has written.
type reader struct {
	scope  *scope
	syntax syntax
	// origins has one for each text: most values have nothing else to say.
	origins map[*source.Text]*source.Origin
	// left is how many more values it makes.
	left int
}

func newReader(s *scope) *reader {
	return &reader{scope: s, syntax: syntax{files: s.evaluation.configuration.loader.files}, origins: map[*source.Text]*source.Origin{}, left: mostValues}
}

// around is what holds where a body or a value stands.
type around struct {
	// fields are what the provider takes there, nil where that is not known.
	fields fields
	// top says that it is the body of the resource, where meta-arguments stand.
	top bool
	// names are those of the dynamic blocks around it, nil for none.
	names *hcl.EvalContext
	// secret says that a dynamic block around it goes through what is sensitive.
	secret bool
}

// element is what holds in the content of a dynamic block for one of the elements.
func (a around) element(iterator string, e element, secret bool) around {
	if a.names == nil {
		a.names = &hcl.EvalContext{}
	}
	a.names = a.names.NewChild()
	a.names.Variables = map[string]cty.Value{
		iterator: cty.ObjectVal(map[string]cty.Value{"key": e.key, "value": e.value}),
	}
	a.secret = a.secret || secret
	return a
}

// metaArguments are Terraform's own, and no setting of the resource. They are so only at
// the top of it: external_model has a provider of its own.
var metaArguments = []string{
	"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner", "timeouts",
}

// body makes the entries of a body. Blocks of a type stand where the first one does.
func (r *reader) body(items []item, in around) []source.Entry {
	var entries []source.Entry
	blocks := map[string][]item{}
	for _, i := range items {
		if !i.isArgument() {
			blocks[i.name] = append(blocks[i.name], i)
		}
	}
	for _, i := range items {
		switch {
		case in.top && slices.Contains(metaArguments, i.name):
		case i.isArgument():
			entries = append(entries, r.argument(i, in))
		case blocks[i.name] != nil:
			entries = append(entries, r.blocks(blocks[i.name], in)...)
			delete(blocks, i.name)
		}
	}
	markRepeats(entries)
	return entries
}

// argument makes the entry of an argument. A value that stands where the provider takes
// blocks is unfit.
func (r *reader) argument(i item, in around) source.Entry {
	if i.raw != nil {
		return r.entry(i, i.raw)
	}
	f := in.fields[i.name]
	n := r.value(i.expr, f, in)
	if n == nil {
		return r.null(i)
	}
	if f.isBlock() {
		r.unfit(n)
	}
	return r.entry(i, n)
}

// null is the entry of what is written and null: there is a key, and no value.
func (r *reader) null(i item) source.Entry {
	n := r.node(source.Null, i.at)
	end := n.Range().End
	n.Span = source.Range{Start: end, End: end}.Span()
	return r.entry(i, n)
}

// blocks makes the entries of all blocks of one type at one place.
func (r *reader) blocks(list []item, in around) []source.Entry {
	f := in.fields[list[0].name]
	found := r.expand(list, in)
	if found.unknown != nil {
		return []source.Entry{r.entry(*found.by, found.unknown)}
	}
	if f.repeats() || f == nil && len(found.bodies) > 1 {
		return []source.Entry{r.entry(list[0], r.list(list[0].at, found.bodies, f))}
	}
	entries := make([]source.Entry, 0, len(found.bodies))
	for _, b := range found.bodies {
		if f != nil && !f.isBlock() {
			r.unfit(b.node)
		}
		entries = append(entries, r.entry(b.item, b.node))
	}
	return entries
}

// expand makes the blocks of one type. Where one dynamic block goes through what is not
// known, there is nothing to say of any: neither how many there are, nor what they say.
func (r *reader) expand(list []item, in around) expansion {
	var all expansion
	for k := range list {
		i := &list[k]
		if i.each == nil {
			all.bodies = append(all.bodies, r.block(*i, in))
			continue
		}
		bodies, unknown := r.generate(*i, in)
		if unknown != nil {
			return expansion{unknown: unknown, by: i}
		}
		all.bodies = append(all.bodies, bodies...)
	}
	return all
}

// block makes a block.
func (r *reader) block(i item, in around) expanded {
	below := in
	below.fields, below.top = in.fields[i.name].below(), false
	n := r.node(source.Map, i.at)
	return expanded{item: i, node: n.WithEntries(r.body(r.syntax.inside(i, below.fields), below))}
}

// generate makes the blocks of a dynamic block, or else what stands for them.
func (r *reader) generate(i item, in around) (made []expanded, unknown *source.Node) {
	if i.each.strange || i.each.iterator == "" {
		return nil, r.unresolved(i.at, "", "the dynamic block lacks `for_each` or `content`, or its `iterator` is no name")
	}
	found := r.scope.eval(i.each.over, in.names)
	elements, secret, strange := elementsOf(found.value)
	switch {
	case strange != "":
		found.reason = "`for_each` of the dynamic block " + strange + ", which Terraform refuses"
		return nil, r.unknown(i.each.over, found, in)
	case elements == nil:
		return nil, r.unknown(i.each.over, found, in)
	}
	for _, e := range elements {
		if r.left < 0 {
			return nil, r.tooLarge(i.each.over)
		}
		made = append(made, r.block(i, in.element(i.each.iterator, e, secret)))
	}
	return made, nil
}

// list makes a list of blocks, which is empty where all of them are dynamic and none is
// made: it stands where they would.
func (r *reader) list(at hcl.Range, bodies []expanded, f *field) *source.Node {
	n := r.node(source.List, at)
	items := make([]*source.Node, len(bodies))
	for i, b := range bodies {
		items[i] = b.node
	}
	n.SetItems(items)
	if f != nil && !f.isBlock() {
		r.unfit(n)
	}
	return n
}

// entry is what a key or the keyword of a block stands for. The key of a value that is
// written elsewhere has the range of the value, which lies in another text.
func (r *reader) entry(i item, n *source.Node) source.Entry {
	at := r.place(i.at)
	if n.Origin != nil && n.Origin.Via != nil {
		at.Range = n.Range()
	}
	return source.Entry{Key: i.name, KeySpan: at.Range.Span(), Value: n}
}

// node makes a node that says no more than where it stands.
func (r *reader) node(kind source.Kind, at hcl.Range) *source.Node {
	spot := r.place(at)
	r.left--
	return &source.Node{Kind: kind, Span: spot.Range.Span(), Origin: r.plain(spot.Text)}
}

// unfit says of a value that its place does not take it.
func (r *reader) unfit(n *source.Node) {
	origin := *n.Origin
	origin.Unfit = true
	n.Origin = &origin
}

// plain is the origin of what says no more than its text.
func (r *reader) plain(text *source.Text) *source.Origin {
	if r.origins[text] == nil {
		r.origins[text] = &source.Origin{Text: text}
	}
	return r.origins[text]
}

// place is a range in its text. That of what was not read is empty.
func (r *reader) place(at hcl.Range) source.Spot {
	spot, _ := r.scope.evaluation.configuration.loader.spot(at)
	return spot
}

// markRepeats says of each entry whether an earlier one has its key.
func markRepeats(entries []source.Entry) {
	seen := make(map[string]bool, len(entries))
	for i := range entries {
		entries[i].Repeats = seen[entries[i].Key]
		seen[entries[i].Key] = true
	}
}
