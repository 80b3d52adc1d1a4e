package source

import "bytes"

// slab hands out nodes and slices from large blocks, for both parsers: a document
// costs a few allocations instead of one for every value. With one for every value
// a check of one file of 10,000 endpoints takes 1.05 to 1.10 of the processor time,
// one of 10,000 files as much as before, and BenchmarkJSONList 1.3 of its.
type slab struct {
	nodes   []Node
	items   []*Node
	entries []Entry
	lists   [][]*Node
	maps    []entryList
	// size and entrySize are how large blocks of nodes and of entries are.
	size, entrySize int
}

const (
	smallestBlock = 16
	largestBlock  = 4096
	// bytesPerNode is about what a value with its key takes in configuration:
	// the first block should be enough for a small file.
	bytesPerNode = 20
)

func newSlab(bytes int) slab {
	size := min(max(bytes/bytesPerNode, smallestBlock), largestBlock)
	return slab{size: size, entrySize: size}
}

// newJSONSlab is a slab for a text of JSON. A small one has as many entries as colons, and
// a value before each comma and in each bracket, or fewer.
func newJSONSlab(text []byte) slab {
	s := newSlab(len(text))
	if s.size < largestBlock {
		s.entrySize = min(s.size, bytes.Count(text, []byte{':'}))
		s.size = min(s.size, 1+bytes.Count(text, []byte{','})+bytes.Count(text, []byte{'{'})+bytes.Count(text, []byte{'['}))
	}
	return s
}

func (s *slab) node() *Node {
	if len(s.nodes) == 0 {
		s.nodes = make([]Node, s.size)
	}
	n := &s.nodes[0]
	s.nodes = s.nodes[1:]
	return n
}

// keepItems gives a list its elements, which it copies out of the parser's stack.
func (s *slab) keepItems(n *Node, from []*Node) {
	if len(from) == 0 {
		return
	}
	if len(s.items) < len(from) {
		s.items = make([]*Node, max(len(from), s.size/4))
	}
	kept := s.items[:len(from):len(from)]
	s.items = s.items[len(from):]
	copy(kept, from)
	if len(s.lists) == 0 {
		s.lists = make([][]*Node, s.sizeOfInner())
	}
	s.lists[0], n.items = kept, &s.lists[0]
	s.lists = s.lists[1:]
}

// keepEntries gives a map its entries, which it copies out of the parser's stack.
func (s *slab) keepEntries(n *Node, from []Entry) {
	if len(from) == 0 {
		return
	}
	if len(s.entries) < len(from) {
		s.entries = make([]Entry, max(len(from), s.entrySize))
	}
	kept := s.entries[:len(from):len(from)]
	s.entries = s.entries[len(from):]
	copy(kept, from)
	if len(s.maps) == 0 {
		s.maps = make([]entryList, s.sizeOfInner())
	}
	n.entries = &s.maps[0]
	s.maps = s.maps[1:]
	n.entries.list = kept
	n.entries.index()
}

// sizeOfInner is how large a block of lists or maps is: most nodes are scalars.
func (s *slab) sizeOfInner() int { return max(s.size/4, smallestBlock/4) }
