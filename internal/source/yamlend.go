package source

import (
	"strings"

	"go.yaml.in/yaml/v4"
)

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
