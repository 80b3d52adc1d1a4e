package source

import (
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
)

// yamlPlace finds byte offsets in the source of a YAML stream.
type yamlPlace struct {
	src   string
	lines []int // offset at which each line starts, as the library counts them
	// the last place that was asked for, from which the next is usually near
	line, column, at int
}

// offset is where the library says that a node starts, its anchor and tag
// included.
func (p *yamlPlace) offset(read *yaml.Node) int {
	return p.find(read.Line, read.Column)
}

// find gives the offset of a line and a column counted from 1 in code points.
func (p *yamlPlace) find(line, column int) int {
	if p.lines == nil {
		p.lines = yamlLines(p.src)
	}
	line = min(max(line, 1), len(p.lines))
	if line != p.line || column < p.column {
		p.line, p.column, p.at = line, 1, p.lines[line-1]
	}
	for ; p.column < column && p.at < len(p.src); p.column++ {
		if p.src[p.at] < utf8.RuneSelf {
			p.at++
			continue
		}
		_, width := utf8.DecodeRuneInString(p.src[p.at:])
		p.at += width
	}
	return p.at
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

// blank skips white space and line breaks.
func blank(src string, at int) int {
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

// gap skips white space and comments.
func gap(src string, at int) int {
	for {
		at = blank(src, at)
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

// content skips the anchor and the tag that stand before a value. Those before
// the first key of a map are not the map's.
func (p *yamlPlace) content(at int, read *yaml.Node) int {
	for at < len(p.src) {
		switch {
		case p.src[at] == '&' && read.Anchor != "":
			at = min(at+len("&")+len(read.Anchor), len(p.src)) // a colon may follow at once
		case p.src[at] == '!' && (read.Style&yaml.TaggedStyle != 0 || propertyEnd(p.src, at) == at+1):
			at = propertyEnd(p.src, at)
		default:
			return at
		}
		at = gap(p.src, at)
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
func (p *yamlPlace) aliasEnd(start int, read *yaml.Node) int {
	return min(start+len("*")+len(read.Value), len(p.src))
}

// afterKey is where the value of a key that ends at end would be written:
// behind its colon, if it has one.
func (p *yamlPlace) afterKey(end int) int {
	if colon := gap(p.src, end); colon < len(p.src) && p.src[colon] == ':' {
		return colon + 1
	}
	return end
}

// scalarEnd is the end of the scalar that is written at start.
func (p *yamlPlace) scalarEnd(start int, read *yaml.Node) int {
	switch {
	case read.Style&yaml.DoubleQuotedStyle != 0:
		return p.doubleQuoted(start)
	case read.Style&yaml.SingleQuotedStyle != 0:
		return p.singleQuoted(start)
	case read.Style&(yaml.LiteralStyle|yaml.FoldedStyle) != 0:
		return p.block(start, read.Value)
	}
	if strings.HasPrefix(p.src[start:], read.Value) {
		return start + len(read.Value)
	}
	return p.folded(start, read.Value)
}

func (p *yamlPlace) doubleQuoted(start int) int {
	for i := start + 1; i < len(p.src); i++ {
		switch p.src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(p.src)
}

func (p *yamlPlace) singleQuoted(start int) int {
	for i := start + 1; i < len(p.src); i++ {
		if p.src[i] != '\'' {
			continue
		}
		if i+1 == len(p.src) || p.src[i+1] != '\'' {
			return i + 1
		}
		i++
	}
	return len(p.src)
}

// block is the end of a literal or folded scalar: its last character that is
// not white, or its header.
func (p *yamlPlace) block(start int, value string) int {
	header := start
	for header < len(p.src) && strings.IndexByte("|>+-0123456789", p.src[header]) >= 0 {
		header++
	}
	if blank(value, 0) == len(value) {
		return header
	}
	return p.folded(lineEnd(p.src, header), value)
}

// folded is the end of a text that is written over lines: its characters all
// stand in the source in their order, only the white space differs.
func (p *yamlPlace) folded(start int, value string) int {
	at, end := start, start
	for i := blank(value, 0); i < len(value); i = blank(value, i) {
		at = blank(p.src, at)
		if at == len(p.src) || p.src[at] != value[i] {
			break
		}
		at, i = at+1, i+1
		end = at
	}
	return end
}

// closed is the end of the list or map from start whose last element ends at
// end: behind its bracket in flow style.
func (p *yamlPlace) closed(start, end int, read *yaml.Node) int {
	if read.Style&yaml.FlowStyle == 0 || start == len(p.src) {
		return end
	}
	bracket := byte(']')
	switch p.src[start] {
	case '{':
		bracket = '}'
	case '[':
	default:
		return end // the one entry of [key: value] has no brackets
	}
	at := p.flowGap(max(end, start+1))
	if at < len(p.src) && p.src[at] == bracket {
		return at + 1
	}
	return at
}

// flowGap skips what may stand between the last element of a flow collection
// and its bracket: a comma, and the marks of an element that is not written.
func (p *yamlPlace) flowGap(at int) int {
	for {
		at = gap(p.src, at)
		switch {
		case at == len(p.src):
			return at
		case p.src[at] == ',' || p.src[at] == ':' || p.src[at] == '?':
			at++
		case p.src[at] == '&' || p.src[at] == '!':
			at = propertyEnd(p.src, at)
		default:
			return at
		}
	}
}
