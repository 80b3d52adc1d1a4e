package fix

import (
	"fmt"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// hclWriter writes into blocks of HCL.
type hclWriter struct{ flowWriter }

// admitHCL refuses what makes several values, or none that is written.
func (w hclWriter) admitHCL(s step) error {
	if s.entry != nil && s.entry.Key == "dynamic" {
		return Refusal("a dynamic block makes it: change it by hand")
	}
	if s.entry != nil && s.node.Kind == source.String && w.isExpression(s.node) {
		return Refusal("the value is an expression: change it by hand")
	}
	return nil
}

// isExpression says whether a text of HCL is no text in quotes.
func (w hclWriter) isExpression(n *source.Node) bool {
	return n.Range().Start == n.Range().End || w.src[n.Range().Start] != '"'
}

// isBlock says whether an entry of HCL is a block, or several.
func isBlock(e *source.Entry) bool {
	return e.Value.Kind >= source.List && e.Value.Range().Start <= e.KeyRange().Start
}

// insertHCL writes an argument or a block into a block.
func (w hclWriter) insertHCL(in *source.Node, key string, value *source.Node) ([]change, error) {
	opening, closing := w.braces(in)
	if closing < 0 {
		return nil, Refusal("no block stands there: write it by hand")
	}
	outer := w.indentAt(in.Range().Start)
	if len(in.Entries()) == 0 {
		return w.insertOnly(opening, closing, w.linesHCL(key, value, outer+"  "), outer)
	}
	if !strings.Contains(w.src[opening:closing], "\n") {
		return w.unfold(in, opening, closing, w.linesHCL(key, value, outer+"  "), outer)
	}
	after := w.before(in, value.Kind == source.Map)
	if after == nil { // blocks alone, before which arguments stand
		first := &in.Entries()[0]
		indent := w.indentAt(first.KeyRange().Start)
		at, ends := w.tail(opening + 1)
		if !ends {
			return nil, Refusal("something else stands on the line of the bracket: write it by hand")
		}
		return []change{w.change(w.lineEnd(at), w.lineEnd(at), w.ended(w.linesHCL(key, value, indent)))}, nil
	}
	at, ends := w.tail(w.entryEnd(after))
	if !ends {
		return nil, Refusal("something else stands on the line: write it by hand")
	}
	lines := w.linesHCL(key, value, w.indentAt(after.KeyRange().Start))
	if value.Kind != source.Map {
		lines[0] = w.aligned(lines[0], after)
	}
	return []change{w.change(w.lineEnd(at), w.lineEnd(at), w.ended(lines))}, nil
}

// ended are lines, each behind the end of the one before.
func (w hclWriter) ended(lines []string) string {
	return w.newline() + strings.Join(lines, w.newline())
}

// braces are where the brackets of a block stand; closing is -1 where it has none.
func (w hclWriter) braces(in *source.Node) (opening, closing int) {
	closing = in.Range().End - 1
	if closing <= in.Range().Start || w.src[closing] != '}' || in == w.root {
		return 0, -1
	}
	for at := in.Range().Start; at < closing; {
		switch w.src[at] {
		case '{':
			return at, closing
		case '"':
			end := strings.IndexByte(w.src[at+1:closing], '"')
			if end < 0 {
				return 0, -1
			}
			at += end + 2
		default:
			end, _ := w.commentEnd(at)
			at = max(end, at+1)
		}
	}
	return 0, -1
}

// before is the entry behind which another one goes: arguments behind the last argument,
// nil where there is none, and blocks behind the last of all.
func (w hclWriter) before(in *source.Node, block bool) *source.Entry {
	var last *source.Entry
	for i := range in.Entries() {
		e := &in.Entries()[i]
		if (block || !isBlock(e)) && (last == nil || w.entryEnd(e) > w.entryEnd(last)) {
			last = e
		}
	}
	return last
}

// linesHCL are the lines of an argument, or of a block where the value is a map.
func (w hclWriter) linesHCL(key string, value *source.Node, indent string) []string {
	if value.Kind != source.Map {
		return []string{indent + key + " = " + w.syntax.scalar(value, "")}
	}
	lines := []string{indent + key + " {"}
	for _, e := range value.Entries() {
		lines = append(lines, w.linesHCL(e.Key, e.Value, indent+"  ")...)
	}
	return append(lines, indent+"}")
}

// aligned is a line with its equals sign below that of another argument, where it can be.
func (w hclWriter) aligned(line string, after *source.Entry) string {
	start := w.lineStart(after.KeyRange().Start)
	column := strings.IndexByte(w.src[start:w.lineEnd(start)], '=')
	key, value, _ := strings.Cut(line, " = ")
	if column-1 <= len(key) {
		return line
	}
	return key + strings.Repeat(" ", column-len(key)) + "= " + value
}

// insertOnly writes the first entry of a block.
func (w hclWriter) insertOnly(opening, closing int, lines []string, outer string) ([]change, error) {
	eol := w.newline()
	inner := w.src[opening+1 : closing]
	switch {
	case strings.TrimSpace(inner) == "":
		return []change{w.change(opening+1, closing, w.ended(lines)+eol+outer)}, nil
	case strings.TrimSpace(w.src[w.lineStart(closing):closing]) == "":
		start := w.lineStart(closing)
		return []change{w.change(start, start, strings.Join(lines, eol)+eol)}, nil
	}
	return nil, Refusal("a comment stands in the empty block: write it by hand")
}

// unfold writes an entry into a block on one line, which may hold one argument alone.
func (w hclWriter) unfold(in *source.Node, opening, closing int, lines []string, outer string) ([]change, error) {
	if w.comments(source.Range{Start: opening, End: closing}) || len(in.Entries()) != 1 {
		return nil, Refusal("the block stands on one line: write it by hand")
	}
	only := &in.Entries()[0]
	if key, value, ok := strings.Cut(lines[0], " = "); ok { // its equals sign below the other one
		lines[0] = fmt.Sprintf("%-*s = %s", len(outer)+2+len(only.Key), key, value)
	}
	eol := w.newline()
	return []change{
		w.change(opening+1, only.KeyRange().Start, eol+outer+"  "),
		w.change(w.entryEnd(only), closing, eol+strings.Join(slices.Concat(lines, []string{outer}), eol)),
	}, nil
}

// renameBlocks gives all blocks of a type another one.
func (w hclWriter) renameBlocks(key string) []change {
	last := w.last()
	blocks := []*source.Node{last.node}
	if last.node.Kind == source.List {
		blocks = last.node.Items()
	}
	var changes []change
	for _, b := range blocks {
		changes = append(changes, w.change(b.Range().Start, b.Range().Start+len(last.entry.Key), key))
	}
	return changes
}
