package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"
)

// look is how a piece of prose looks.
type look struct {
	code, strong, emphasis bool
	url                    string
}

// span is a piece of prose that looks the same all along.
type span struct {
	text string
	look look
}

// spansOf returns the prose of a block or of a cell.
func spansOf(n ast.Node, source []byte) []span {
	r := spanReader{source: source}
	r.children(n, look{})
	return r.spans
}

// spanReader gathers spans while the tree of a block's prose is walked.
type spanReader struct {
	source []byte
	spans  []span
}

func (r *spanReader) children(n ast.Node, as look) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		r.inline(c, as)
	}
}

func (r *spanReader) inline(n ast.Node, as look) {
	switch n := n.(type) {
	case *ast.Text:
		r.add(plain(n.Value(r.source)), as)
		if n.SoftLineBreak() || n.HardLineBreak() {
			r.add(" ", as)
		}
	case *ast.CodeSpan:
		as.code = true
		r.add(r.code(n), as)
	case *ast.Emphasis:
		as.strong, as.emphasis = as.strong || n.Level > 1, as.emphasis || n.Level == 1
		r.children(n, as)
	case *ast.Link:
		as.url = plain(n.Destination)
		r.children(n, as)
	case *ast.Image:
		as.url = plain(n.Destination)
		r.children(n, as)
	case *ast.AutoLink:
		as.url = string(n.Label(r.source))
		r.add(as.url, as)
	case *ast.RawHTML:
		r.add(string(n.Segments.Value(r.source)), as)
	default:
		r.children(n, as)
	}
}

// code is the text of a code span on one line, without the blanks that keep
// backticks of its own apart from those around it.
func (r *spanReader) code(n *ast.CodeSpan) string {
	var text strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if part, ok := c.(*ast.Text); ok {
			text.Write(bytes.ReplaceAll(part.Value(r.source), []byte("\n"), []byte(" ")))
		}
	}
	return strings.TrimSpace(text.String())
}

// add appends text, to the last span where it looks alike; code spans stay apart.
func (r *spanReader) add(text string, as look) {
	if n := len(r.spans); n > 0 && r.spans[n-1].look == as && !as.code {
		r.spans[n-1].text += text
	} else if text != "" {
		r.spans = append(r.spans, span{text, as})
	}
}

// plain is text without the backslashes that take the meaning of what is behind them.
func plain(written []byte) string { return string(util.UnescapePunctuations(written)) }
