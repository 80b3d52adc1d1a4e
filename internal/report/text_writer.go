package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/clipperhouse/displaywidth"
	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
)

// textWriter writes the lines of a text report, in colours and within a width; the
// printers of its parts share one. Of what comes from the input, all passes Visible
// on its way into it.
type textWriter struct {
	strings.Builder

	style styles
	// width is the number of columns to stay within, 0 where lines may be as long as
	// they are.
	width int
	ascii bool
	// told are the paragraphs of help and the pages that the report has already named.
	told map[string]bool
}

func newTextWriter(o Options) *textWriter {
	return &textWriter{style: newStyles(o), width: max(o.Width, 0), ascii: o.ASCII, told: map[string]bool{}}
}

// untold says whether a text is told for the first time, and remembers it.
func (t *textWriter) untold(text string) bool {
	if text == "" || t.told[text] {
		return false
	}
	t.told[text] = true
	return true
}

// narrow is the number of columns below which a layout in columns leaves none for the
// text.
const narrow = 50

// narrow says that there is no room for columns.
func (t *textWriter) narrow() bool { return t.width > 0 && t.width < narrow }

func (t *textWriter) printf(format string, args ...any) {
	fmt.Fprintf(&t.Builder, format, args...)
}

func (t *textWriter) heading(title string, n int) {
	t.WriteString(t.style.strong.Sprintf("%s (%d)", title, n) + "\n")
}

// item writes a line that begins with a mark of the given number of columns
// and goes on below itself when it is long.
func (t *textWriter) item(mark, said string, columns int) {
	t.hang("  "+mark, Visible(said), columns+2, nil)
}

// hang writes a mark of so many columns and a text behind it, which goes on below its
// own beginning or, where that leaves little room, a few columns from the left. What
// it is given is visible already.
func (t *textWriter) hang(mark, said string, columns int, ink *color.Color) {
	const little = 24
	indent := columns + 1
	if t.width > 0 && t.width-indent < little {
		indent = min(4, max(t.width-little, 2))
	}
	lines := []string{said}
	if t.width > 0 {
		lines = wrap(said, max(t.width-columns-1, 1), max(t.width-indent, 1))
	}
	for i, line := range lines {
		switch {
		case i > 0:
			t.printf("%s%s\n", strings.Repeat(" ", indent), painted(ink, line))
		case line == "":
			t.printf("%s\n", mark)
		default:
			t.printf("%s %s\n", mark, painted(ink, line))
		}
	}
}

// paragraph writes a text that goes on below itself when it is long. Its names are
// visible already.
func (t *textWriter) paragraph(indent, said string) {
	t.inked(indent, said, nil)
}

// inked is a paragraph in one colour, or in none.
func (t *textWriter) inked(indent, said string, ink *color.Color) {
	lines := []string{said}
	if t.width > 0 {
		lines = Wrap(said, max(t.width-len(indent), 1))
	}
	for _, line := range lines {
		t.printf("%s%s\n", indent, painted(ink, line))
	}
}

// painted is text in a colour, or in none.
func painted(ink *color.Color, text string) string {
	if ink == nil {
		return text
	}
	return ink.Sprint(text)
}

// asASCII has a sign of one column for each that a report writes of its own.
var asASCII = strings.NewReplacer("✓", "+", "✗", "x", ellipsis, "~")

// flush hands on what was written so far.
func (t *textWriter) flush(w io.Writer) error {
	text := t.String()
	if t.ascii {
		text = asASCII.Replace(text)
	}
	_, err := io.WriteString(w, text)
	t.Reset()
	return err
}

// enough is how much text is gathered before it is handed on, so that memory does not
// grow with the number of findings.
const enough = 64 << 10

