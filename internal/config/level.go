package config

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/schema"
)

// meantLevels are the words that people write for a level or a threshold, and what they
// mean by them; the first one that is known is the answer.
var meantLevels = map[string][]string{
	"critical":    {"error"},
	"disable":     {"off"},
	"disabled":    {"off"},
	"false":       {"off", "none"},
	"fatal":       {"error"},
	"high":        {"error"},
	"hint":        {"note"},
	"ignore":      {"off"},
	"info":        {"note"},
	"information": {"note"},
	"low":         {"note"},
	"medium":      {"warning"},
	"never":       {"none", "off"},
	"none":        {"off"},
	"notice":      {"note"},
	"off":         {"none"},
}

// leastBeginning is how many letters of a level stand for the whole of it.
const leastBeginning = 3

// NearestLevel is the level of those known that was most likely meant by a word, ""
// when none is near: `warn` is warning, `info` is note.
func NearestLevel(word string, known []string) string {
	word = strings.ToLower(strings.TrimSpace(word))
	if slices.Contains(known, word) {
		return word
	}
	for _, meant := range meantLevels[word] {
		if slices.Contains(known, meant) {
			return meant
		}
	}
	for _, level := range known {
		if len(word) >= leastBeginning && strings.HasPrefix(level, word) {
			return level
		}
	}
	return schema.Nearest(word, known)
}
