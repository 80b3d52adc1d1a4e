package report

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// hides says whether a character is acted on rather than shown, or changes how
// others are shown: controls (ANSI escapes begin with one), bidi controls,
// zero-width and tag characters, line and paragraph separators, and letters
// that are drawn as nothing.
func hides(r rune) bool {
	switch {
	case r < 0x20 || r == 0x7f:
		return true
	case r < 0x80:
		return false
	case r == 0x115f, r == 0x1160, r == 0x3164, r == 0xffa0:
		return true
	default:
		return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
	}
}

// Visible writes text from the input so that a reader sees every character of
// it and a terminal obeys none.
func Visible(s string) string {
	if utf8.ValidString(s) && strings.IndexFunc(s, hides) < 0 {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		b.WriteString(visibleRune(r, s[:n]))
		s = s[n:]
	}
	return b.String()
}

// visibleRune shows one character; raw is what it was decoded from.
func visibleRune(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case !hides(r):
		return raw
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x80:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	default:
		return fmt.Sprintf(`\U%08x`, r)
	}
}
