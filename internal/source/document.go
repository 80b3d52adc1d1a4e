// Package source reads configuration text and knows where everything in it is
// written. It owns bytes, syntax trees and positions, and refuses to know what
// an endpoint is.
package source

// Document is one value of a file: the whole of a JSON file, one line of JSON
// lines, one document of a YAML stream or of a fenced block of Markdown.
type Document struct {
	Text *Text
	Root *Node
	// Index counts the documents of one file from 0.
	Index int
}

// Position is a place a person can go to: 1-based, columns in Unicode code
// points.
type Position struct{ Line, Column int }
