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

// Node is one value as it is written. It must not be changed: what a YAML alias
// stands for is the very node of its anchor, whose ranges lie where the anchor
// is written.
type Node struct {
	Kind Kind
	// Range covers the value: quotes and brackets included, surrounding space
	// and comments not. A value that is not written (`key:` in YAML) has the
	// empty range behind its key.
	Range Range
	// Text is a string's decoded content, or a number or boolean as JSON writes
	// it: what is True or 0x10 in YAML is "true" or "16".
	Text string
	// Items are the elements of a List.
	Items []*Node
	// Entries are the entries of a Map in the order they are written, repeated
	// keys included.
	Entries []Entry
	// index finds the entries of a large Map by their keys; nil for others.
	index *entryIndex
	// Origin is nil unless there is more to say than the document says.
	Origin *Origin
}

// Entry is a key and its value in a Map.
type Entry struct {
	Key      string
	KeyRange Range
	Value    *Node
	// Written is the key as it is written, where Key is how it reads; else "".
	Written string
	// Repeats says that an earlier entry of the same map has the same key.
	Repeats bool
	// Merged says that the entry came in through a YAML merge key (`<<`); its
	// ranges lie where the anchor is written.
	Merged bool
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
	if n.index != nil && n.index.entries == len(n.Entries) {
		if i, ok := n.index.last[key]; ok {
			return &n.Entries[i]
		}
		return nil
	}
	for i := len(n.Entries) - 1; i >= 0; i-- {
		if n.Entries[i].Key == key {
			return &n.Entries[i]
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
		object := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			object[e.Key] = e.Value.Plain(unresolved)
		}
		return object
	case List:
		list := make([]any, 0, len(n.Items))
		for _, item := range n.Items {
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

// entryIndex are the places of the keys of a map. What follows each of the keys of a
// map to its value takes as long as the square of their number without it.
type entryIndex struct {
	entries int            // how many entries the map had
	last    map[string]int // of a repeated key, the last
}

// manyKeys is the number of keys from which on a map has an index.
const manyKeys = 256

// indexEntries gives a map an index once its entries are complete.
func (n *Node) indexEntries() {
	if len(n.Entries) < manyKeys {
		return
	}
	n.index = &entryIndex{entries: len(n.Entries), last: make(map[string]int, len(n.Entries))}
	for i := range n.Entries {
		n.index.last[n.Entries[i].Key] = i
	}
}

// WithEntries returns a map that is like n and has other entries, which are complete.
func (n *Node) WithEntries(entries []Entry) *Node {
	again := *n
	again.Entries, again.index = entries, nil
	again.indexEntries()
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
