package gateway

import (
	"bytes"
	"strconv"
)

// unescaped returns a text with what a quoted key may be hidden by resolved: the
// escapes of JSON and YAML that stand for a letter by its number (\u005f, \x5f,
// \U0000005f), and lines of YAML that go on in the next one. It returns nil where
// there is none. A backslash that is escaped itself is resolved too: a text is then
// read that need not be.
func unescaped(text []byte) []byte {
	if !hasEscapes(text) {
		return nil
	}
	plain := make([]byte, 0, len(text))
	for len(text) > 0 {
		i := bytes.IndexByte(text, '\\')
		if i < 0 {
			break
		}
		plain = append(plain, text[:i]...)
		letter, length := escape(text[i:])
		plain = append(plain, letter...)
		text = text[i+length:]
	}
	return append(plain, text...)
}

// hasEscapes says whether a text may hold such an escape.
func hasEscapes(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 || i+1 == len(text) {
			return false
		}
		if digitsOf(text[i+1]) > 0 || text[i+1] == '\n' || text[i+1] == '\r' {
			return true
		}
		text = text[i+1:]
	}
}

// digitsOf is how many digits follow the letter of an escape, 0 for other letters.
func digitsOf(letter byte) int {
	switch letter {
	case 'x':
		return 2
	case 'u':
		return 4
	case 'U':
		return 8
	default:
		return 0
	}
}

// escape returns what a text that begins with a backslash stands for, and how much of
// the text does.
func escape(text []byte) (letter []byte, length int) {
	if len(text) == 1 {
		return text, 1
	}
	if rest := bytes.TrimLeft(text[1:], "\r\n"); len(rest) < len(text)-1 {
		return nil, len(text) - len(bytes.TrimLeft(rest, " \t\r\n"))
	}
	end := 2 + digitsOf(text[1])
	if end == 2 || len(text) < end {
		return text[:1], 1
	}
	code, err := strconv.ParseUint(string(text[2:end]), 16, 32)
	if err != nil {
		return text[:1], 1
	}
	return []byte(string(rune(code))), end //nolint:gosec // what is no letter becomes the sign for none
}

// holdsWord says whether a text holds one of the words, also by escapes.
func holdsWord(text []byte, words [][]byte) bool {
	return containsAny(text, words) || containsAny(unescaped(text), words)
}

func containsAny(text []byte, words [][]byte) bool {
	for _, word := range words {
		if bytes.Contains(text, word) {
			return true
		}
	}
	return false
}
