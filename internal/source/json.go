package source

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonParser reads JSON with comments and trailing commas. It is our own
// because it needs the exact place of every key and value, errors that quote
// nothing, and a bound on depth that holds before any recursion.
type jsonParser struct {
	text  *Text
	src   string // the whole text, which decoded strings share where they can
	at    int
	depth int
	limit int
	// items and entries hold what the lists and maps that are still open have
	// so far.
	items   []*Node
	entries []Entry
	slab    slab
}

// openElements is how many elements of unfinished lists and maps a small file
// has at one time.
const openElements = 16

// parseJSON reads one value, or several when each further one starts on a
// line of its own. A text without a value is an error unless lines is set.
func parseJSON(text *Text, limits Limits, lines bool) ([]*Document, error) {
	p := &jsonParser{
		text: text, src: text.content(), limit: limits.Depth, slab: newSlab(len(text.Bytes)),
		items: make([]*Node, 0, openElements), entries: make([]Entry, 0, openElements),
	}
	var documents []*Document
	for {
		fresh, err := p.space()
		if err != nil {
			return documents, err
		}
		if p.at == len(p.src) {
			break
		}
		if len(documents) > 0 && !fresh {
			return documents, p.fail("expected the end of the file or a new line after the value")
		}
		root, err := p.value()
		if err != nil {
			return documents, err
		}
		documents = append(documents, &Document{Text: text, Root: root, Index: len(documents)})
	}
	if len(documents) == 0 && !lines {
		return nil, p.fail("expected a value, found the end of the file")
	}
	return documents, nil
}

// value reads the value that starts at the current byte.
func (p *jsonParser) value() (*Node, error) {
	if p.at == len(p.src) {
		return nil, p.fail("expected a value, found the end of the file")
	}
	switch c := p.src[p.at]; {
	case c == '{':
		return p.nested((*jsonParser).object)
	case c == '[':
		return p.nested((*jsonParser).array)
	case c == '"':
		node := p.open(String)
		text, err := p.string()
		node.Text, node.Range.End = text, p.at
		return node, err
	case c == '-' || '0' <= c && c <= '9':
		return p.number()
	case c == 't':
		return p.word("true", Bool)
	case c == 'f':
		return p.word("false", Bool)
	case c == 'n':
		return p.word("null", Null)
	}
	return nil, p.fail("expected a value")
}

func (p *jsonParser) open(kind Kind) *Node {
	node := p.slab.node()
	node.Kind, node.Range.Start = kind, p.at
	return node
}

func (p *jsonParser) nested(read func(*jsonParser) (*Node, error)) (*Node, error) {
	if p.depth == p.limit {
		return nil, p.text.errorAt(p.at, "nested deeper than the limit of %d levels", p.limit)
	}
	p.depth++
	node, err := read(p)
	p.depth--
	return node, err
}

func (p *jsonParser) array() (*Node, error) {
	node, base := p.open(List), len(p.items)
	p.at++
	for {
		if done, err := p.closes(']'); done || err != nil {
			node.Items, node.Range.End = p.slab.keepItems(p.items[base:]), p.at
			p.items = p.items[:base]
			return node, err
		}
		item, err := p.value()
		if err != nil {
			return nil, err
		}
		p.items = append(p.items, item)
		if err := p.separator(']'); err != nil {
			return nil, err
		}
	}
}

func (p *jsonParser) object() (*Node, error) {
	node, base := p.open(Map), len(p.entries)
	p.at++
	for {
		if done, err := p.closes('}'); done || err != nil {
			node.Entries, node.Range.End = p.slab.keepEntries(p.entries[base:]), p.at
			p.entries = p.entries[:base]
			markRepeats(node.Entries)
			return node, err
		}
		entry, err := p.entry()
		if err != nil {
			return nil, err
		}
		p.entries = append(p.entries, entry)
		if err := p.separator('}'); err != nil {
			return nil, err
		}
	}
}

func (p *jsonParser) entry() (Entry, error) {
	entry := Entry{KeyRange: Range{Start: p.at}}
	if p.src[p.at] != '"' {
		return entry, p.fail("expected a key in double quotes or '}'")
	}
	var err error
	if entry.Key, err = p.string(); err != nil {
		return entry, err
	}
	entry.KeyRange.End = p.at
	if _, err := p.space(); err != nil {
		return entry, err
	}
	if p.at == len(p.src) || p.src[p.at] != ':' {
		return entry, p.fail("expected ':' after the key")
	}
	p.at++
	if _, err := p.space(); err != nil {
		return entry, err
	}
	entry.Value, err = p.value()
	return entry, err
}

// closes skips space and steps over the closing bracket if it stands there.
func (p *jsonParser) closes(bracket byte) (bool, error) {
	if _, err := p.space(); err != nil {
		return false, err
	}
	if p.at == len(p.src) {
		return false, p.fail("expected '" + string(bracket) + "', found the end of the file")
	}
	if p.src[p.at] != bracket {
		return false, nil
	}
	p.at++
	return true, nil
}

// separator steps over the comma behind a value, or stands at the closing
// bracket.
func (p *jsonParser) separator(bracket byte) error {
	if _, err := p.space(); err != nil {
		return err
	}
	switch {
	case p.at == len(p.src):
		return p.fail("expected ',' or '" + string(bracket) + "' after the value, found the end of the file")
	case p.src[p.at] == ',':
		p.at++
	case p.src[p.at] != bracket:
		return p.fail("expected ',' or '" + string(bracket) + "' after the value")
	}
	return nil
}

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

// space skips white space and comments, and says whether the current byte is
// the first thing on its line.
func (p *jsonParser) space() (fresh bool, err error) {
	fresh = p.at == 0
	for p.at < len(p.src) {
		switch p.src[p.at] {
		case '\n':
			fresh = true
			p.at++
		case ' ', '\t', '\r':
			p.at++
		case '/':
			line, err := p.comment()
			if err != nil {
				return false, err
			}
			fresh = fresh || line
		default:
			return fresh, nil
		}
	}
	return true, nil
}

// comment skips one comment and says whether it holds the end of a line.
func (p *jsonParser) comment() (bool, error) {
	rest := p.src[p.at:]
	switch {
	case strings.HasPrefix(rest, "//"):
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			p.at = len(p.src)
			return true, nil
		}
		p.at += end + 1
		return true, nil
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			return false, p.fail("the comment does not end")
		}
		p.at += end + 4
		return strings.Contains(rest[:end+2], "\n"), nil
	}
	return false, p.fail("expected a comment after '/'")
}

func (p *jsonParser) fail(message string) error {
	return p.text.errorAt(p.at, "%s", message)
}
