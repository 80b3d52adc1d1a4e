package source

import "regexp"

// fillIn gives a value that is not written the text #{NAME}# that stands in its place.
// YAML takes that for a comment; the tool that fills it in (Replace Tokens of Azure
// Pipelines) does so before anything reads YAML.
func (y *yamlParser) fillIn(value *Node) {
	at := toFillIn.FindStringSubmatchIndex(y.src[y.end:])
	if at == nil || value.Kind != Null {
		return
	}
	value.Range = Range{Start: y.end + at[2], End: y.end + at[3]}
	value.Kind, value.Text = String, y.src[value.Range.Start:value.Range.End]
	y.end = value.Range.End
}

// toFillIn finds the name alone on the rest of a line: what is commented out has spaces
// or colons in it.
var toFillIn = regexp.MustCompile(`^[ \t]+(#\{[A-Za-z_][A-Za-z0-9_.-]*\}#)[ \t]*(?:\r?\n|$)`)
