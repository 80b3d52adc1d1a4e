package schema

import (
	"encoding/json"
	"strings"
)

// tame replaces number literals that are costly to calculate with. The library
// turns each number into an exact fraction, and ten bytes such as 1e999999 make
// one of a million digits. What replaces them is a fraction too, so a whole
// number that nobody can mean is found to be none.
func tame(value any) any {
	if !wild(value) {
		return value
	}
	switch value := value.(type) {
	case map[string]any:
		tamed := make(map[string]any, len(value))
		for key, element := range value {
			tamed[key] = tame(element)
		}
		return tamed
	case []any:
		tamed := make([]any, len(value))
		for i, element := range value {
			tamed[i] = tame(element)
		}
		return tamed
	default:
		return json.Number("0.5")
	}
}

func wild(value any) bool {
	switch value := value.(type) {
	case map[string]any:
		for _, element := range value {
			if wild(element) {
				return true
			}
		}
	case []any:
		for _, element := range value {
			if wild(element) {
				return true
			}
		}
	case json.Number:
		const digits = 40 // of a literal; an int64 has 19
		_, exponent, _ := strings.Cut(strings.ToLower(string(value)), "e")
		return len(value) > digits || len(strings.TrimLeft(exponent, "+-0")) > 2
	}
	return false
}
