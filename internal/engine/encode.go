package engine

import (
	"encoding/json"
	"reflect"
	"strings"
	"sync"
)

var namesOf sync.Map // reflect.Type → []string

// jsonNames returns the JSON name of each field of a struct, "" for one that
// JSON does not show.
func jsonNames(t reflect.Type) []string {
	if names, ok := namesOf.Load(t); ok {
		return names.([]string) // only this function stores
	}
	names := make([]string, t.NumField())
	for i := range names {
		names[i], _, _ = strings.Cut(t.Field(i).Tag.Get("json"), ",")
	}
	namesOf.Store(t, names)
	return names
}

// appendString writes a JSON string; most need no escape.
func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= 0x7f {
			quoted, _ := json.Marshal(s) // a string always marshals
			return append(b, quoted...)
		}
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}
