package fix

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// admitHCL refuses what makes several values, or none that is written.
func (p *place) admitHCL(s step) error {
	if s.entry != nil && s.entry.Key == "dynamic" {
		return Refusal("a dynamic block makes it: change it by hand")
	}
	if s.entry != nil && s.node.Kind == source.String && p.isExpression(s.node) {
		return Refusal("the value is an expression: change it by hand")
	}
	return nil
}

// isExpression says whether a text of HCL is no text in quotes.
func (p *place) isExpression(n *source.Node) bool {
	return n.Range.Start == n.Range.End || p.src[n.Range.Start] != '"'
}

// isBlock says whether an entry of HCL is a block, or several.
func (p *place) isBlock(e *source.Entry) bool {
	return e.Value.Kind >= source.List && e.Value.Range.Start <= e.KeyRange.Start
}

// insertHCL writes an argument or a block into a block.
func (p *place) insertHCL(in *source.Node, key string, value *source.Node) ([]change, error) {
	opening, closing := p.braces(in)
	if closing < 0 {
		return nil, Refusal("no block stands there: write it by hand")
	}
	outer := p.indentAt(in.Range.Start)
	if len(in.Entries) == 0 {
		return p.insertOnly(opening, closing, p.linesHCL(key, value, outer+"  "), outer)
	}
	if !strings.Contains(p.src[opening:closing], "\n") {
		return p.unfold(in, opening, closing, p.linesHCL(key, value, outer+"  "), outer)
	}
	after := p.before(in, value.Kind == source.Map)
	if after == nil { // blocks alone, before which arguments stand
		first := &in.Entries[0]
		indent := p.indentAt(first.KeyRange.Start)
		at, ends := p.tail(opening + 1)
		if !ends {
			return nil, Refusal("something else stands on the line of the bracket: write it by hand")
		}
		return []change{p.change(p.lineEnd(at), p.lineEnd(at), p.ended(p.linesHCL(key, value, indent)))}, nil
	}
	at, ends := p.tail(p.entryEnd(after))
	if !ends {
		return nil, Refusal("something else stands on the line: write it by hand")
	}
	lines := p.linesHCL(key, value, p.indentAt(after.KeyRange.Start))
	if value.Kind != source.Map {
		lines[0] = p.aligned(lines[0], after)
	}
	return []change{p.change(p.lineEnd(at), p.lineEnd(at), p.ended(lines))}, nil
}

// ended are lines, each behind the end of the one before.
func (p *place) ended(lines []string) string {
	return p.newline() + strings.Join(lines, p.newline())
}

// braces are where the brackets of a block stand; closing is -1 where it has none.
func (p *place) braces(in *source.Node) (opening, closing int) {
	closing = in.Range.End - 1
	if closing <= in.Range.Start || p.src[closing] != '}' || in == p.root {
		return 0, -1
	}
	for at := in.Range.Start; at < closing; {
		switch p.src[at] {
		case '{':
			return at, closing
		case '"':
			end := strings.IndexByte(p.src[at+1:closing], '"')
			if end < 0 {
				return 0, -1
			}
			at += end + 2
		default:
			end, _ := p.commentEnd(at)
			at = max(end, at+1)
		}
	}
	return 0, -1
}

// before is the entry behind which another one goes: arguments behind the last argument,
// nil where there is none, and blocks behind the last of all.
func (p *place) before(in *source.Node, block bool) *source.Entry {
	var last *source.Entry
	for i := range in.Entries {
		e := &in.Entries[i]
		if (block || !p.isBlock(e)) && (last == nil || p.entryEnd(e) > p.entryEnd(last)) {
			last = e
		}
	}
	return last
}

// linesHCL are the lines of an argument, or of a block where the value is a map.
func (p *place) linesHCL(key string, value *source.Node, indent string) []string {
	if value.Kind != source.Map {
		return []string{indent + key + " = " + p.scalar(value, "")}
	}
	lines := []string{indent + key + " {"}
	for _, e := range value.Entries {
		lines = append(lines, p.linesHCL(e.Key, e.Value, indent+"  ")...)
	}
	return append(lines, indent+"}")
}

// aligned is a line with its equals sign below that of another argument, where it can be.
func (p *place) aligned(line string, after *source.Entry) string {
	start := p.lineStart(after.KeyRange.Start)
	column := strings.IndexByte(p.src[start:p.lineEnd(start)], '=')
	key, value, _ := strings.Cut(line, " = ")
	if column-1 <= len(key) {
		return line
	}
	return key + strings.Repeat(" ", column-len(key)) + "= " + value
}

// insertOnly writes the first entry of a block.
func (p *place) insertOnly(opening, closing int, lines []string, outer string) ([]change, error) {
	eol := p.newline()
	inner := p.src[opening+1 : closing]
	switch {
	case strings.TrimSpace(inner) == "":
		return []change{p.change(opening+1, closing, p.ended(lines)+eol+outer)}, nil
	case strings.TrimSpace(p.src[p.lineStart(closing):closing]) == "":
		start := p.lineStart(closing)
		return []change{p.change(start, start, strings.Join(lines, eol)+eol)}, nil
	}
	return nil, Refusal("a comment stands in the empty block: write it by hand")
}

// unfold writes an entry into a block on one line, which may hold one argument alone.
func (p *place) unfold(in *source.Node, opening, closing int, lines []string, outer string) ([]change, error) {
	if p.comments(source.Range{Start: opening, End: closing}) || len(in.Entries) != 1 {
		return nil, Refusal("the block stands on one line: write it by hand")
	}
	only := &in.Entries[0]
	if key, value, ok := strings.Cut(lines[0], " = "); ok { // its equals sign below the other one
		lines[0] = fmt.Sprintf("%-*s = %s", len(outer)+2+len(only.Key), key, value)
	}
	eol := p.newline()
	return []change{
		p.change(opening+1, only.KeyRange.Start, eol+outer+"  "),
		p.change(p.entryEnd(only), closing, eol+strings.Join(slices.Concat(lines, []string{outer}), eol)),
	}, nil
}

// renameBlocks gives all blocks of a type another one.
func (p *place) renameBlocks(key string) []change {
	last := p.last()
	blocks := []*source.Node{last.node}
	if last.node.Kind == source.List {
		blocks = last.node.Items
	}
	var changes []change
	for _, b := range blocks {
		changes = append(changes, p.change(b.Range.Start, b.Range.Start+len(last.entry.Key), key))
	}
	return changes
}
