package source

// slab hands out nodes and slices from large blocks: a document costs a few
// allocations instead of one for every value.
type slab struct {
	nodes   []Node
	items   []*Node
	entries []Entry
	size    int // how large the next block of nodes is
}

const (
	firstBlock   = 32
	largestBlock = 4096
)

func (s *slab) node() *Node {
	if len(s.nodes) == 0 {
		s.size = min(max(2*s.size, firstBlock), largestBlock)
		s.nodes = make([]Node, s.size)
	}
	n := &s.nodes[0]
	s.nodes = s.nodes[1:]
	return n
}

// keepItems copies a finished list out of the parser's stack.
func (s *slab) keepItems(from []*Node) []*Node {
	if len(from) == 0 {
		return nil
	}
	if len(s.items) < len(from) {
		s.items = make([]*Node, max(len(from), s.size/2, firstBlock/2))
	}
	kept := s.items[:len(from):len(from)]
	s.items = s.items[len(from):]
	copy(kept, from)
	return kept
}

// keepEntries copies a finished map out of the parser's stack.
func (s *slab) keepEntries(from []Entry) []Entry {
	if len(from) == 0 {
		return nil
	}
	if len(s.entries) < len(from) {
		s.entries = make([]Entry, max(len(from), s.size, firstBlock))
	}
	kept := s.entries[:len(from):len(from)]
	s.entries = s.entries[len(from):]
	copy(kept, from)
	return kept
}
