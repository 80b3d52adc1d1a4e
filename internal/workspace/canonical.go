package workspace

import (
	"encoding/json"
	"fmt"
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
