package terraform

import (
	"bytes"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/gwlint/gwlint/internal/source"
)

// commentKeys adds what the keys `//` of a tree say.
func commentKeys(n *source.Node, found []source.Comment) []source.Comment {
	if n == nil {
		return found
	}
	for _, e := range n.Entries() {
		if e.Key == "//" && e.Value.Kind == source.String {
			found = append(found, source.Comment{
				Range: source.Range{Start: e.KeyRange().Start, End: e.Value.Range().End},
				Text:  strings.TrimSpace(e.Value.Text), OwnLine: true, Below: n.Range(),
			})
			continue
		}
		found = commentKeys(e.Value, found)
	}
	for _, item := range n.Items() {
		found = commentKeys(item, found)
	}
	return found
}

// comments are those of a file in HCL's own syntax.
func (f *file) comments() []source.Comment {
	tokens, _ := hclsyntax.LexConfig(f.text.Bytes, "", hcl.InitialPos) // what is wrong was told
	ends := f.partEnds()
	var found []source.Comment
	next, first := 0, len(f.text.Bytes) // where what is no comment begins: behind the current one, and in the file
	for _, t := range slices.Backward(tokens) {
		switch t.Type {
		case hclsyntax.TokenNewline:
			continue
		case hclsyntax.TokenComment:
		default:
			next = t.Range.Start.Byte
			if t.Type != hclsyntax.TokenEOF {
				first = next
			}
			continue
		}
		start := t.Range.Start.Byte
		written := bytes.TrimRight(t.Bytes, "\r\n")
		one := source.Comment{
			Range: source.Range{Start: start, End: start + len(written)},
			Text:  source.CommentText(string(written)), OwnLine: f.beginsLine(start),
		}
		if one.OwnLine && ends[next] > next {
			one.Below = source.Range{Start: next, End: ends[next]}
		}
		if one.Range.End <= f.sound {
			found = append(found, one)
		}
	}
	slices.Reverse(found)
	for i := range found {
		found[i].Head = found[i].Range.Start < first
	}
	return found
}

// beginsLine says whether nothing but space stands before a byte in its line.
func (f *file) beginsLine(at int) bool {
	before := bytes.TrimRight(f.text.Bytes[:at], " \t")
	return len(before) == 0 || before[len(before)-1] == '\n'
}

// partEnds are where arguments, blocks, and elements of objects, lists and calls end, by
// where they begin.
func (f *file) partEnds() map[int]int {
	ends := map[int]int{}
	add := func(start, end hcl.Range) {
		ends[start.Start.Byte] = max(ends[start.Start.Byte], end.End.Byte)
	}
	body, ok := f.native()
	if !ok {
		return ends
	}
	_ = hclsyntax.VisitAll(body, func(node hclsyntax.Node) hcl.Diagnostics {
		switch n := node.(type) {
		case *hclsyntax.Attribute:
			add(n.NameRange, n.SrcRange)
		case *hclsyntax.Block:
			add(n.TypeRange, n.CloseBraceRange)
		case *hclsyntax.ObjectConsExpr:
			for _, item := range n.Items {
				add(item.KeyExpr.Range(), item.ValueExpr.Range())
			}
		case *hclsyntax.TupleConsExpr:
			for _, element := range n.Exprs {
				add(element.Range(), element.Range())
			}
		case *hclsyntax.FunctionCallExpr:
			for _, argument := range n.Args {
				add(argument.Range(), argument.Range())
			}
		}
		return nil
	})
	return ends
}
