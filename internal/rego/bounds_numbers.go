package rego

import (
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// digits is of calculations with one or two numbers: no answer has more than both.
func digits(arguments []*ast.Term) (s size) {
	for _, argument := range arguments[:min(2, len(arguments))] {
		if number, ok := argument.Value.(ast.Number); ok {
			s.parsed += digitsOf(string(number))
		}
	}
	return s
}

// digitsOfAll is of sum(numbers).
func digitsOfAll(arguments []*ast.Term) (s size) {
	each(arguments[0].Value, func(t *ast.Term) bool {
		number, _ := t.Value.(ast.Number)
		s.parsed = max(s.parsed, digitsOf(string(number)))
		return s.parsed > maxParsed
	})
	return s
}

// quantity is of what parses a number with a unit.
func quantity(arguments []*ast.Term) size {
	return size{parsed: digitsOf(textOf(arguments, 0))}
}

// pattern is of what parses a text, for which it needs many times its length.
func pattern(arguments []*ast.Term) size {
	return size{parsed: int64(len(textOf(arguments, 0)))}
}

// digitsOf is how many digits a number has when it is written without an exponent.
func digitsOf(number string) int64 {
	n := int64(len(number))
	for _, e := range [...]byte{'e', 'E'} {
		if at := strings.IndexByte(number, e); at >= 0 {
			n += exponent(number[at+1:])
		}
	}
	return n
}

// exponent is what stands behind the e of a number, without its sign; 0 where it is none.
func exponent(text string) int64 {
	text = strings.TrimLeft(text, "+-")
	end := strings.IndexFunc(text, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		text = text[:end]
	}
	if text == "" {
		return 0
	}
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return maxParsed + 1
	}
	return n
}
