package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
)

const defaultWidth = 100

// textWriter writes the lines of a text report, in colours and within a width; the
// printers of its parts share one. Of what comes from the input, all passes Visible
// on its way into it.
type textWriter struct {
	strings.Builder

	style styles
	width int
}

func newTextWriter(o Options) *textWriter {
	t := &textWriter{style: newStyles(o), width: o.Width}
	if t.width <= 0 {
		t.width = defaultWidth
	}
	return t
}

func (t *textWriter) printf(format string, args ...any) {
	fmt.Fprintf(&t.Builder, format, args...)
}

func (t *textWriter) heading(title string, n int) {
	t.WriteString(t.style.strong.Sprintf("%s (%d)", title, n) + "\n")
}

// item writes a line that begins with a mark of the given number of columns
// and goes on below itself when it is long.
func (t *textWriter) item(mark, said string, columns int) {
	lines := wrap(Visible(said), t.width-columns-3)
	t.printf("  %s %s\n", mark, lines[0])
	for _, line := range lines[1:] {
		t.printf("  %s %s\n", strings.Repeat(" ", columns), line)
	}
}

// paragraph writes a text that goes on below itself when it is long. Its names are
// visible already.
func (t *textWriter) paragraph(indent, said string) {
	for _, line := range wrap(said, t.width-len(indent)) {
		t.printf("%s%s\n", indent, line)
	}
}

// flush hands on what was written so far.
func (t *textWriter) flush(w io.Writer) error {
	_, err := io.WriteString(w, t.String())
	t.Reset()
	return err
}

// styles are the colours of one report. Each is an instance of its own, so that
// no report changes how another one looks, and the environment none.
type styles struct {
	error, warning, note, good, strong, frame *color.Color

	links bool
}

func newStyles(o Options) styles {
	one := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		if o.Color {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return styles{
		error:   one(color.FgRed, color.Bold),
		warning: one(color.FgYellow, color.Bold),
		note:    one(color.FgCyan, color.Bold),
		good:    one(color.FgGreen),
		strong:  one(color.Bold),
		frame:   one(color.FgBlue, color.Bold),
		links:   o.Hyperlinks,
	}
}

func (s styles) level(l finding.Level) *color.Color {
	switch l {
	case finding.Error:
		return s.error
	case finding.Warning:
		return s.warning
	case finding.Note, finding.Off:
		return s.note
	default:
		return s.note
	}
}

// link makes text lead to a page where the terminal knows how; see
// https://gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda
func (s styles) link(url, text string) string {
	if !s.links || !plain(url) {
		return text
	}
	return "\x1b]8;;" + url + "\x1b\\" + text + "\x1b]8;;\x1b\\"
}

// plain says that a URL can stand in an escape sequence.
func plain(url string) bool {
	return url != "" && strings.IndexFunc(url, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// wrap breaks text at blanks so that a line fits the room; a word that is
// longer than that stands whole on a line of its own, for it may be a link.
// There is always a line, if an empty one.
func wrap(s string, room int) []string {
	lines, used := []string{""}, 0
	for _, word := range strings.Fields(s) {
		n := displaywidth.String(word)
		last := len(lines) - 1
		switch {
		case used == 0:
			lines[last], used = word, n
		case used+1+n <= room:
			lines[last] += " " + word
			used += 1 + n
		default:
			lines, used = append(lines, word), n
		}
	}
	return lines
}

// pad fills text with blanks up to a number of columns.
func pad(s string, columns int) string {
	return s + strings.Repeat(" ", max(columns-displaywidth.String(s), 0))
}
