package workspace

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"
)

// Canonical writes a decoded JSON value so that two that are equal are the same
// bytes: keys sorted, two spaces for each level, numbers as they were written,
// nothing escaped that need not be, one newline at the end. It panics on what is
// no JSON, a function or a number without end, which decode never returns.
func Canonical(value any) []byte {
	return append(appendValue(nil, value, "\n"), '\n')
}

// appendValue writes a value; line is a line break and the indent of the line
// that the value begins on.
func appendValue(b []byte, value any, line string) []byte {
	switch value := value.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return fmt.Append(b, value)
	case string:
		return appendText(b, value)
	case json.Number:
		return append(b, value...)
	case []any:
		return appendList(b, value, line)
	case map[string]any:
		return appendObject(b, value, line)
	default:
		return appendValue(b, plain(value), line)
	}
}

func appendList(b []byte, list []any, line string) []byte {
	if len(list) == 0 {
		return append(b, "[]"...)
	}
	below := line + "  "
	for i, item := range list {
		b = append(append(b, separator(i, '[')), below...)
		b = appendValue(b, item, below)
	}
	return append(append(b, line...), ']')
}

func appendObject(b []byte, object map[string]any, line string) []byte {
	if len(object) == 0 {
		return append(b, "{}"...)
	}
	below := line + "  "
	for i, key := range slices.Sorted(maps.Keys(object)) {
		b = append(append(b, separator(i, '{')), below...)
		b = append(appendText(b, key), ": "...)
		b = appendValue(b, object[key], below)
	}
	return append(append(b, line...), '}')
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
	switch {
	case r == '"':
		return `\"`
	case r == '\\':
		return `\\`
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
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
