package markdown

import (
	"strings"
	"unicode"
	"unicode/utf8"
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

// spans reads what stands in prose.
func spans(text string) []span {
	r := reader{}
	r.read(text, look{})
	return r.spans
}

type reader struct{ spans []span }

func (r *reader) add(text string, as look) {
	if n := len(r.spans); n > 0 && r.spans[n-1].look == as && !as.code {
		r.spans[n-1].text += text
	} else if text != "" {
		r.spans = append(r.spans, span{text, as})
	}
}

// read reads text that looks some way already.
func (r *reader) read(text string, as look) {
	before := ' ' // the character before the rest
	for text != "" {
		n := r.mark(text, before, as)
		if n == 0 {
			_, n = utf8.DecodeRuneInString(text)
			r.add(text[:n], as)
		}
		before, _ = utf8.DecodeLastRuneInString(text[:n])
		text = text[n:]
	}
}

// mark reads what text begins with, and returns how many bytes that has: 0 when
// it is text and nothing else.
func (r *reader) mark(text string, before rune, as look) int {
	switch {
	case text[0] == '\\' && len(text) > 1 && strings.IndexByte("\\`*_{}[]()<>#+-.!|", text[1]) >= 0:
		r.add(text[1:2], as)
		return 2
	case text[0] == '`':
		return r.code(text, as)
	case strings.HasPrefix(text, "**"):
		bold := as
		bold.strong = true
		return r.between(text, "**", bold)
	case text[0] == '*', text[0] == '_' && !wordly(before):
		italic := as
		italic.emphasis = true
		return r.between(text, text[:1], italic)
	case as.url == "":
		return r.lead(text, as)
	default:
		return 0
	}
}

// lead reads what leads elsewhere.
func (r *reader) lead(text string, as look) int {
	switch {
	case text[0] == '[':
		return r.link(text, as)
	case strings.HasPrefix(text, "<http"):
		return r.address(text, as)
	default:
		return 0
	}
}

// code reads up to as many backticks as it begins with. What is in it may have
// blanks around it that are not its own.
func (r *reader) code(text string, as look) int {
	ticks := len(text) - len(strings.TrimLeft(text, "`"))
	for from := ticks; ; {
		at := strings.Index(text[from:], text[:ticks])
		if at < 0 {
			r.add(text[:ticks], as)
			return ticks
		}
		end := from + at
		run := len(text[end:]) - len(strings.TrimLeft(text[end:], "`"))
		if run == ticks {
			as.code = true
			r.add(strings.TrimSpace(text[ticks:end]), as)
			return end + ticks
		}
		from = end + run
	}
}

// between reads what stands between two equal marks, which touch it.
func (r *reader) between(text, mark string, as look) int {
	inner := text[len(mark):]
	for from := 1; from < len(inner); {
		at := strings.Index(inner[from:], mark)
		if at < 0 {
			break
		}
		end := from + at
		last, _ := utf8.DecodeLastRuneInString(inner[:end])
		next, _ := utf8.DecodeRuneInString(inner[end+len(mark):])
		if inner[0] != ' ' && last != ' ' && (mark != "_" || !wordly(next)) {
			r.read(inner[:end], as)
			return len(mark) + end + len(mark)
		}
		from = end + len(mark)
	}
	return 0
}

// link reads `[text](url)`.
func (r *reader) link(text string, as look) int {
	middle := strings.Index(text, "](")
	if middle < 0 {
		return 0
	}
	end := strings.IndexByte(text[middle:], ')')
	if end < 0 || strings.ContainsAny(text[1:middle], "[]") {
		return 0
	}
	as.url = text[middle+2 : middle+end]
	r.read(text[1:middle], as)
	return middle + end + 1
}

// address reads `<url>`.
func (r *reader) address(text string, as look) int {
	end := strings.IndexByte(text, '>')
	if end < 0 || strings.Contains(text[:end], " ") {
		return 0
	}
	as.url = text[1:end]
	r.add(as.url, as)
	return end + 1
}

func wordly(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r)
}
