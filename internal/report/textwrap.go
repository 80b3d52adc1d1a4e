package report

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

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
