package cli

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

var colorModes = []string{"auto", "always", "never"}

// useColor decides whether text is coloured. In mode auto, NO_COLOR
// (no-color.org) comes first, then FORCE_COLOR (force-color.org) and
// CLICOLOR_FORCE, then what the terminal can do.
func useColor(mode string, terminal bool, env func(string) string) bool {
	switch {
	case mode == "always":
		return true
	case mode == "never", env("NO_COLOR") != "":
		return false
	case env("FORCE_COLOR") != "":
		return !isOff(env("FORCE_COLOR"))
	case env("CLICOLOR_FORCE") != "" && !isOff(env("CLICOLOR_FORCE")):
		return true
	default:
		return terminal && env("TERM") != "dumb" && env("CLICOLOR") != "0"
	}
}

func isOff(value string) bool { return value == "0" || value == "false" }

// useHyperlinks decides whether rule IDs are links. Terminals cannot be asked,
// and some print the escapes as rubbish, so only those that are known to show
// links get them.
func useHyperlinks(color, terminal bool, env func(string) string) bool {
	if force := env("FORCE_HYPERLINK"); force != "" {
		return !isOff(force)
	}
	if !color || !terminal || env("TERM") == "dumb" {
		return false
	}
	known := []string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"}
	return slices.Contains(known, env("TERM_PROGRAM")) || env("WT_SESSION") != "" ||
		env("KITTY_WINDOW_ID") != "" || env("VTE_VERSION") >= "5000" && len(env("VTE_VERSION")) == 4
}

func checkColor(mode string) error {
	if slices.Contains(colorModes, mode) {
		return nil
	}
	return fmt.Errorf("--color %q: want %s", mode, strings.Join(colorModes, ", "))
}

const (
	// leastWidth is the number of columns below which nothing can be laid out; a
	// COLUMNS of fewer is taken for a mistake.
	leastWidth = 20
	// usualWidth is the width of a terminal that does not report its own.
	usualWidth = 80
)

// width is the number of columns of what is written to standard output, 0 where that
// is no terminal: a log breaks lines itself, and a program wants them whole.
func (s Streams) width() int { return columnsOf(s.Terminal, s.Width, s.Env) }

// errWidth is that of standard error.
func (s Streams) errWidth() int { return columnsOf(s.ErrTerminal, s.ErrWidth, s.Env) }

// columnsOf is what COLUMNS says, which a user sets to have another width than the
// terminal's (Environment Variables of POSIX.1-2024, 8.3), else what the terminal says.
func columnsOf(terminal bool, columns int, env func(string) string) int {
	if env == nil {
		env = func(string) string { return "" }
	}
	if n, err := strconv.Atoi(env("COLUMNS")); err == nil && n >= leastWidth {
		return n
	}
	switch {
	case !terminal:
		return 0
	case columns <= 0:
		return usualWidth
	default:
		return max(columns, leastWidth)
	}
}

// useASCII decides whether signs are those of ASCII: where the terminal is a dumb one,
// or the locale that a user chose for it has another encoding than UTF-8. What is no
// terminal is UTF-8, as every other format.
func useASCII(terminal bool, env func(string) string) bool {
	if !terminal {
		return false
	}
	locale := strings.ToLower(cmp.Or(env("LC_ALL"), env("LC_CTYPE"), env("LANG")))
	utf8 := locale == "" || strings.Contains(locale, "utf-8") || strings.Contains(locale, "utf8")
	return env("TERM") == "dumb" || !utf8
}