// relieve hands on what was written so far when it is enough.
func (t *textWriter) relieve(w io.Writer) error {
	if t.Len() < enough {
		return nil
	}
	return t.flush(w)
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

// Wrap breaks text at blanks so that each line fits the room. A word that is longer
// stands whole on a line of its own where it may be a link or a path, and is broken
// elsewhere. There is always a line, if an empty one.
func Wrap(s string, room int) []string { return wrap(s, room, room) }

// wrap is Wrap with a room of its own for the first line, which is left empty where no
// word fits.
func wrap(s string, first, room int) []string {
	lines, used, limit := []string{""}, 0, first
	add := func(word string, columns int) {
		last := len(lines) - 1
		switch {
		case used == 0 && (columns <= limit || last > 0 || first >= room):
			lines[last], used = word, columns
		case used > 0 && used+1+columns <= limit:
			lines[last] += " " + word
			used += 1 + columns
		default:
			lines, used, limit = append(lines, word), columns, room
		}
	}
	for _, word := range strings.Fields(s) {
		columns := displaywidth.String(word)
		if columns <= room || strings.Contains(word, "/") {
			add(word, columns)
			continue
		}
		for _, piece := range pieces(word, room) {
			add(piece, displaywidth.String(piece))
		}
	}
	return lines
}

// pieces breaks a word into parts that fit the room, of one character at least.
func pieces(word string, room int) []string {
	var all []string
	var b strings.Builder
	used := 0
	characters := displaywidth.StringGraphemes(word)
	for characters.Next() {
		if columns := characters.Width(); used > 0 && used+columns > room {
			all = append(all, b.String())
			b.Reset()
			used = 0
		}
		b.WriteString(characters.Value())
		used += characters.Width()
	}
	return append(all, b.String())
}

// cut shortens text to a number of columns.
func cut(s string, columns int) string {
	if displaywidth.String(s) <= columns {
		return s
	}
	return displaywidth.TruncateString(s, columns, ellipsis)
}

// pad fills text with blanks up to a number of columns.
func pad(s string, columns int) string {
	return s + strings.Repeat(" ", max(columns-displaywidth.String(s), 0))
}

// verdict writes the last line.
func (t *textWriter) verdict(r Report) {
	ink := t.style.error
	switch v := verdictOf(r); v.word {
	case wordOK:
		t.inked("", v.String(), t.style.good)
	case wordNothing, wordHalted:
		t.inked("", v.String(), t.style.strong)
	default:
		t.inked("", v.String(), ink)
	}
}

// problem says of one input why it was not checked.
func (t *textWriter) problem(p Problem) {
	at := finding.Location{File: p.File}
	if p.Location != nil {
		at = *p.Location
	}
	where := textPlace(at)
	if where != "" {
		where += ": "
	}
	message := strings.TrimPrefix(p.Message, p.File+": ")
	t.hang(t.style.error.Sprint(p.mark()), where+Visible(message), len(p.mark()), nil)
}

// status is the sign, the word and the colour of a status.
func (t *textWriter) status(s Status) (sign, word string, ink *color.Color) {
	switch s {
	case StatusFail:
		return "✗", "fail", t.style.error
	case StatusUnknown:
		return "?", "unknown", t.style.warning
	case StatusWaived:
		return "~", "waived", t.style.note
	case StatusPass:
		return "✓", "pass", t.style.good
	case StatusNotApplicable:
		return "-", "n/a", t.style.frame
	case StatusManual:
		return "!", "manual", t.style.note
	default:
		return "?", string(s), t.style.warning
	}
}

// headline says of a rule what it found, in visible words.
func (t *textWriter) headline(level finding.Level, said string, rule RuleInfo) {
	id := Visible(rule.ID)
	columns := len(level) + displaywidth.String(id) + len("[]:")
	mark := t.style.level(level).Sprint(string(level) + "[" + t.style.link(rule.URL, id) + "]:")
	t.hang(mark, said, columns, t.style.strong)
}

// remark writes what is said of a finding below it.
func (t *textWriter) remark(indent, word, said string) {
	if said == "" {
		return
	}
	mark := fmt.Sprintf("%s %s %s:", indent, t.style.frame.Sprint("="), t.style.strong.Sprint(word))
	t.hang(mark, Visible(said), len(indent)+len(word)+len(" = :"), nil)
}
