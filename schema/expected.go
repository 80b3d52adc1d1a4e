package schema

import (
	"strings"
)

var typeWords = map[string]string{
	"object":  "an object",
	"array":   "a list",
	"string":  "a string",
	"integer": "a whole number",
	"number":  "a number",
	"boolean": "true or false",
}

// expected says in plain words what a schema accepts. Null is left out: it
// counts as absent.
func expected(tree map[string]any) string {
	if words, ok := tree["x-expected"].(string); ok {
		return words
	}
	if values := enum(tree); len(values) > 0 {
		return either(values)
	}
	var words []string
	for _, name := range types(tree) {
		if word, ok := typeWords[name]; ok {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return "another value"
	}
	return either(words)
}

func types(tree map[string]any) []string {
	switch written := tree["type"].(type) {
	case string:
		return []string{written}
	case []any:
		return stringsOf(written)
	default:
		return nil
	}
}

func enum(tree map[string]any) []string {
	values, _ := tree["enum"].([]any)
	return stringsOf(values)
}

func stringsOf(values []any) []string {
	var found []string
	for _, value := range values {
		if text, ok := value.(string); ok {
			found = append(found, text)
		}
	}
	return found
}

// either joins words as a sentence does: a, b or c.
func either(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

func caseOnly(tree map[string]any, value any) bool {
	text, ok := value.(string)
	if !ok {
		return false
	}
	for _, valid := range enum(tree) {
		if strings.EqualFold(text, valid) {
			return true
		}
	}
	return false
}
