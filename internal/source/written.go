package source

import (
	"cmp"
	"slices"
	"strconv"
)

// WrittenPointer is the JSON Pointer of a path of keys and list indices, written or not, in
// the text that the value there is written in: /targets/prod/resources/… for what a target
// of a bundle sets. It is false where the document is no such text, and where the value is
// in none.
func (d *Document) WrittenPointer(path []string) (pointer string, ok bool) {
	if len(d.Written) == 0 {
		return "", false
	}
	node, depth := d.Root, 0
	for ; depth < len(path); depth++ {
		_, below := child(node, path[depth])
		if below == nil {
			break
		}
		node = below
	}
	written, ok := d.PathAt(Spot{Text: d.TextOf(node), Range: node.Range()})
	return Pointer(append(written, path[depth:]...)), ok
}

// PathAt are the keys and list indices that lead to the value at a stretch of one of the
// texts, as that is written.
func (d *Document) PathAt(at Spot) (path []string, ok bool) {
	for _, root := range d.Written {
		if d.TextOf(root) == at.Text {
			path, ok = pathFinder{at: at.Range, seen: map[*Node]bool{}}.path(root)
			slices.Reverse(path)
			return path, ok
		}
	}
	return nil, false
}

// pathFinder finds the path to a range. What an alias stands for is found where it is
// written, and looked at once.
type pathFinder struct {
	at   Range
	seen map[*Node]bool
}

// path returns the path from a value to the innermost one at the range, or to one of which
// the range is the head, the last segment first.
func (f pathFinder) path(n *Node) (path []string, ok bool) {
	for i := range n.Entries() {
		if e := &n.Entries()[i]; e.KeyRange().Start <= e.Value.Range().Start && f.mayHold(e.Value) {
			if path, ok = f.path(e.Value); ok {
				return append(path, cmp.Or(e.Written(), e.Key)), true
			}
		}
	}
	for i, item := range n.Items() {
		if f.mayHold(item) {
			if path, ok = f.path(item); ok {
				return append(path, strconv.Itoa(i)), true
			}
		}
	}
	head := n.Range().Start == f.at.Start && f.at.Start < f.at.End && f.at.End < n.Range().End
	return nil, n.Range() == f.at || head
}

// mayHold says whether a value covers the range and was not looked at yet.
func (f pathFinder) mayHold(n *Node) bool {
	if !n.Range().covers(f.at) || f.seen[n] {
		return false
	}
	f.seen[n] = true
	return true
}

// covers says whether a range holds another one.
func (r Range) covers(other Range) bool { return r.Start <= other.Start && other.End <= r.End }
