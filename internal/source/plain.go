package source

import "encoding/json"

// Plain turns a node into what encoding/json would decode, with numbers as they
// are written. A text of which unknown says that it is yet to be filled in becomes
// null, which is valid in every schema. Of a repeated key the last one counts.
func (n *Node) Plain(unknown func(*Node) bool) any {
	switch n.Kind {
	case Map:
		object := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			object[e.Key] = e.Value.Plain(unknown)
		}
		return object
	case List:
		list := make([]any, 0, len(n.Items))
		for _, item := range n.Items {
			list = append(list, item.Plain(unknown))
		}
		return list
	case String:
		if unknown(n) {
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
