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
