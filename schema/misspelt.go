package schema

import (
	"slices"
	"strings"
)

// Misspelt is the one of known that word misspells, "" when there is none. It is
// stricter than Nearest: where a key may be anybody's own, one that differs in a
// whole word (`long_chat_ok` beside `short_chat_ok`), or that has a word more
// (`endpoint_url` beside `endpoint`), is another key.
func Misspelt(word string, known []string) string {
	if len(word) > maxTypo || slices.Contains(known, word) {
		return ""
	}
	wanted := parted(word)
	best, least := "", len(strings.Join(wanted, "_"))/3+1
	for _, candidate := range known {
		meant := parted(candidate)
		if d := distance(strings.Join(wanted, "_"), strings.Join(meant, "_")); d < least && alikeInParts(wanted, meant) {
			best, least = candidate, d
		}
	}
	return best
}

// parted gives the words of a key in lower case: streaming, ok of streamingOk
// and of streaming-ok.
func parted(key string) []string {
	return strings.FieldsFunc(snake(key), func(r rune) bool { return r == '_' })
}

func alikeInParts(word, known []string) bool {
	if len(word) != len(known) {
		return len(word) < len(known) || strings.Join(word, "") == strings.Join(known, "")
	}
	for i := range word {
		if !alike(word[i], known[i]) {
			return false
		}
	}
	return true
}

// alike says whether one word of a key may be another with a mistake in it.
func alike(a, b string) bool {
	switch {
	case strings.HasPrefix(a, b), strings.HasPrefix(b, a):
		return true
	case min(len(a), len(b)) <= 2:
		return strings.ContainsAny(a, b)
	}
	return distance(a, b) <= max(len(a), len(b))/3
}
