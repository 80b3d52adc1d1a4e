package report

import (
	"net/url"
	"regexp"
	"strings"
)

// particular is what names one thing among others of its kind, in what a
// workspace answers: words in quotes, IDs, what is masked. An apostrophe within a word is no
// quote.
var particular = regexp.MustCompile(`\B'[^']*'\B|\B"[^"]*"\B|` + "\\B`[^`]*`\\B" +
	`|\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b|\b[0-9a-f]{16,}\b|\b[0-9]{6,}\b|\*{4,}`)

// common is what a message has in common with those about other subjects: the
// words of a refusal are the workspace's own, and most name what was asked for.
func common(message, name string) string {
	return particular.ReplaceAllStringFunc(unnamed(message, name), func(found string) string {
		if strings.ContainsAny(found[:1], "'\"`") {
			return found[:1] + ellipsis + found[:1]
		}
		return ellipsis
	})
}

// unnamed leaves a name out of a message, where it is not part of a longer one.
func unnamed(message, name string) string {
	if name == "" || !strings.Contains(message, name) {
		return message
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(message, name)
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if goesOn(b.String(), b.Len()-1) || goesOn(after, 0) {
			b.WriteString(name)
		} else {
			b.WriteString(ellipsis)
		}
		message = after
	}
}

// goesOn says whether a name goes on at a byte.
func goesOn(s string, i int) bool {
	return i >= 0 && i < len(s) && (letterOrDigit(rune(s[i])) || s[i] == '_' || s[i] == '-' || s[i] >= 0x80)
}

// resource is the name at the end of an API path.
func resource(path string) string {
	name := path[strings.LastIndexByte(path, '/')+1:]
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}
