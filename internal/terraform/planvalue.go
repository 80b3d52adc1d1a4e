package terraform

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// conversion is the work on the values of one resource of a plan or a state.
type conversion struct {
	*shown

	module *planModule
	// zeros says that 0 and "" stand also where nothing is set.
	zeros bool
	// state says that no configuration tells what is set.
	state bool
}

// planned is all that is said of one value.
type planned struct {
	key   string
	field *field
	// after is the value, nil where there is none. unknown is true where it is not known,
	// and has the shape of the value where parts of it are not; sensitive says so of
	// secrets.
	after, unknown, sensitive *source.Node
	written                   configured
	// there is the value in the configuration beside, nil where that has none; besides says
	// that the map around it stands there.
	there   *source.Node
	besides bool
	secret  bool
	// argument says that it has a name that the provider knows, and is no element of a map
	// or a list that people fill; object that a value around it is an object and no block;
	// unordered that a list around it is a set.
	argument, object, unordered bool
}

// value returns a value as a document has it, nil where it is not set.
func (c conversion) value(p planned) *source.Node {
	if isMarked(p.sensitive, p.after) {
		p.secret = true
	}
	if p.secret && p.after != nil {
		c.doc.Text.Mask(p.after.Range())
	}
	switch {
	case p.isUnknown():
		return c.unknownValue(p)
	case p.after == nil:
		return nil
	}
	switch p.after.Kind {
	case source.Null:
		return nil
	case source.Map:
		return c.mapValue(p)
	case source.List:
		return c.listValue(p)
	default:
		return c.scalar(p)
	}
}

// isUnknown says whether nothing of a value is known.
func (p planned) isUnknown() bool {
	return isMarked(p.unknown, p.after) || p.after == nil && p.unknown != nil && holdsTrue(p.unknown)
}

// scalar returns a text, a number or a boolean, nil where it is a zero that is not set.
func (c conversion) scalar(p planned) *source.Node {
	if !c.zeros || !p.argument || !isZero(p.after) {
		return c.placed(p)
	}
	switch c.settingOf(p) {
	case unset:
		return nil
	case set:
		return c.placed(p)
	default:
		return c.open(p, p.after.Range(), "`"+p.key+"` is 0 or unset, which the plan does not tell")
	}
}

// settingOf says whether a zero is set.
func (c conversion) settingOf(p planned) setting {
	switch {
	case p.field != nil && p.field.required && p.after.Kind != source.String:
		return set
	case p.unordered:
		return unset
	case c.state:
		return c.besideSettingOf(p)
	}
	if told := c.module.settingOf(p.written); told != notTold {
		return told
	}
	return c.besideSettingOf(p)
}

// besideSettingOf says by the configuration beside whether a zero is set. Where that does
// not tell, only a number may be: the provider sends neither false nor an empty text.
func (c conversion) besideSettingOf(p planned) setting {
	switch {
	case p.there != nil && isKnown(p.there) && isZero(p.there):
		return set
	case c.state, p.there == nil && p.besides:
		return unset
	case p.after.Kind == source.Number:
		return notTold
	case p.after.Kind == source.List:
		return set
	}
	return unset
}

// isKnown says whether a value of the configuration beside is known.
func isKnown(n *source.Node) bool { return n.Origin == nil || n.Origin.Unresolved == "" }

// mapValue returns a block or an object with what is set in it.
func (c conversion) mapValue(p planned) *source.Node {
	if p.there != nil && p.there.Kind != source.Map {
		p.there = nil
	}
	var entries []source.Entry
	for i := range p.after.Entries() {
		e := &p.after.Entries()[i]
		if p.after.Entry(e.Key) != e { // another one of the key counts
			c.mask(e)
			continue
		}
		entries = c.withEntry(entries, p, e, e.Value)
	}
	if p.unknown != nil {
		for i := range p.unknown.Entries() {
			if e := &p.unknown.Entries()[i]; p.after.Entry(e.Key) == nil && p.unknown.Entry(e.Key) == e {
				entries = c.withEntry(entries, p, e, nil)
			}
		}
	}
	n := c.made(p, source.Map)
	n.SetEntries(slices.Clip(entries))
	return n
}

