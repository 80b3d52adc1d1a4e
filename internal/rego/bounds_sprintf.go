package rego

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// formatted is of sprintf(format, values). It reads the format as fmt does: see
// https://pkg.go.dev/fmt, of which the widest field has 1,000,000 characters.
func formatted(arguments []*ast.Term) size {
	list, ok := arguments[1].Value.(*ast.Array)
	if !ok {
		return size{}
	}
	f := formatting{list: list}
	format := textOf(arguments, 0)
	f.text = int64(len(format))
	for f.text <= maxText {
		_, rest, found := strings.Cut(format, "%")
		if !found {
			break
		}
		format = f.verb(rest)
	}
	for ; f.next < list.Len() && f.text <= maxText; f.next++ { // those that are left over are named behind
		f.text += f.length(f.next) + aroundValue
	}
	return size{text: f.text}
}

const (
	// aroundValue is what stands around a value that does not fit its verb, and more than
	// any number takes that is no float.
	aroundValue = 80
	// aroundFloat is what a float takes without an exponent.
	aroundFloat = 400
	// widest is the greatest width and the greatest precision.
	widest = 1_000_000
	// escaped is how many times as long as the value is what a verb makes of it that
	// escapes, such as %q, or writes digits, such as % #x.
	escaped = 5
)

// formatting is how far a format was read: the next value, and what was written.
type formatting struct {
	list *ast.Array
	next int
	text int64
	// picks says that values are named by their number.
	picks bool
}

// verb adds what a verb writes, and returns what stands behind it.
func (f *formatting) verb(spec string) string {
	var number int64
	var plain bool // no flag makes it longer
	for plain = true; spec != ""; spec = spec[1:] {
		switch c := spec[0]; {
		case '0' <= c && c <= '9':
			number = min(10*number+int64(c-'0'), widest)
			continue
		case c == '*':
			f.text += f.width()
		case c == '[':
			f.picks = true
		case c == '#', c == '+', c == ' ':
			plain = false
		case c == '-', c == '.', c == ']':
		default:
			f.text += number
			f.value(c, plain)
			return spec[1:]
		}
		f.text += number
		number = 0
	}
	return ""
}

// value adds what a verb writes of a value.
func (f *formatting) value(verb byte, plain bool) {
	if verb == '%' {
		return
	}
	length := f.length(f.next)
	if f.picks {
		length = f.longest()
	}
	f.next++
	if !plain || strings.IndexByte("svdtfgeG", verb) < 0 {
		length *= escaped
	}
	f.text += length + aroundValue
}

// width is what the width or precision * takes from the values.
func (f *formatting) width() int64 {
	n := f.next
	f.next++
	if f.picks || n >= f.list.Len() {
		return widest
	}
	number, _ := f.list.Elem(n).Value.(ast.Number)
	width, _ := number.Int64()
	return min(max(width, -width), widest)
}

// length is what a value takes as it is.
func (f *formatting) length(n int) int64 {
	if n >= f.list.Len() {
		return 0
	}
	switch v := f.list.Elem(n).Value.(type) {
	case ast.String:
		return int64(len(v))
	case ast.Number:
		if strings.ContainsAny(string(v), ".eE") {
			return int64(len(v)) + aroundFloat
		}
		return int64(len(v))
	default:
		w := weigher{style: asRego}
		w.add(v)
		return w.text
	}
}

// longest is what the longest of the values takes.
func (f *formatting) longest() (most int64) {
	for n := range f.list.Len() {
		if most = max(most, f.length(n)); most > maxText {
			break
		}
	}
	return most
}
