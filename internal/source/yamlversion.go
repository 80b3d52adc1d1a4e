package source

import (
	"bytes"
	"slices"
)

var versionDirective = []byte("%YAML 1.")

// readable gives the content as the library takes it: it refuses `%YAML 1.2`,
// though what it reads is 1.2, so a 1.x directive becomes 1.1. No byte moves.
func readable(content []byte) []byte {
	if !bytes.Contains(content, versionDirective) {
		return content
	}
	content = slices.Clone(content)
	outside := true // between documents, where directives may stand
	for rest := content; len(rest) > 0; {
		line := rest
		if end := bytes.IndexByte(rest, '\n'); end >= 0 {
			line = rest[:end+1]
		}
		rest = rest[len(line):]
		switch {
		case bytes.HasPrefix(line, []byte("...")):
			outside = true
		case outside && bytes.HasPrefix(line, versionDirective):
			lowerMinor(line[len(versionDirective):])
		case len(bytes.TrimSpace(line)) > 0 && line[0] != '#' && line[0] != '%':
			outside = false
		}
	}
	return content
}

func lowerMinor(minor []byte) {
	if len(minor) > 0 && '0' <= minor[0] && minor[0] <= '9' {
		minor[0] = '1'
	}
}
