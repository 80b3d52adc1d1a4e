package workspace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Canonical writes a decoded JSON value so that two that are equal are the same
// bytes: keys sorted, two spaces for each level, numbers as they were written,
// nothing escaped that need not be, one newline at the end. It panics on what is
// no JSON, a function or a number without end, which decode never returns.
func Canonical(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(value); err != nil {
		panic(fmt.Sprintf("%T is no JSON: %v", value, err))
	}
	return b.Bytes()
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
