package report

import (
	"fmt"
	"net/url"
	"strings"
)

// The longest texts of the input in a page of Markdown, in characters.
const (
	longestWords = 600
	longestName  = 200
)

// markdownSentence writes a sentence as Markdown that shows it as it is: what stands in backticks is
// code, and nothing else means anything. It can stand in a cell of a table.
func markdownSentence(s string) string {
	parts := strings.Split(shortened(Visible(s), longestWords), "`")
	var b strings.Builder
	for i, part := range parts {
		switch {
		case i%2 == 0:
			b.WriteString(markdownPlain(part))
		case i == len(parts)-1: // the last backtick has no partner
			b.WriteString("\\`" + markdownPlain(part))
		case part == "":
			b.WriteString("\\`\\`")
		default:
			b.WriteString(markdownCode(part))
		}
	}
	return b.String()
}

// markdownName writes a name or a place as code.
func markdownName(s string) string { return markdownCode(shortened(Visible(s), longestName)) }

// markdownCode writes text as code, in which GitHub sees neither mentions nor references. Between
// backticks nothing can be escaped, and in a table a backslash before a bar ends the cell or does
// not, so that text with either stands in an element instead.
func markdownCode(s string) string {
	switch {
	case s == "":
		return ""
	case strings.ContainsAny(s, "`|\\") || strings.TrimSpace(s) != s:
		return "<code>" + markdownPlain(s) + "</code>"
	default:
		return "`" + s + "`"
	}
}

// apart is a space of no width. It parts what would be a mention, a reference or an address for
// whoever reads the page after Markdown did: GitHub looks for those in the text that is left.
const apart = "&#8203;"

// markdownEscapes are how the characters are written that mean something.
var markdownEscapes = func() map[byte]string {
	escapes := map[byte]string{'&': "&amp;", '<': "&lt;", '>': "&gt;", '|': "&#124;"}
	for _, c := range []byte("\\`*_[]#~$^") {
		escapes[c] = "\\" + string(c)
	}
	return escapes
}()

// markdownPlain writes text in which no character means anything.
func markdownPlain(s string) string {
	var b strings.Builder
	for i := range len(s) {
		before, next := byteBefore(s, i), byteBefore(s, i+2)
		escaped, ok := markdownEscapes[s[i]]
		withinWord := s[i] == '_' && letterOrDigit(rune(before)) && letterOrDigit(rune(next))
		if !ok || withinWord {
			escaped = s[i : i+1]
		}
		b.WriteString(escaped)
		if next != 0 && parted(s[:i+1], next) {
			b.WriteString(apart)
		}
	}
	return b.String()
}

// byteBefore is the byte before an offset, 0 where there is none.
func byteBefore(s string, offset int) byte {
	if offset < 1 || offset > len(s) {
		return 0
	}
	return s[offset-1]
}

// parted says whether what a text ends with has to be kept from the character that follows: GitHub
// and GitLab make links and pictures of @user, #1, !1, ~label, $1, %1, &1, GH-1, :name:,
// scheme://, www. and name@host.
func parted(s string, next byte) bool {
	last := s[len(s)-1]
	word := letterOrDigit(rune(next))
	switch {
	case strings.IndexByte("@#!~$%&^", last) >= 0:
		return word || strings.IndexByte("\"'_-{[", next) >= 0
	case last == ':':
		return word || strings.IndexByte("/+-_", next) >= 0
	case last == '-':
		return word && hasSuffixFold(s, "gh-")
	default:
		return next == '.' && hasSuffixFold(s, "www")
	}
}

func hasSuffixFold(s, suffix string) bool {
	return len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix)
}

// markdownLink writes a link, or the text alone where the address is none that a browser opens. The text is
// Markdown.
func markdownLink(text, address string) string {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "https" && parsed.Scheme != "http" || parsed.Host == "" {
		return text
	}
	return fmt.Sprintf("[%s](%s)", text, addressEscaper.Replace(Visible(parsed.String())))
}

// addressEscaper keeps an address within its parentheses and its cell.
var addressEscaper = strings.NewReplacer(
	" ", "%20", "(", "%28", ")", "%29", "<", "%3C", ">", "%3E", "|", "%7C", "\\", "%5C", "`", "%60", "&", "&amp;",
)
