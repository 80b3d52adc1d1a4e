package report

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/finding"
)

// link is what a viewer of SARIF turns into a link, in a plain message too.
var link = regexp.MustCompile(`\[([^\[\]]*)\](\()`)

// proper writes a message as a sentence: first letter upper case, a period at
// the end, and no link of the input's making.
func proper(s string) string {
	s = strings.TrimSpace(Visible(s))
	if s == "" {
		return ""
	}
	s = unlink(s)
	first, n := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[n:]
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

// unlink escapes the brackets of what would be a link; elsewhere they stay as
// they are, for GitHub shows the backslash.
func unlink(s string) string {
	return link.ReplaceAllString(s, `\[$1\]$2`)
}

// seeAlso names the related places, since GitHub shows only those which a
// message links to, by their number.
func seeAlso(related []finding.Related) string {
	var links []string
	for i, r := range related {
		label := strings.TrimRight(strings.NewReplacer("[", "", "]", "", `\`, "").Replace(Visible(r.Message)), ". ")
		if label == "" {
			label = "another place"
		}
		links = append(links, fmt.Sprintf("[%s](%d)", label, i+1))
	}
	if len(links) == 0 {
		return ""
	}
	return " See also: " + strings.Join(links, ", ") + "."
}
