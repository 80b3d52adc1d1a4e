package bundle

import "github.com/gwlint/gwlint/internal/source"

// merge returns the root file with the files that it includes and the target's own
// settings merged over it, in this order. Nil where there is nothing.
func (r *resolution) merge() *source.Node {
	var root *source.Node
	for _, f := range r.bundle.files {
		root = over(root, f.root, rootField)
	}
	return over(root, root.Get("targets").Get(r.target), rootField)
}

// over merges a value over another one. Maps are merged key by key, lists are appended.
func over(base, value *source.Node, f *field) *source.Node {
	switch {
	case value == nil || value.Kind == source.Null:
		return base
	case base == nil || base.Kind != value.Kind || base.Kind < source.List:
		return value
	}
	merged := *value
	merged.Items = append(append([]*source.Node{}, base.Items...), value.Items...)
	merged.Entries = append([]source.Entry{}, base.Entries...)
	for _, e := range value.Entries {
		if known := merged.Entry(e.Key); known != nil {
			e.Value = over(known.Value, e.Value, f.at(e.Key))
			*known = e
			continue
		}
		merged.Entries = append(merged.Entries, e)
	}
	return &merged
}
