package source

import (
	"bytes"
	"strconv"
)

// Place is where a value is written, or where it would have to be.
type Place struct {
	Range Range
	// Pointer is the JSON Pointer of what was asked for, written or not.
	Pointer string
	// Missing says that it is not written, and that Range is the nearest thing
	// above it that is.
	Missing bool
}

// Locate finds what a person should be shown for a path of keys and list
// indices: a scalar itself, the key of a map or a list, an element of a list
// whole or, when it spans lines, its first key. A path that is not written
// leads to the nearest written thing above it; the root is shown as its name,
// else its first key, else its first line.
func (d *Document) Locate(pointer []string) Place {
	place := Place{Pointer: Pointer(pointer)}
	node, key, depth := d.Root, (*Entry)(nil), 0
	for ; depth < len(pointer); depth++ {
		entry, child := step(node, pointer[depth])
		if child == nil {
			place.Missing = true
			break
		}
		node, key = child, entry
	}
	switch {
	case depth == 0:
		place.Range = d.rootRange()
	case node.Kind < List && node.Range.Start < node.Range.End:
		place.Range = node.Range
	case key != nil:
		place.Range = key.KeyRange
	default:
		place.Range = d.elementRange(node)
	}
	return place
}

// step goes one segment down: child is nil when there is none, and entry is
// nil when node is a list.
func step(node *Node, segment string) (entry *Entry, child *Node) {
	switch node.Kind {
	case Map:
		if entry = node.Entry(segment); entry != nil {
			return entry, entry.Value
		}
	case List:
		i, err := strconv.Atoi(segment)
		if err == nil && 0 <= i && i < len(node.Items) && strconv.Itoa(i) == segment {
			return nil, node.Items[i]
		}
	default:
	}
	return nil, nil
}

func (d *Document) rootRange() Range {
	if name := d.Root.Get("name"); name != nil && name.Kind < List && name.Range.Start < name.Range.End {
		return name.Range
	}
	if len(d.Root.Entries) > 0 {
		return d.Root.Entries[0].KeyRange
	}
	return d.firstLine(d.Root.Range)
}

func (d *Document) elementRange(node *Node) Range {
	line := d.firstLine(node.Range)
	if line == node.Range || len(node.Entries) == 0 {
		return line
	}
	return node.Entries[0].KeyRange
}

// firstLine cuts a range at the end of its first line.
func (d *Document) firstLine(r Range) Range {
	if i := bytes.IndexByte(d.Text.Bytes[r.Start:r.End], '\n'); i >= 0 {
		end := r.Start + i
		if i > 0 && d.Text.Bytes[end-1] == '\r' {
			end--
		}
		return Range{Start: r.Start, End: end}
	}
	return r
}