// withEntry adds an entry of a map, where its value is set.
func (c conversion) withEntry(entries []source.Entry, p planned, e *source.Entry, after *source.Node) []source.Entry {
	if p.key == "" && e.Key == "timeouts" { // of the operation
		return entries
	}
	below := p.below(e.Key, after)
	value := c.value(below)
	if value == nil || isEmptyComputed(below, value) {
		return entries
	}
	entry := source.Entry{Key: e.Key, KeySpan: e.KeySpan, Value: value}
	if there := p.there.Entry(e.Key); there != nil && value.Origin.Text != c.doc.Text {
		entry.KeySpan = there.KeySpan
	}
	return append(entries, entry)
}

// below is what is said of a key of a map.
func (p planned) below(key string, after *source.Node) planned {
	f := p.field.at(key)
	below := planned{
		key: key, field: f, after: after,
		unknown: p.unknown.Get(key), sensitive: p.sensitive.Get(key), written: p.written.at(key),
		there: p.there.Get(key), besides: p.there != nil, secret: p.secret,
		argument: p.field == nil || p.field.kind != plainField, object: p.object, unordered: p.unordered,
	}
	if f == nil {
		return below
	}
	below.object = below.object || f.kind == objectField || f.kind == objectsField
	below.unordered = below.unordered || slices.Contains(setsOfBlocks, key)
	switch {
	case f.isBlock() && below.written.told && below.written.node == nil: // a dynamic block may make it
		below.written = configured{}
	case !f.isBlock() && below.written.isFunction():
		below.written.opaque = true
	}
	return below
}

// isEmptyComputed says whether a block is one that the provider finds, and has nothing in
// it.
func isEmptyComputed(p planned, value *source.Node) bool {
	return value.Kind == source.Map && len(value.Entries()) == 0 && p.written.node == nil && p.there == nil && slices.Contains(alwaysComputed, p.key)
}

// setsOfBlocks are the blocks that the provider has in no order.
var setsOfBlocks = []string{"tags", "access_control", "grant"}

// listValue returns a list, or the one block in it.
func (c conversion) listValue(p planned) *source.Node {
	length := len(p.after.Items())
	if p.unknown != nil {
		length = max(length, len(p.unknown.Items()))
	}
	switch {
	case length == 0 && c.isUnsetList(p):
		return nil
	case length == 1 && p.field.isBlock() && !p.field.repeats():
		one := p.element(0, 1)
		one.field, one.there, one.besides = p.field, p.there, p.besides
		return c.value(one)
	}
	if p.there != nil && (p.there.Kind != source.List || len(p.there.Items()) != length) {
		p.there = nil
	}
	n := c.made(p, source.List)
	var items []*source.Node
	for i := range length {
		if item := c.value(p.element(i, length)); item != nil {
			items = append(items, item)
		}
	}
	n.SetItems(items)
	return n
}

// isUnsetList says whether an empty list stands for blocks that are not written, or for an
// argument.
func (c conversion) isUnsetList(p planned) bool {
	return p.field.isBlock() || c.zeros && p.argument && c.settingOf(p) == unset
}

// element is what is said of an element of a list.
func (p planned) element(i, of int) planned {
	below := planned{
		key: p.key, field: p.field.element(), after: itemOf(p.after, i),
		unknown: itemOf(p.unknown, i), sensitive: itemOf(p.sensitive, i),
		written: p.written.element(i, of), there: itemOf(p.there, i), secret: p.secret,
		object: p.object, unordered: p.unordered,
	}
	below.besides = below.there != nil
	return below
}

// itemOf is an element of a list, nil where there is none.
func itemOf(list *source.Node, i int) *source.Node {
	if list == nil || i >= len(list.Items()) {
		return nil
	}
	return list.Items()[i]
}

// made is the node of a map or a list that is to be filled, placed where the configuration
// beside has it.
func (c conversion) made(p planned, kind source.Kind) *source.Node {
	n := &source.Node{Kind: kind, Span: p.after.Span, Origin: c.origin}
	if p.there != nil && p.there.Kind == kind {
		n.Span, n.Origin = p.there.Span, p.there.Origin
	}
	if p.secret {
		n.Origin = secretly(n.Origin)
	}
	return n
}

// secretly is an origin of a secret.
func secretly(o *source.Origin) *source.Origin {
	again := *o
	again.Secret = true
	return &again
}

