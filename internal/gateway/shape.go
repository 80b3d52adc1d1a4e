package gateway

import (
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// Whether a document follows the API schema depends only on its keys, its types,
// the sign of its numbers and the few values that are enumerated: schema's own
// tests hold it to that.
// So documents of one shape are validated once; a workspace has hundreds of
// endpoints and a handful of shapes, and validating costs more than all the
// rest of reading a document.
var shapes = struct {
	sync.RWMutex

	known map[string][]schema.Violation
}{known: map[string][]schema.Violation{}}

// rememberedShapes bounds the memory; beyond it the memory starts anew.
const rememberedShapes = 4096

var enumerated = sync.OnceValue(schema.Enums)

// violations validates a node against a schema.
func violations(name schema.Name, n *source.Node) ([]schema.Violation, error) {
	shape := appendShape(append(make([]byte, 0, 1024), name...), n, "")
	shapes.RLock()
	found, ok := shapes.known[string(shape)]
	shapes.RUnlock()
	if ok {
		return found, nil
	}
	found, err := schema.Validate(name, n.Plain(unresolved))
	if err != nil {
		return nil, err
	}
	shapes.Lock()
	defer shapes.Unlock()
	if len(shapes.known) >= rememberedShapes {
		clear(shapes.known)
	}
	shapes.known[string(shape)] = found
	return found, nil
}

// appendShape writes what validity depends on; key is the one that holds n.
func appendShape(b []byte, n *source.Node, key string) []byte {
	switch n.Kind {
	case source.Map:
		b = append(b, '{')
		for _, e := range n.Entries {
			b = append(appendWord(b, e.Key), ':')
			b = appendShape(b, e.Value, e.Key)
		}
		return append(b, '}')
	case source.List:
		b = append(b, '[')
		for _, item := range n.Items {
			b = appendShape(b, item, key)
		}
		return append(b, ']')
	case source.String:
		if unresolved(n) {
			return append(b, 'u')
		}
		if b = append(b, 's'); slices.Contains(enumerated(), key) {
			b = appendWord(b, n.Text)
		}
		return b
	case source.Number:
		return append(b, shapeOfNumber(n.Text)...)
	case source.Bool:
		return append(b, 'b')
	case source.Null:
		return append(b, '0')
	}
	return b
}

func shapeOfNumber(literal string) string {
	switch {
	case strings.HasPrefix(literal, "-"):
		return "-"
	case isWhole(literal):
		return "i"
	default:
		return "f"
	}
}

// appendWord writes a word with its length before it, so that no text can pass
// for the shape around it.
func appendWord(b []byte, word string) []byte {
	b = append(b, itoa(len(word))...)
	b = append(b, '"')
	return append(b, word...)
}

func isWhole(literal string) bool {
	for i := range len(literal) {
		if c := literal[i]; c < '0' || c > '9' {
			return false
		}
	}
	return true
}
