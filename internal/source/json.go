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
	// values is how many more values there may be.
	values, mostValues int
	*unfinished

	slab  slab
	parts *parts // what is read of the text, nil for all of it
}

// parseJSON reads one value, or several when each further one starts on a
// line of its own. A text without a value is an error unless lines is set.
func parseJSON(text *Text, limits Limits, lines bool) ([]*Document, error) {
	p := &jsonParser{
		text: text, src: text.content(), limit: limits.Depth, values: limits.Values, mostValues: limits.Values, slab: newJSONSlab(text.Bytes),
		unfinished: newUnfinished(),
	}
	defer p.done()
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
func (j *jsonParser) value() (*Node, error) {
	if j.at == len(j.src) {
		return nil, j.fail("expected a value, found the end of the file")
	}
	if j.values--; j.values < 0 {
		return nil, j.text.errorAt(j.at, tooManyValues, j.mostValues)
	}
	switch c := j.src[j.at]; {
	case c == '{':
		return j.nested((*jsonParser).object)
	case c == '[':
		return j.nested((*jsonParser).array)
	case c == '"':
		node := j.newNode(String)
		text, err := j.string()
		node.Text = text
		node.Span.endAt(j.at)
		return node, err
	case c == '-' || '0' <= c && c <= '9':
		return j.number()
	case c == 't':
		return j.word("true", Bool)
	case c == 'f':
		return j.word("false", Bool)
	case c == 'n':
		return j.word("null", Null)
	}
	return nil, j.fail("expected a value")
}

// newNode makes the node of a value that starts at the current byte.
func (j *jsonParser) newNode(kind Kind) *Node {
	node := j.slab.node()
	node.Kind, node.Span = kind, Range{Start: j.at}.Span()
	return node
}

// nested reads a list or a map, which is one level deeper.
func (j *jsonParser) nested(read func(*jsonParser) (*Node, error)) (*Node, error) {
	if j.depth == j.limit {
		return nil, j.text.errorAt(j.at, "nested deeper than the limit of %d levels", j.limit)
	}
	j.depth++
	node, err := read(j)
	j.depth--
	return node, err
}

func (j *jsonParser) array() (*Node, error) {
	node, base := j.newNode(List), len(j.items)
	j.at++
	for {
		if done, err := j.closes(']'); done || err != nil {
			j.slab.keepItems(node, j.items[base:])
			node.Span.endAt(j.at)
			j.items = j.items[:base]
			return node, err
		}
		item, err := j.value()
		if err != nil {
			return nil, err
		}
		j.items = append(j.items, item)
		if err := j.separator(']'); err != nil {
			return nil, err
		}
	}
}

func (j *jsonParser) object() (*Node, error) {
	node, base := j.newNode(Map), len(j.entries)
	j.at++
	for {
		if done, err := j.closes('}'); done || err != nil {
			markRepeats(j.entries[base:])
			j.slab.keepEntries(node, j.entries[base:])
			node.Span.endAt(j.at)
			j.entries = j.entries[:base]
			return node, err
		}
		entry, err := j.entry()
		if err != nil {
			return nil, err
		}
		if entry.Value != nil {
			j.entries = append(j.entries, entry)
		}
		if err := j.separator('}'); err != nil {
			return nil, err
		}
	}
}

func (j *jsonParser) entry() (Entry, error) {
	entry := Entry{KeySpan: Range{Start: j.at}.Span()}
	if j.src[j.at] != '"' {
		return entry, j.fail("expected a key in double quotes or '}'")
	}
	var err error
	if entry.Key, err = j.string(); err != nil {
		return entry, err
	}
	entry.KeySpan.endAt(j.at)
	if _, err := j.space(); err != nil {
		return entry, err
	}
	if j.at == len(j.src) || j.src[j.at] != ':' {
		return entry, j.fail("expected ':' after the key")
	}
	j.at++
	if _, err := j.space(); err != nil {
		return entry, err
	}
	if j.parts != nil {
		return j.part(entry)
	}
	entry.Value, err = j.value()
	return entry, err
}

// closes skips space and steps over the closing bracket if it stands there.
func (j *jsonParser) closes(bracket byte) (bool, error) {
	if _, err := j.space(); err != nil {
		return false, err
	}
	if j.at == len(j.src) {
		return false, j.fail("expected '" + string(bracket) + "', found the end of the file")
	}
	if j.src[j.at] != bracket {
		return false, nil
	}
	j.at++
	return true, nil
}

// separator steps over the comma behind a value, or stands at the closing
// bracket.
func (j *jsonParser) separator(bracket byte) error {
	if _, err := j.space(); err != nil {
		return err
	}
	switch {
	case j.at == len(j.src):
		return j.fail("expected ',' or '" + string(bracket) + "' after the value, found the end of the file")
	case j.src[j.at] == ',':
		j.at++
	case j.src[j.at] != bracket:
		return j.fail("expected ',' or '" + string(bracket) + "' after the value")
	}
	return nil
}

// word reads true, false or null.
func (j *jsonParser) word(word string, kind Kind) (*Node, error) {
	if !strings.HasPrefix(j.src[j.at:], word) || j.at+len(word) < len(j.src) && isWord(j.src[j.at+len(word)]) {
		return nil, j.fail("expected a value")
	}
	node := j.newNode(kind)
	j.at += len(word)
	node.Span.endAt(j.at)
	if kind == Bool {
		node.Text = word
	}
	return node, nil
}

func isWord(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_' || c >= utf8.RuneSelf
}

func (j *jsonParser) number() (*Node, error) {
	node := j.newNode(Number)
	end := numberEnd(j.src, j.at)
	if end < 0 || end < len(j.src) && (isWord(j.src[end]) || j.src[end] == '.') {
		return nil, j.fail("a number that is not written as JSON wants it")
	}
	node.Text = j.src[j.at:end]
	j.at = end
	node.Span.endAt(end)
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
func (j *jsonParser) string() (string, error) {
	start := j.at + 1
	for i := start; i < len(j.src); i++ {
		switch c := j.src[i]; {
		case c == '"':
			j.at = i + 1
			return j.src[start:i], nil
		case c == '\\':
			return j.escaped(start, i)
		case c < ' ':
			j.at = i
			return "", j.fail("a control character in a string must be written as an escape")
		}
	}
	return "", j.fail("the string does not end")
}

// escaped reads on from the first backslash of a string.
func (j *jsonParser) escaped(start, i int) (string, error) {
	opening := j.at
	decoded := append(make([]byte, 0, i-start+32), j.src[start:i]...)
	for i < len(j.src) {
		switch c := j.src[i]; {
		case c == '"':
			j.at = i + 1
			return string(decoded), nil
		case c == '\\':
			var width int
			if decoded, width = appendEscape(decoded, j.src[i:]); width == 0 {
				j.at = i
				return "", j.fail("not an escape that JSON knows")
			}
			i += width
		case c < ' ':
			j.at = i
			return "", j.fail("a control character in a string must be written as an escape")
		default:
			decoded = append(decoded, c)
			i++
		}
	}
	j.at = opening
	return "", j.fail("the string does not end")
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
func (j *jsonParser) space() (fresh bool, err error) {
	fresh = j.at == 0
	for j.at < len(j.src) {
		switch j.src[j.at] {
		case '\n':
			fresh = true
			j.at++
		case ' ', '\t', '\r':
			j.at++
		case '/':
			line, err := j.comment()
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
func (j *jsonParser) comment() (bool, error) {
	rest := j.src[j.at:]
	switch {
	case strings.HasPrefix(rest, "//"):
		end := strings.IndexByte(rest, '\n')
		if end < 0 {
			j.at = len(j.src)
			return true, nil
		}
		j.at += end + 1
		return true, nil
	case strings.HasPrefix(rest, "/*"):
		end := strings.Index(rest[2:], "*/")
		if end < 0 {
			return false, j.fail("the comment does not end")
		}
		j.at += end + 4
		return strings.Contains(rest[:end+2], "\n"), nil
	}
	return false, j.fail("expected a comment after '/'")
}

// fail makes an error at the current byte.
func (j *jsonParser) fail(message string) error {
	return j.text.errorAt(j.at, "%s", message)
}
