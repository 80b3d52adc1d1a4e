// Package markdown lays pages out for a terminal: headings, prose, lists, code,
// tables and links, which is the part of Markdown that rules and policies are
// explained in. What else Markdown has is shown as it is written, and comments are
// left out. It refuses to know what a page is about.
package markdown

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
)

// widest is the number of columns beyond which prose reads badly, however wide
// the terminal is.
const widest = 100

// Options says what the terminal can do.
type Options struct {
	// Width is its number of columns; 0 is unknown.
	Width int
	// Color allows colours and bold text, Hyperlinks escapes that make text a link.
	Color, Hyperlinks bool
}

// Render lays out a page. Prose is broken at blanks to fit the width; code is
// left as it is, since it is there to be copied.
func Render(markdown string, o Options) string {
	written := []byte(harmless(markdown))
	p := page{source: written, style: newStyle(o), width: o.Width}
	if p.width <= 0 || p.width > widest {
		p.width = widest
	}
	parser := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
	p.blocks(parser.Parse(text.NewReader(written)), "")
	return p.String()
}

// harmless shows what a terminal would obey as a mark: pages may be anybody's.
func harmless(text string) string {
	text = strings.NewReplacer("\r\n", "\n", "\t", "    ").Replace(text)
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return unicode.ReplacementChar
		}
		return r
	}, text)
}
