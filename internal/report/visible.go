package report

import "unicode"

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
