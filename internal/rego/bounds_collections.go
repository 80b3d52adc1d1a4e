package rego

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
)

// inAll is of array.concat(a, b) and of a | b.
func inAll(arguments []*ast.Term) size {
	return size{elements: lengthOf(arguments[0].Value) + lengthOf(arguments[1].Value)}
}

// flattened is of array.flatten(list).
func flattened(arguments []*ast.Term) size {
	var s size
	each(arguments[0].Value, func(t *ast.Term) bool {
		if nested, ok := t.Value.(*ast.Array); ok {
			s.elements += int64(nested.Len())
		} else {
			s.elements++
		}
		return s.elements > maxElements
	})
	return s
}

// united is of union(sets).
func united(arguments []*ast.Term) size {
	var s size
	each(arguments[0].Value, func(t *ast.Term) bool {
		s.elements += lengthOf(t.Value)
		return s.elements > maxElements
	})
	return s
}

// merged is of object.union(a, b), which merges the objects inside them too.
func merged(arguments []*ast.Term) size {
	a, isA := arguments[0].Value.(ast.Object)
	b, isB := arguments[1].Value.(ast.Object)
	if !isA || !isB {
		return size{}
	}
	return size{elements: mergedObjects(a, b, 0)}
}

// mergedObjects adds what the union of two objects holds to a sum.
func mergedObjects(a, b ast.Object, sum int64) int64 {
	sum += int64(a.Len())
	b.Until(func(key, value *ast.Term) bool {
		old := a.Get(key)
		if old == nil {
			sum++
			return sum > maxElements
		}
		inA, isA := old.Value.(ast.Object)
		inB, isB := value.Value.(ast.Object)
		if isA && isB {
			sum = mergedObjects(inA, inB, sum)
		}
		return sum > maxElements
	})
	return sum
}

// mergedAll is of object.union_n(objects), which copies the objects inside them.
func mergedAll(arguments []*ast.Term) size {
	var s size
	each(arguments[0].Value, func(t *ast.Term) bool {
		s.elements = copied(t.Value, s.elements)
		return s.elements > maxElements
	})
	return s
}

// copied adds what an object and the objects inside it hold to a sum.
func copied(value ast.Value, sum int64) int64 {
	object, ok := value.(ast.Object)
	if !ok {
		return sum
	}
	sum += int64(object.Len())
	object.Until(func(_, value *ast.Term) bool {
		sum = copied(value.Value, sum)
		return sum > maxElements
	})
	return sum
}

// alongPaths is of json.filter(object, paths) and json.remove(object, paths), which copy
// whatever a path leads through, but for what several paths share.
func alongPaths(arguments []*ast.Term) size {
	var s size
	root := ast.NewObject()
	each(arguments[1].Value, func(path *ast.Term) bool {
		s.elements += objectSize * keep(root, path.Value, maxElements/objectSize)
		return s.elements > maxElements
	})
	if s.elements <= maxElements {
		s.elements = crossed(arguments[0].Value, root, s.elements)
	}
	return s
}

// objectSize is for how many elements an object counts that is made for each part of a
// path: it takes that much more than an element.
const objectSize = 4

// unescape reads a part of a path as https://www.rfc-editor.org/rfc/rfc6901 says.
var unescape = strings.NewReplacer("~1", "/", "~0", "~")

// keep notes a path, whose parts stand in a list or between slashes, in a tree, and counts its
// parts, until there are too many.
func keep(tree ast.Object, path ast.Value, most int64) (parts int64) {
	add := func(part *ast.Term) bool {
		if parts++; parts > most {
			return true
		}
		next := tree.Get(part)
		if next == nil {
			next = ast.NewTerm(ast.NewObject())
			tree.Insert(part, next)
		}
		tree = next.Value.(ast.Object)
		return false
	}
	text, ok := path.(ast.String)
	if !ok {
		each(path, add)
		return parts
	}
	for part := range strings.SplitSeq(strings.TrimLeft(string(text), "/"), "/") {
		if add(ast.StringTerm(unescape.Replace(part))) {
			break
		}
	}
	return parts
}

// crossed adds what all that the paths of a tree lead through holds to a sum.
func crossed(value ast.Value, tree ast.Object, sum int64) int64 {
	if tree.Len() == 0 {
		return sum
	}
	sum += lengthOf(value)
	tree.Until(func(part, below *ast.Term) bool {
		if next := inside(value, part); next != nil {
			sum = crossed(next.Value, below.Value.(ast.Object), sum)
		}
		return sum > maxElements
	})
	return sum
}

// inside is what a part of a path leads to, nil for nothing.
func inside(value ast.Value, part *ast.Term) *ast.Term {
	switch v := value.(type) {
	case ast.Object:
		return v.Get(part)
	case ast.Set:
		if v.Contains(part) {
			return part
		}
	case *ast.Array:
		text, _ := part.Value.(ast.String)
		if i, err := strconv.Atoi(string(text)); err == nil && 0 <= i && i < v.Len() {
			return v.Elem(i)
		}
	}
	return nil
}

// ranged is of numbers.range(first, last).
func ranged(arguments []*ast.Term) size {
	s := digits(arguments)
	if s.parsed > maxParsed {
		return s
	}
	first, err := builtins.BigIntOperand(arguments[0].Value, 1)
	if err != nil {
		return s
	}
	last, err := builtins.BigIntOperand(arguments[1].Value, 2)
	if err != nil {
		return s
	}
	apart := new(big.Int).Sub(first, last)
	if apart.Abs(apart).Cmp(big.NewInt(maxElements)) >= 0 {
		s.elements = maxElements + 1
	}
	return s
}

// walked is walk(x, [path, value]), which says each value inside another, and how it is
// reached.
func walked(call topdown.BuiltinFunc) topdown.BuiltinFunc {
	return func(b topdown.BuiltinContext, arguments []*ast.Term, iter func(*ast.Term) error) error {
		var elements int64
		return call(b, arguments, func(answer *ast.Term) error {
			elements++
			if pair, ok := answer.Value.(*ast.Array); ok && pair.Len() == 2 {
				elements += lengthOf(pair.Elem(0).Value)
			}
			if elements > maxElements {
				return errElements
			}
			return iter(answer)
		})
	}
}
