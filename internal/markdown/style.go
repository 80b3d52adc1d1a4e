package markdown

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"
)

// style is how a terminal shows looks. Each is an instance of its own, so that
// no page changes how another one looks, and the environment none.
type style struct {
	colored, links                                  bool
	title, heading, code, strong, emphasis, address *color.Color
}

func newStyle(o Options) style {
	one := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		if o.Color {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return style{
		colored:  o.Color,
		links:    o.Hyperlinks,
		title:    one(color.Bold),
		heading:  one(color.FgBlue, color.Bold),
		code:     one(color.FgCyan),
		strong:   one(color.Bold),
		emphasis: one(color.Italic),
		address:  one(color.Underline),
	}
}

// flat is the style of what has one colour all along.
func (s style) flat() style {
	flat := newStyle(Options{})
	flat.colored, flat.links = s.colored, s.links
	return flat
}

// prose gives spans the form in which they are shown. Without colours, code
// keeps its backticks: `gw` for `gw_` says what "gw for gw_" does not. Without
// links, an address stands behind what leads to it.
func (s style) prose(list []span) []span {
	var shown []span
	for i, p := range list {
		if p.look.code && !s.colored {
			p.text = "`" + p.text + "`"
		}
		url := p.look.url
		if !s.leads(url) {
			p.look.url = ""
		}
		shown = append(shown, p)
		ends := i+1 == len(list) || list[i+1].look.url != url
		if url != "" && p.look.url == "" && ends && list[i].text != url {
			shown = append(shown, span{" <", look{}}, span{text: url}, span{text: ">"})
		}
	}
	return shown
}

// leads says that a terminal can follow the address, where it is wanted.
func (s style) leads(url string) bool {
	plain := strings.IndexFunc(url, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
	return s.links && plain && (strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://"))
}

// columns is how many columns prose takes on one line.
func (s style) columns(list []span) int {
	n := 0
	for _, p := range s.prose(list) {
		n += displaywidth.String(p.text)
	}
	return n
}

// show writes a span; see
// https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda for links.
func (s style) show(p span) string {
	text := p.text
	if p.look.code {
		text = s.code.Sprint(text)
	}
	if p.look.emphasis {
		text = s.emphasis.Sprint(text)
	}
	if p.look.strong {
		text = s.strong.Sprint(text)
	}
	if p.look.url != "" {
		text = "\x1b]8;;" + p.look.url + "\x1b\\" + s.address.Sprint(text) + "\x1b]8;;\x1b\\"
	}
	return text
}

// word is spans without a blank between them.
type word []span

func (w word) columns() int {
	n := 0
	for _, p := range w {
		n += displaywidth.String(p.text)
	}
	return n
}

// words parts spans at blanks.
func words(list []span) []word {
	var out []word
	joined := false // the next text goes on with the last word
	for _, p := range list {
		for i, text := range strings.Split(p.text, " ") {
			if i > 0 {
				joined = false
			}
			if text == "" {
				continue
			}
			if !joined {
				out = append(out, nil)
			}
			last := len(out) - 1
			out[last] = append(out[last], span{text, p.look})
			joined = true
		}
	}
	return out
}

// wrap breaks prose at blanks so that a line fits the room; a word that is longer
// than that stands whole on a line of its own, for it may be an address. There is
// always a line, if an empty one.
func (s style) wrap(list []span, room int) []string {
	var lines []string
	var line []span
	used := 0
	end := func() {
		var text strings.Builder
		for _, p := range line {
			text.WriteString(s.show(p))
		}
		lines = append(lines, text.String())
		line, used = nil, 0
	}
	for _, w := range words(s.prose(list)) {
		n := w.columns()
		if used > 0 && used+1+n > room {
			end()
		}
		if used > 0 {
			line = after(line, w)
			used += 1 + n
			continue
		}
		line, used = append(line, w...), n
	}
	end()
	return lines
}

// after puts a word behind a line, with a blank that looks like both where they
// look alike.
func after(line []span, w word) []span {
	last := &line[len(line)-1]
	if last.look == w[0].look {
		last.text += " " + w[0].text
		return append(line, w[1:]...)
	}
	return append(append(line, span{text: " "}), w...)
}
