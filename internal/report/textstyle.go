package report

import (
	"strings"

	"github.com/fatih/color"

	"github.com/gwlint/gwlint/internal/finding"
)

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
