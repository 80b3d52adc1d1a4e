package source

import (
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
	written, ok := d.PathAt(Spot{Text: d.TextOf(node), Range: node.Range})
	return Pointer(append(written, path[depth:]...)), ok
}

// PathAt are the keys and list indices that lead to the value at a stretch of one of the
// texts, as that is written.
func (d *Document) PathAt(at Spot) (path []string, ok bool) {
	for _, root := range d.Written {
		if d.TextOf(root) == at.Text {
			return pathTo(root, at.Range)
		}
	}
	return nil, false
}

// pathTo returns the path from a value to the one at a range. What an alias stands for is
// found where it is written.
func pathTo(n *Node, at Range) (path []string, ok bool) {
	for n.Range != at {
		segment, below := around(n, at)
		if below == nil {
			return nil, false
		}
		path, n = append(path, segment), below
	}
	return path, true
}

// around returns the value of a map or a list that a range lies in, and its key or index.
func around(n *Node, at Range) (segment string, below *Node) {
	for i := range n.Entries {
		if e := &n.Entries[i]; e.Value.Range.covers(at) && e.KeyRange.Start <= e.Value.Range.Start {
			if e.Written != "" {
				return e.Written, e.Value
			}
			return e.Key, e.Value
		}
	}
	i := slices.IndexFunc(n.Items, func(item *Node) bool { return item.Range.covers(at) })
	if i < 0 {
		return "", nil
	}
	return strconv.Itoa(i), n.Items[i]
}

// covers says whether a range holds another one.
func (r Range) covers(other Range) bool { return r.Start <= other.Start && other.End <= r.End }
