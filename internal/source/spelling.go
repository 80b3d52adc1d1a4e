package source

import "slices"

// Spelling says how keys and values read that a tree may write in another way.
type Spelling struct {
	// Key returns how a key reads: the key itself where it reads as it is written.
	Key func(key string) string
	// Value returns how the scalar reads that a key, as it reads, holds: the node itself
	// where it reads as it is written.
	Value func(key string, value *Node) *Node
	// Free says whether the keys below a key are anybody's own, and read as written.
	Free func(key string) bool
}

// Read returns a tree as it reads, the tree itself where all of it is written so. What
// is shared in it, as a YAML anchor is, stays shared. Each key and value keeps its range.
func (s Spelling) Read(root *Node) *Node {
	if root == nil || !s.changes(root) {
		return root
	}
	return speller{s, map[*Node]*Node{}}.read(root)
}

// changes says whether anything in a tree reads otherwise than it is written.
func (s Spelling) changes(n *Node) bool {
	if slices.ContainsFunc(n.Items(), s.changes) {
		return true
	}
	for i := range n.Entries() {
		e := &n.Entries()[i]
		key := s.Key(e.Key)
		if key != e.Key || e.Value.Kind < List && s.Value(key, e.Value) != e.Value ||
			e.Value.Kind >= List && !s.Free(key) && s.changes(e.Value) {
			return true
		}
	}
	return false
}

// speller reads one tree; known are the nodes that it has read.
type speller struct {
	Spelling

	known map[*Node]*Node
}

func (s speller) read(n *Node) *Node {
	if n == nil || n.Kind < List {
		return n
	}
	if again, ok := s.known[n]; ok {
		return again
	}
	again := s.object(n)
	if n.Kind == List {
		again = s.list(n)
	}
	s.known[n] = again
	return again
}

func (s speller) list(n *Node) *Node {
	again := n
	for i, item := range n.Items() {
		reads := s.read(item)
		if reads == item {
			continue
		}
		if again == n {
			another := *n
			another.SetItems(slices.Clone(n.Items()))
			again = &another
		}
		again.Items()[i] = reads
	}
	return again
}

func (s speller) object(n *Node) *Node {
	entries := n.Entries()
	for i, e := range n.Entries() {
		reads := s.entry(e)
		if reads.Key == e.Key && reads.Value == e.Value {
			continue
		}
		if &entries[0] == &n.Entries()[0] {
			entries = slices.Clone(entries)
		}
		entries[i] = reads
	}
	if len(entries) == 0 || &entries[0] == &n.Entries()[0] {
		return n
	}
	markRepeats(entries)
	return n.WithEntries(entries)
}

func (s speller) entry(e Entry) Entry {
	written := e.Key
	if e.Key = s.Key(written); e.Key != written {
		e.written = &written
	}
	switch {
	case e.Value.Kind < List:
		e.Value = s.Value(e.Key, e.Value)
	case !s.Free(e.Key):
		e.Value = s.read(e.Value)
	}
	return e
}
