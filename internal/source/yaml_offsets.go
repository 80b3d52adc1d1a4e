package source

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// yamlOffsets finds where values start and end in the source of a YAML stream, in
// bytes. The library says only in which line and column they start.
type yamlOffsets struct {
	src   string
	lines []int // offset at which each line starts, as the library counts them
	// the last place that was asked for, from which the next is usually near
	line, column, at int
}

// start is where the library says that a node starts, its anchor and tag
// included.
func (y *yamlOffsets) start(read *yaml.Node) int {
	return y.find(read.Line, read.Column)
}

// find gives the offset of a line and a column counted from 1 in code points.
func (y *yamlOffsets) find(line, column int) int {
	if y.lines == nil {
		y.lines = yamlLines(y.src)
	}
	line = min(max(line, 1), len(y.lines))
	if line != y.line || column < y.column {
		y.line, y.column, y.at = line, 1, y.lines[line-1]
	}
	for ; y.column < column && y.at < len(y.src); y.column++ {
		if y.src[y.at] < utf8.RuneSelf {
			y.at++
			continue
		}
		_, width := utf8.DecodeRuneInString(y.src[y.at:])
		y.at += width
	}
	return y.at
}

// yamlLines lists where lines start. For the library a lone carriage return,
// NEL, LS and PS end a line as well.
func yamlLines(src string) []int {
	lines := make([]int, 1, 16+len(src)/32)
	for i := 0; i < len(src); i++ {
		if c := src[i]; c >= ' ' && c < utf8.RuneSelf {
			continue
		}
		if strings.HasPrefix(src[i:], "\r\n") {
			continue
		}
		if n := lineBreak(src[i:]); n > 0 {
			i += n - 1
			lines = append(lines, i+1)
		}
	}
	return lines
}

// lineBreak gives the width of the line break at the start of src, or 0.
func lineBreak(src string) int {
	switch {
	case src == "":
		return 0
	case src[0] == '\n', src[0] == '\r':
		return 1
	case strings.HasPrefix(src, "\u0085"):
		return len("\u0085")
	case strings.HasPrefix(src, "\u2028"), strings.HasPrefix(src, "\u2029"):
		return len("\u2028")
	}
	return 0
}

// skipSpace skips white space and line breaks.
func skipSpace(src string, at int) int {
	for at < len(src) {
		if src[at] == ' ' || src[at] == '\t' {
			at++
			continue
		}
		n := lineBreak(src[at:])
		if n == 0 {
			break
		}
		at += n
	}
	return at
}

// skipSpaceAndComments skips white space and comments.
func skipSpaceAndComments(src string, at int) int {
	for {
		at = skipSpace(src, at)
		if at == len(src) || src[at] != '#' {
			return at
		}
		at = lineEnd(src, at)
	}
}

func lineEnd(src string, at int) int {
	for at < len(src) && lineBreak(src[at:]) == 0 {
		at++
	}
	return at
}

// skipProperties skips the anchor and the tag that stand before a value. Those before
// the first key of a map are not the map's.
func (y *yamlOffsets) skipProperties(at int, read *yaml.Node) int {
	for at < len(y.src) {
		switch {
		case y.src[at] == '&' && read.Anchor != "":
			at = min(at+len("&")+len(read.Anchor), len(y.src)) // a colon may follow at once
		case y.src[at] == '!' && (read.Style&yaml.TaggedStyle != 0 || propertyEnd(y.src, at) == at+1):
			at = propertyEnd(y.src, at)
		default:
			return at
		}
		at = skipSpaceAndComments(y.src, at)
	}
	return at
}

func propertyEnd(src string, at int) int {
	if strings.HasPrefix(src[at:], "!<") {
		if end := strings.IndexByte(src[at:], '>'); end >= 0 {
			return at + end + 1
		}
	}
	for at < len(src) && !strings.ContainsRune(" \t,[]{}", rune(src[at])) && lineBreak(src[at:]) == 0 {
		at++
	}
	return at
}

// aliasEnd is the end of the `*name` at start.
func (y *yamlOffsets) aliasEnd(start int, read *yaml.Node) int {
	return min(start+len("*")+len(read.Value), len(y.src))
}

// afterKey is where the value of a key that ends at end would be written:
// behind its colon, if it has one.
func (y *yamlOffsets) afterKey(end int) int {
	if colon := skipSpaceAndComments(y.src, end); colon < len(y.src) && y.src[colon] == ':' {
		return colon + 1
	}
	return end
}

// scalarEnd is the end of the scalar that is written at start.
func (y *yamlOffsets) scalarEnd(start int, read *yaml.Node) int {
	switch {
	case read.Style&yaml.DoubleQuotedStyle != 0:
		return y.doubleQuotedEnd(start)
	case read.Style&yaml.SingleQuotedStyle != 0:
		return y.singleQuotedEnd(start)
	case read.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return y.blockEnd(start, read.Value)
	}
	if strings.HasPrefix(y.src[start:], read.Value) {
		return start + len(read.Value)
	}
	return y.foldedEnd(start, read.Value)
}

func (y *yamlOffsets) doubleQuotedEnd(start int) int {
	for i := start + 1; i < len(y.src); i++ {
		switch y.src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(y.src)
}

func (y *yamlOffsets) singleQuotedEnd(start int) int {
	for i := start + 1; i < len(y.src); i++ {
		if y.src[i] != '\'' {
			continue
		}
		if i+1 == len(y.src) || y.src[i+1] != '\'' {
			return i + 1
		}
		i++
	}
	return len(y.src)
}

// blockEnd is the end of a literal or folded scalar: its last character that is
// not white, or its header.
func (y *yamlOffsets) blockEnd(start int, value string) int {
	header := start
	for header < len(y.src) && strings.IndexByte("|>+-0123456789", y.src[header]) >= 0 {
		header++
	}
	if skipSpace(value, 0) == len(value) {
		return header
	}
	return y.foldedEnd(lineEnd(y.src, header), value)
}

// foldedEnd is the end of a text that is written over lines: its characters all
// stand in the source in their order, only the white space differs.
func (y *yamlOffsets) foldedEnd(start int, value string) int {
	at, end := start, start
	for i := skipSpace(value, 0); i < len(value); i = skipSpace(value, i) {
		at = skipSpace(y.src, at)
		if at == len(y.src) || y.src[at] != value[i] {
			break
		}
		at, i = at+1, i+1
		end = at
	}
	return end
}

// collectionEnd is the end of the list or map from start whose last element ends at
// end: behind its bracket in flow style.
func (y *yamlOffsets) collectionEnd(start, end int, read *yaml.Node) int {
	if read.Style&yaml.FlowStyle == 0 || start == len(y.src) {
		return end
	}
	bracket := byte(']')
	switch y.src[start] {
	case '{':
		bracket = '}'
	case '[':
	default:
		return end // the one entry of [key: value] has no brackets
	}
	at := y.skipFlowGap(max(end, start+1))
	if at < len(y.src) && y.src[at] == bracket {
		return at + 1
	}
	return at
}

// skipFlowGap skips what may stand between the last element of a flow collection
// and its bracket: a comma, and the marks of an element that is not written.
func (y *yamlOffsets) skipFlowGap(at int) int {
	for {
		at = skipSpaceAndComments(y.src, at)
		switch {
		case at == len(y.src):
			return at
		case y.src[at] == ',' || y.src[at] == ':' || y.src[at] == '?':
			at++
		case y.src[at] == '&' || y.src[at] == '!':
			at = propertyEnd(y.src, at)
		default:
			return at
		}
	}
}
