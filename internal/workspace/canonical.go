package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Canonical writes a decoded JSON value so that two that are equal are the same
// bytes: keys sorted, two spaces for each level, numbers as they were written,
// nothing escaped that need not be, one newline at the end. It panics on what is
// no JSON, a function or a number without end, which decode never returns.
func Canonical(value any) []byte {
	return append(appendValue(make([]byte, 0, 1024), value, 0), '\n')
}

// appendValue writes a value that begins on a line of a level.
func appendValue(b []byte, value any, level int) []byte {
	switch value := value.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, value)
	case string:
		return appendText(b, value)
	case json.Number:
		return append(b, value...)
	case []any:
		return appendList(b, value, level)
	case map[string]any:
		return appendObject(b, value, level)
	default:
		return appendValue(b, plain(value), level)
	}
}

func appendList(b []byte, list []any, level int) []byte {
	if len(list) == 0 {
		return append(b, "[]"...)
	}
	for i, item := range list {
		b = appendLine(append(b, separator(i, '[')), level+1)
		b = appendValue(b, item, level+1)
	}
	return append(appendLine(b, level), ']')
}

func appendObject(b []byte, object map[string]any, level int) []byte {
	if len(object) == 0 {
		return append(b, "{}"...)
	}
	keys := slices.AppendSeq(make([]string, 0, len(object)), maps.Keys(object))
	slices.Sort(keys)
	for i, key := range keys {
		b = appendLine(append(b, separator(i, '{')), level+1)
		b = append(appendText(b, key), ": "...)
		b = appendValue(b, object[key], level+1)
	}
	return append(appendLine(b, level), '}')
}

// appendLine begins a line.
func appendLine(b []byte, level int) []byte {
	b = append(b, '\n')
	for range level {
		b = append(b, "  "...)
	}
	return b
}

func separator(i int, first byte) byte {
	if i == 0 {
		return first
	}
	return ','
}

// appendText writes a string. What is no UTF-8 becomes U+FFFD, as it does in
// whoever reads it.
func appendText(b []byte, text string) []byte {
	b = append(b, '"')
	done := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r >= ' ' && r < utf8.RuneSelf && r != '"' && r != '\\' {
			i++
			continue
		}
		if escape := escaped(r, size); escape != "" {
			b = append(append(b, text[done:i]...), escape...)
			done = i + size
		}
		i += size
	}
	return append(append(b, text[done:]...), '"')
}

// escaped is how a letter is written that cannot stand for itself in a string,
// "" for any other. Two separators of lines are such to JavaScript.
func escaped(r rune, size int) string {
	if i := strings.IndexRune("\"\\\b\f\n\r\t", r); i >= 0 && r != utf8.RuneError {
		return `\` + `"\bfnrt`[i:i+1]
	}
	switch {
	case r < ' ' || r == '\u2028' || r == '\u2029':
		return fmt.Sprintf(`\u%04x`, r)
	case r == utf8.RuneError && size == 1:
		return "\ufffd"
	}
	return ""
}

// plain turns a value of another type into what decode returns for it.
func plain(value any) any {
	body, err := json.Marshal(value)
	if err == nil {
		value, err = decode(body)
	}
	if err != nil {
		panic(fmt.Sprintf("%T is no JSON: %v", value, err))
	}
	return value
}

// deepest is how deep an object may be nested: those of a workspace are ten or
// twelve deep.
const deepest = 200

var (
	errDeep  = fmt.Errorf("it is nested deeper than %d levels", deepest)
	errTwice = errors.New("a key is twice in one object")
	errMore  = errors.New("something follows after its end")
)

// decode reads one JSON value, numbers as they are written. An object that has a
// key twice is refused: which of the two holds is anybody's guess, and to drop
// one would hide it.
func decode(body []byte) (any, error) {
	depth, members := measure(body)
	if depth > deepest {
		return nil, errDeep
	}
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errMore
	}
	if count(value) != members {
		return nil, errTwice
	}
	return value, nil
}

// measure returns how deep a JSON text is nested, and how many keys are written
// in it. Of what is no JSON it returns numbers without a meaning.
func measure(body []byte) (depth, members int) {
	level, quoted := 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case c == '"':
			quoted = !quoted
		case quoted:
			if c == '\\' {
				i++
			}
		case c == '{', c == '[':
			level++
			depth = max(depth, level)
		case c == '}', c == ']':
			level--
		case c == ':':
			members++
		}
	}
	return depth, members
}

// count returns how many keys a value has in all of its objects.
func count(value any) int {
	n := 0
	switch value := value.(type) {
	case []any:
		for _, item := range value {
			n += count(item)
		}
	case map[string]any:
		n = len(value)
		for _, item := range value {
			n += count(item)
		}
	}
	return n
}

var errNoObject = errors.New("it is no JSON object")

func decodeObject(body []byte) (map[string]any, error) {
	value, err := decode(bytes.TrimSpace(body))
	if err != nil {
		return nil, err
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errNoObject
	}
	return object, nil
}
