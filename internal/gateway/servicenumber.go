package gateway

import (
	"github.com/gwlint/gwlint/internal/source"
)

// amount reads a whole number, which an answer may write as a string: an int64
// is one in the JSON form of protocol buffers.
func (r reader) amount(n *source.Node, key, facet string) int64 {
	if v := r.value(n, key, facet); v != nil && (v.Kind == source.Number || isQuoted(v)) {
		return whole(v.Text)
	}
	return -1
}

// isQuoted says whether a string holds a whole number and nothing else.
func isQuoted(n *source.Node) bool {
	return n.Kind == source.String && n.Text != "" && isWhole(n.Text)
}

// unquoted returns a service with its numbers as numbers, as the API's schema
// has them.
func unquoted(n *source.Node) *source.Node {
	bare := *n
	bare.Items = make([]*source.Node, 0, len(n.Items))
	for _, item := range n.Items {
		bare.Items = append(bare.Items, unquoted(item))
	}
	bare.Entries = make([]source.Entry, 0, len(n.Entries))
	for _, e := range n.Entries {
		e.Value = unquoted(e.Value)
		if numeric(e.Key) && isQuoted(e.Value) {
			e.Value.Kind = source.Number
		}
		bare.Entries = append(bare.Entries, e)
	}
	return &bare
}

func numeric(key string) bool {
	return key == "requests" || key == "tokens" || key == "traffic_percentage"
}
