package source

import (
	"bytes"
	"path"
	"strings"
)

// Parse reads every document of a text: the value of a JSON file, each value
// of JSON lines, each document of a YAML stream, those of the fenced blocks of a
// Markdown file. The syntax is told by the file's name, and by the first
// character where the name says nothing.
//
// Its error is always made of *Error values, which Faults lists: the text does
// not follow the syntax, or goes beyond a limit. The documents that end before
// the fault are returned with it, and of a Markdown file those of the blocks
// behind it too.
func Parse(text *Text, limits Limits) ([]*Document, error) {
	limits = limits.orDefault()
	switch syntaxOf(text) {
	case jsonLines:
		return parseJSON(text, limits, true)
	case jsonValue:
		return parseJSON(text, limits, false)
	case markdown:
		return parseMarkdown(text, limits)
	default:
		return parseYAML(text, limits)
	}
}

type syntax uint8

const (
	yamlStream syntax = iota
	jsonValue
	jsonLines
	markdown
)

func syntaxOf(text *Text) syntax {
	switch strings.ToLower(path.Ext(text.File)) {
	case ".json", ".jsonc":
		return jsonValue
	case ".jsonl", ".ndjson":
		return jsonLines
	case ".yaml", ".yml":
		return yamlStream
	case ".md", ".markdown":
		return markdown
	}
	start := bytes.TrimLeft(text.Bytes, " \t\r\n")
	for _, opening := range []string{"{", "[", "//", "/*"} {
		if bytes.HasPrefix(start, []byte(opening)) {
			return jsonValue
		}
	}
	return yamlStream
}
