package rego

import (
	"strconv"
	"unicode"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"
)

// weigher adds up what values take when they are written out. One that is held in several
// places is written in each: ten lists, of which each holds the one before ten times,
// are little until they are.
type weigher struct {
	style
	// counts says that the elements have a bound too.
	counts         bool
	text, elements int64
}

// style is how values are written.
type style struct {
	separator, colon int64
	quoted           func(text string) int64
}

var (
	asRego = style{separator: 2, colon: 2, quoted: quotedInRego}
	asJSON = style{separator: 1, colon: 1, quoted: quotedInJSON}
)

// full says that it is beyond a bound: how far, nobody needs to know.
func (w *weigher) full() bool {
	return w.text > maxText || w.counts && w.elements > maxElements
}

// writtenOut says whether a value is within the bounds once it is no longer shared.
func writtenOut(value ast.Value) error {
	w := weigher{style: asJSON, counts: true}
	w.add(value)
	return size{text: w.text, elements: w.elements}.exceeds()
}

// add adds a value as it stands inside another.
func (w *weigher) add(value ast.Value) {
	w.elements++
	switch v := value.(type) {
	case ast.String:
		w.text += w.quoted(string(v))
	case ast.Object:
		w.text += 2
		v.Until(func(key, value *ast.Term) bool {
			w.addKey(key.Value)
			w.text += w.colon + w.separator
			w.add(value.Value)
			return w.full()
		})
	case *ast.Array, ast.Set:
		w.text += int64(len("set()"))
		each(v, func(t *ast.Term) bool {
			w.add(t.Value)
			w.text += w.separator
			return w.full()
		})
	default:
		w.addPlain(value)
	}
}

// addPlain adds a value as it stands by itself: a text has no quotes.
func (w *weigher) addPlain(value ast.Value) {
	switch v := value.(type) {
	case ast.String:
		w.text += int64(len(v))
	case ast.Number:
		w.text += int64(len(v))
	case ast.Boolean, ast.Null:
		w.text += int64(len("false"))
	default:
		w.add(value)
	}
}

// addKey adds a key. One that is no text is in JSON a text that holds it as Rego.
func (w *weigher) addKey(key ast.Value) {
	if _, ok := key.(ast.String); ok || w.colon == asRego.colon {
		w.add(key)
		return
	}
	inside := weigher{style: asRego}
	inside.addPlain(key)
	w.text += 2 + longestEscape*inside.text
}

// longestEscape is how long one byte can become in JSON: \u003c.
const longestEscape = 6

// quotedInRego is the length of a text as strconv.Quote writes it.
func quotedInRego(text string) int64 {
	n := int64(2)
	for len(text) > 0 {
		r, width := utf8.DecodeRuneInString(text)
		switch {
		case r == utf8.RuneError && width == 1:
			n += 4 // \xff
		case r == '"', r == '\\', '\a' <= r && r <= '\r':
			n += 2
		case strconv.IsPrint(r):
			n += int64(width)
		case r < ' ' || r == 0x7f:
			n += 4 // \x00
		case r <= 0xffff:
			n += 6 // \u00a0
		default:
			n += 10 // \U0001d173
		}
		text = text[width:]
	}
	return n
}

// quotedInJSON is the length of a text as encoding/json writes it, or a little more.
func quotedInJSON(text string) int64 {
	n := int64(2)
	for len(text) > 0 {
		r, width := utf8.DecodeRuneInString(text)
		switch {
		case r == '"', r == '\\', r == '\n', r == '\r', r == '\t':
			n += 2
		case r < ' ', r == '<', r == '>', r == '&', r == utf8.RuneError, r > unicode.MaxASCII && !unicode.IsPrint(r):
			n += longestEscape
		default:
			n += int64(width)
		}
		text = text[width:]
	}
	return n
}
