package source

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// word reads true, false or null.
func (p *jsonParser) word(word string, kind Kind) (*Node, error) {
	if !strings.HasPrefix(p.src[p.at:], word) || p.at+len(word) < len(p.src) && isWord(p.src[p.at+len(word)]) {
		return nil, p.fail("expected a value")
	}
	node := p.open(kind)
	p.at += len(word)
	node.Range.End = p.at
	if kind == Bool {
		node.Text = word
	}
	return node, nil
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c >= utf8.RuneSelf
}

func (p *jsonParser) number() (*Node, error) {
	node := p.open(Number)
	end := numberEnd(p.src, p.at)
	if end < 0 || end < len(p.src) && (isWord(p.src[end]) || p.src[end] == '.') {
		return nil, p.fail("a number that is not written as JSON wants it")
	}
	node.Text = p.src[p.at:end]
	p.at = end
	node.Range.End = end
	return node, nil
}

// numberEnd gives the end of the JSON number at a byte, -1 when it is none.
func numberEnd(src string, at int) int {
	if at < len(src) && src[at] == '-' {
		at++
	}
	whole := digitsEnd(src, at)
	if whole == at || src[at] == '0' && whole > at+1 {
		return -1
	}
	at = whole
	if at < len(src) && src[at] == '.' {
		fraction := digitsEnd(src, at+1)
		if fraction == at+1 {
			return -1
		}
		at = fraction
	}
	return exponentEnd(src, at)
}

// exponentEnd gives the end of the exponent at a byte, the byte itself when
// there is none, -1 when it lacks its digits.
func exponentEnd(src string, at int) int {
	if at == len(src) || src[at] != 'e' && src[at] != 'E' {
		return at
	}
	at++
	if at < len(src) && (src[at] == '+' || src[at] == '-') {
		at++
	}
	end := digitsEnd(src, at)
	if end == at {
		return -1
	}
	return end
}

func digitsEnd(src string, at int) int {
	for at < len(src) && '0' <= src[at] && src[at] <= '9' {
		at++
	}
	return at
}

// string reads the string that starts at the current byte. Without an escape
// it shares the text.
func (p *jsonParser) string() (string, error) {
	start := p.at + 1
	for i := start; i < len(p.src); i++ {
		switch c := p.src[i]; {
		case c == '"':
			p.at = i + 1
			return p.src[start:i], nil
		case c == '\\':
			return p.escaped(start, i)
		case c < ' ':
			p.at = i
			return "", p.fail("a control character in a string must be written as an escape")
		}
	}
	return "", p.fail("the string does not end")
}

// escaped reads on from the first backslash of a string.
func (p *jsonParser) escaped(start, i int) (string, error) {
	opening := p.at
	decoded := append(make([]byte, 0, i-start+32), p.src[start:i]...)
	for i < len(p.src) {
		switch c := p.src[i]; {
		case c == '"':
			p.at = i + 1
			return string(decoded), nil
		case c == '\\':
			var width int
			if decoded, width = appendEscape(decoded, p.src[i:]); width == 0 {
				p.at = i
				return "", p.fail("not an escape that JSON knows")
			}
			i += width
		case c < ' ':
			p.at = i
			return "", p.fail("a control character in a string must be written as an escape")
		default:
			decoded = append(decoded, c)
			i++
		}
	}
	p.at = opening
	return "", p.fail("the string does not end")
}

// appendEscape decodes the escape at the start of src and gives its width, 0
// when it is none.
func appendEscape(to []byte, src string) ([]byte, int) {
	if len(src) < 2 {
		return to, 0
	}
	if src[1] == 'u' {
		return appendUnicode(to, src)
	}
	const names, values = `"\/bfnrt`, "\"\\/\b\f\n\r\t"
	if i := strings.IndexByte(names, src[1]); i >= 0 {
		return append(to, values[i]), 2
	}
	return to, 0
}

// appendUnicode decodes \uXXXX, or two of them that make one character. Half
// of a pair becomes U+FFFD, as in encoding/json.
func appendUnicode(to []byte, src string) ([]byte, int) {
	first := hex4(src)
	if first < 0 {
		return to, 0
	}
	if utf16.IsSurrogate(first) {
		if r := utf16.DecodeRune(first, hex4(src[6:])); r != utf8.RuneError {
			return utf8.AppendRune(to, r), 12
		}
		first = utf8.RuneError
	}
	return utf8.AppendRune(to, first), 6
}

// hex4 gives the code of the \uXXXX at the start of src, -1 when it is none.
func hex4(src string) rune {
	if len(src) < 6 || src[0] != '\\' || src[1] != 'u' {
		return -1
	}
	code, err := strconv.ParseUint(src[2:6], 16, 16)
	if err != nil {
		return -1
	}
	return rune(code)
}
