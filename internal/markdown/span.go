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

func (sr *spanReader) children(n ast.Node, as look) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		sr.inline(c, as)
	}
}

func (sr *spanReader) inline(n ast.Node, as look) {
	switch n := n.(type) {
	case *ast.Text:
		sr.text(n, as)
	case *ast.CodeSpan:
		as.code = true
		sr.add(sr.code(n), as)
	case *ast.Emphasis:
		as.strong, as.emphasis = as.strong || n.Level > 1, as.emphasis || n.Level == 1
		sr.children(n, as)
	case *ast.Link:
		as.url = plain(n.Destination)
		sr.children(n, as)
	case *ast.Image:
		as.url = plain(n.Destination)
		sr.children(n, as)
	case *ast.AutoLink:
		as.url = string(n.Label(sr.source))
		sr.add(as.url, as)
	case *ast.RawHTML:
		sr.add(string(n.Segments.Value(sr.source)), as)
	default:
		sr.children(n, as)
	}
}

// text adds a stretch of prose; a line break is a blank.
func (sr *spanReader) text(n *ast.Text, as look) {
	sr.add(plain(n.Value(sr.source)), as)
	if n.SoftLineBreak() || n.HardLineBreak() {
		sr.add(" ", as)
	}
}

// code is the text of a code span on one line, without the blanks that keep
// backticks of its own apart from those around it.
func (sr *spanReader) code(n *ast.CodeSpan) string {
	var text strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if part, ok := c.(*ast.Text); ok {
			text.Write(bytes.ReplaceAll(part.Value(sr.source), []byte("\n"), []byte(" ")))
		}
	}
	return strings.TrimSpace(text.String())
}

// add appends text, to the last span where it looks alike; code spans stay apart.
func (sr *spanReader) add(text string, as look) {
	if n := len(sr.spans); n > 0 && sr.spans[n-1].look == as && !as.code {
		sr.spans[n-1].text += text
	} else if text != "" {
		sr.spans = append(sr.spans, span{text, as})
	}
}

// plain is text without the backslashes that take the meaning of what is behind them.
func plain(written []byte) string { return string(util.UnescapePunctuations(written)) }
