package report

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

func writeJSON(w io.Writer, r Report, _ Options) error {
	return encode(w, r)
}

// encode writes JSON as a person can read it, in which no character that a
// terminal acts on, or that hides, stands as itself.
func encode(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(escapeHidden(b.Bytes()))
	return err
}

// escapeHidden replaces what hides by its JSON escape. In encoded JSON such
// characters stand only within strings, the line feeds and blanks of the
// layout excepted.
func escapeHidden(b []byte) []byte {
	if bytes.IndexFunc(b, hidesInJSON) < 0 {
		return b
	}
	out := make([]byte, 0, len(b)+64)
	for len(b) > 0 {
		r, n := utf8.DecodeRune(b)
		switch {
		case !hidesInJSON(r):
			out = append(out, b[:n]...)
		case r < 0x10000:
			out = appendUnit(out, r)
		default:
			high, low := utf16.EncodeRune(r)
			out = appendUnit(appendUnit(out, high), low)
		}
		b = b[n:]
	}
	return out
}

func hidesInJSON(r rune) bool { return r != '\n' && hides(r) }

func appendUnit(b []byte, r rune) []byte {
	const digits = "0123456789abcdef"
	return append(b, '\\', 'u', digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15])
}
