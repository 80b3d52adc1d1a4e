package rego

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// replaced is of replace(text, old, new).
func replaced(arguments []*ast.Term) size {
	text, old, new := textOf(arguments, 0), textOf(arguments, 1), textOf(arguments, 2)
	grows := int64(len(new) - len(old))
	if grows <= 0 {
		return size{}
	}
	times := int64(len(text)/max(1, len(old))) + 1
	if longest := int64(len(text)) + times*grows; longest <= maxText || old == "" {
		return size{text: longest}
	}
	return size{text: int64(len(text)) + int64(strings.Count(text, old))*grows}
}

// joined is of concat(separator, texts).
func joined(arguments []*ast.Term) size {
	between := int64(len(textOf(arguments, 0)))
	if list, ok := arguments[1].Value.(*ast.Array); ok { // by far the most calls
		var text int64
		for i := range list.Len() {
			s, _ := list.Elem(i).Value.(ast.String)
			text += int64(len(s)) + between
		}
		return size{text: text - between}
	}
	var text int64
	each(arguments[1].Value, func(t *ast.Term) bool {
		s, _ := t.Value.(ast.String)
		text += int64(len(s)) + between
		return false
	})
	return size{text: text - between}
}

// filledIn is of the template text $"…": its parts, of which each that is no scalar is a
// set of one.
func filledIn(arguments []*ast.Term) size {
	w := weigher{style: asRego}
	each(arguments[0].Value, func(part *ast.Term) bool {
		set, ok := part.Value.(ast.Set)
		if !ok {
			w.addPlain(part.Value)
			return w.full()
		}
		if set.Len() == 0 {
			w.text += int64(len("<undefined>"))
		}
		each(set, func(t *ast.Term) bool {
			w.addPlain(t.Value)
			return w.full()
		})
		return w.full()
	})
	return size{text: w.text}
}

// quoted is of glob.quote_meta(pattern), which makes room for twice its length.
func quoted(arguments []*ast.Term) size {
	return size{text: 2 * int64(len(textOf(arguments, 0)))}
}

// marshalled is of json.marshal(x).
func marshalled(arguments []*ast.Term) size {
	w := weigher{style: asJSON, counts: true}
	w.add(arguments[0].Value)
	return size{text: w.text, elements: w.elements}
}

// unmarshalled is of json.unmarshal(text). What is no JSON it counts wrong and is refused
// all the same.
func unmarshalled(arguments []*ast.Term) size {
	text := textOf(arguments, 0)
	if len(text) < maxElements {
		return size{}
	}
	elements, inside := int64(1), false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '"':
			inside = !inside
		case inside && c == '\\':
			i++
		case !inside && (c == ',' || c == '[' || c == '{'):
			elements++
		}
	}
	return size{elements: elements}
}

// splitUp is of split(text, separator).
func splitUp(arguments []*ast.Term) size {
	text := textOf(arguments, 0)
	if len(text) < maxElements {
		return size{}
	}
	return size{elements: int64(strings.Count(text, textOf(arguments, 1))) + 1}
}

// indexed is of indexof_n(text, part). Places may overlap.
func indexed(arguments []*ast.Term) size {
	text, part := textOf(arguments, 0), textOf(arguments, 1)
	if len(text) <= maxElements || part == "" {
		return size{}
	}
	var s size
	for s.elements <= maxElements {
		i := strings.Index(text, part)
		if i < 0 {
			break
		}
		s.elements++
		text = text[i+1:]
	}
	return s
}
