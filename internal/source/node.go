package source

import "encoding/json"

// Kind is what a node is in its syntax.
type Kind uint8

// The kinds of a node. A YAML timestamp, binary, infinity or any other scalar
// that JSON has no type for is a String.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
)

// String names the kind in the words of JSON Schema.
func (k Kind) String() string {
	return [...]string{"null", "boolean", "number", "string", "array", "object"}[k]
}

// Range is a stretch of a text in bytes; End is exclusive.
type Range struct{ Start, End int }

// Span is a Range in half the memory, as a tree keeps it: Load and Parse take no text
// that it cannot tell the places of.
type Span struct{ start, end int32 }

// Span returns a range as a tree keeps it.
func (r Range) Span() Span {
	return Span{start: int32(r.Start), end: int32(r.End)} //nolint:gosec // no text is longer: see largestText
}

// endAt moves the end, once that is known.
func (s *Span) endAt(at int) { s.end = int32(at) } //nolint:gosec // as in Span

func (s Span) asRange() Range { return Range{Start: int(s.start), End: int(s.end)} }

// Node is one value as it is written. It must not be changed: what a YAML alias
// stands for is the very node of its anchor, whose ranges lie where the anchor
// is written. Most values are scalars, so what only lists and maps have lies behind a
// pointer.
type Node struct {
	Kind Kind
	// Span is where the value is written: see Range.
	Span Span
	// Text is a string's decoded content, or a number or boolean as JSON writes
	// it: what is True or 0x10 in YAML is "true" or "16".
	Text  string
	items *[]*Node
	// entries are the entries of a Map, nil where it has none.
	entries *entryList
	// Origin is nil unless there is more to say than the document says.
	Origin *Origin
}

// entryList are the entries of a map.
type entryList struct {
	list []Entry
	// last are the places of the keys of a large map, of a repeated key the last; nil for
	// others. What follows each of the keys of a map to its value takes as long as the
	// square of their number without it.
	last map[string]int
}

// NewList returns a list of values that stand nowhere.
func NewList(items ...*Node) *Node {
	n := &Node{Kind: List}
	n.SetItems(items)
	return n
}

// NewMap returns a map of entries that stand nowhere.
func NewMap(entries ...Entry) *Node {
	n := &Node{Kind: Map}
	n.SetEntries(entries)
	return n
}

// Range covers the value: quotes and brackets included, surrounding space and comments
// not. A value that is not written (`key:` in YAML) has the empty range behind its key.
func (n *Node) Range() Range { return n.Span.asRange() }

// Items are the elements of a List, nil of other nodes.
func (n *Node) Items() []*Node {
	if n.items == nil {
		return nil
	}
	return *n.items
}

// SetItems gives a new list its elements. A copy of the list does not get them.
func (n *Node) SetItems(items []*Node) {
	n.items = nil
	if len(items) > 0 {
		n.items = &items
	}
}

// Entries are the entries of a Map in the order they are written, repeated keys
// included; nil of other nodes.
func (n *Node) Entries() []Entry {
	if n.entries == nil {
		return nil
	}
	return n.entries.list
}

// SetEntries gives a new map its entries, which are complete: from then on they keep
// their keys. A copy of the map does not get them.
func (n *Node) SetEntries(entries []Entry) {
	n.entries = nil
	if len(entries) > 0 {
		n.entries = newEntryList(entries)
	}
}

// Entry is a key and its value in a Map.
type Entry struct {
	Key string
	// KeySpan is where the key is written: see KeyRange.
	KeySpan Span
	Value   *Node
	// written is the key as it is written, where Key is how it reads; else nil.
	written *string
	// Repeats says that an earlier entry of the same map has the same key.
	Repeats bool
	// Merged says that the entry came in through a YAML merge key (`<<`); its
	// ranges lie where the anchor is written.
	Merged bool
}

// KeyRange covers the key, quotes included.
func (e *Entry) KeyRange() Range { return e.KeySpan.asRange() }

// Written is the key as it is written, where Key is how it reads; else "".
func (e *Entry) Written() string {
	if e.written == nil {
		return ""
	}
	return *e.written
}

// Get returns the value of a key, or nil when n is not a map or does not have
// it. Of a repeated key the last one counts, as it does for encoding/json and
// for the platform.
func (n *Node) Get(key string) *Node {
	if e := n.Entry(key); e != nil {
		return e.Value
	}
	return nil
}

// Entry returns the entry of a key, or nil when n is not a map or does not
// have it. Of a repeated key the last one counts.
func (n *Node) Entry(key string) *Entry {
	if n == nil {
		return nil
	}
	if n.entries == nil {
		return nil
	}
	return n.entries.get(key)
}

// get returns the entry of a key, nil where there is none.
func (l *entryList) get(key string) *Entry {
	if l.last != nil {
		if i, ok := l.last[key]; ok {
			return &l.list[i]
		}
		return nil
	}
	for i := len(l.list) - 1; i >= 0; i-- {
		if l.list[i].Key == key {
			return &l.list[i]
		}
	}
	return nil
}

// Plain is a node as encoding/json would decode it, with numbers as they are
// written. A text that is unresolved, as that function says, becomes null, which is
// valid in every schema. Of a repeated key the last one counts.
func (n *Node) Plain(unresolved func(*Node) bool) any {
	switch n.Kind {
	case Map:
		object := make(map[string]any, len(n.Entries()))
		for _, e := range n.Entries() {
			object[e.Key] = e.Value.Plain(unresolved)
		}
		return object
	case List:
		list := make([]any, 0, len(n.Items()))
		for _, item := range n.Items() {
			list = append(list, item.Plain(unresolved))
		}
		return list
	case String:
		if unresolved(n) {
			return nil
		}
		return n.Text
	case Number:
		return json.Number(n.Text)
	case Bool:
		return n.Text == "true"
	case Null:
	}
	return nil
}

// manyKeys is the number of keys from which on a map has an index.
const manyKeys = 256

// newEntryList makes the list of complete entries.
func newEntryList(entries []Entry) *entryList {
	l := &entryList{list: entries}
	l.index()
	return l
}

func (l *entryList) index() {
	if len(l.list) < manyKeys {
		return
	}
	l.last = make(map[string]int, len(l.list))
	for i := range l.list {
		l.last[l.list[i].Key] = i
	}
}

// WithEntries returns a map that is like n and has other entries, which are complete.
func (n *Node) WithEntries(entries []Entry) *Node {
	again := *n
	again.SetEntries(entries)
	return &again
}

// fewKeys is the number of keys up to which comparing each with each is
// cheaper than hashing them.
const fewKeys = 16

// markRepeats flags every entry whose key an earlier entry has.
func markRepeats(entries []Entry) {
	if len(entries) > fewKeys {
		markRepeatsOfMany(entries)
		return
	}
	for i := 1; i < len(entries); i++ {
		for j := range i {
			if entries[i].Key == entries[j].Key {
				entries[i].Repeats = true
				break
			}
		}
	}
}

func markRepeatsOfMany(entries []Entry) {
	seen := make(map[string]struct{}, len(entries))
	for i := range entries {
		_, entries[i].Repeats = seen[entries[i].Key]
		seen[entries[i].Key] = struct{}{}
	}
}