// placed returns a text, a number or a boolean: where the configuration beside has the same
// value, that one, and where it does not know the value, in its place.
func (c conversion) placed(p planned) *source.Node {
	there := p.there
	switch {
	case there == nil || there.Kind >= source.List, isKnown(there) && !same(there, p.after):
		return c.plain(p)
	case isKnown(there):
		return c.hidden(there, p.secret)
	}
	n := *p.after
	origin := *there.Origin
	origin.Unresolved, origin.Written, origin.Parts = "", "", nil
	origin.From = &source.Spot{Text: c.doc.Text, Range: p.after.Range()}
	origin.Known = looksOpen(n.Text)
	n.Span, n.Origin = there.Span, &origin
	return c.hidden(&n, p.secret)
}

// plain returns a value in its place in the plan.
func (c conversion) plain(p planned) *source.Node {
	n := p.after
	if n.Kind == source.String && looksOpen(n.Text) {
		again := *n
		again.Origin = &source.Origin{Text: c.doc.Text, Known: true}
		n = &again
	}
	if n.Origin == nil {
		n.Origin = c.origin
	}
	return c.hidden(n, p.secret)
}

// looksOpen says whether a text looks as if it was not known.
func looksOpen(text string) bool { return strings.Contains(text, "${") || strings.Contains(text, "%{") }

// hidden returns a value, as a secret where it is one.
func (c conversion) hidden(n *source.Node, secret bool) *source.Node {
	if !secret || n.Origin.Secret {
		return n
	}
	again := *n
	again.Origin = secretly(n.Origin)
	if again.Origin.Text != nil && isKnown(n) {
		again.Origin.Text.Mask(n.Range())
	}
	return &again
}

// same says whether two values that stand in texts are one.
func same(a, b *source.Node) bool {
	return a.Kind == b.Kind && (a.Text == b.Text || a.Kind == source.Number && sameNumber(a.Text, b.Text))
}

// unknownValue returns what stands for a value that is not known: nothing where the
// provider finds one because none is written.
func (c conversion) unknownValue(p planned) *source.Node {
	if c.isComputed(p) {
		return nil
	}
	at := p.unknown
	if at == nil || at.Kind >= source.List && p.after != nil {
		at = p.after
	}
	reason := "`" + p.key + "` is known after apply"
	if reference := p.written.reference(); reference != "" {
		reason = "`" + reference + "` is known after apply"
	}
	return c.open(p, at.Range(), reason)
}

// isComputed says whether the provider finds a value that is not written.
func (c conversion) isComputed(p planned) bool {
	switch {
	case p.written.told:
		return p.written.node == nil
	case p.field == nil:
		return false
	case p.field.readOnly, slices.Contains(alwaysComputed, p.key):
		return true
	}
	return p.field.computed && (p.besides && p.there == nil || p.object && !p.field.sensitive)
}

// alwaysComputed are the blocks and arguments that stand in every plan of an endpoint that
// does not exist yet: the provider finds them where they are not written, as they rarely are.
var alwaysComputed = []string{"config", "traffic_config", "provider_config", "workload_type"}

// open returns what stands for a value that is not known: what the configuration beside has
// for it, where that does not know it either.
func (c conversion) open(p planned, at source.Range, reason string) *source.Node {
	if p.there != nil && !isKnown(p.there) {
		return c.hidden(p.there, p.secret)
	}
	n := &source.Node{Kind: source.String, Span: at.Span(), Text: "${…}", Origin: &source.Origin{Text: c.doc.Text, Unresolved: reason, Secret: p.secret}}
	if reference := p.written.reference(); reference != "" {
		n.Text = "${" + reference + "}"
	}
	if p.there != nil && p.there.Kind < source.List {
		n.Span = p.there.Span
		n.Origin.Text, n.Origin.Via = p.there.Origin.Text, p.there.Origin.Via
	}
	return n
}

// isMarked says whether a mark, of what is unknown or of secrets, is on a value as a whole.
// One that is not of the shape of the value is on all of it.
func isMarked(mark, value *source.Node) bool {
	switch {
	case mark == nil, mark.Kind == source.Null:
		return false
	case mark.Kind < source.List:
		return mark.Kind != source.Bool || mark.Text == "true"
	}
	return value != nil && mark.Kind != value.Kind && holdsTrue(mark)
}

// holdsTrue says whether any mark is set in a tree of them.
func holdsTrue(mark *source.Node) bool {
	if mark.Kind < source.List {
		return isMarked(mark, nil)
	}
	return slices.ContainsFunc(mark.Items(), holdsTrue) ||
		slices.ContainsFunc(mark.Entries(), func(e source.Entry) bool { return holdsTrue(e.Value) })
}
