package markdown

import (
	"strings"

	"github.com/clipperhouse/displaywidth"
)

// word is spans without a blank between them.
type word []span

func (w word) columns() int {
	n := 0
	for _, p := range w {
		n += displaywidth.String(p.text)
	}
	return n
}

// words parts spans at blanks.
func words(list []span) []word {
	var out []word
	joined := false // the next text goes on with the last word
	for _, p := range list {
		for i, text := range strings.Split(p.text, " ") {
			if i > 0 {
				joined = false
			}
			if text == "" {
				continue
			}
			if !joined {
				out = append(out, nil)
			}
			last := len(out) - 1
			out[last] = append(out[last], span{text, p.look})
			joined = true
		}
	}
	return out
}

// wrap breaks prose at blanks so that a line fits the room; a word that is longer
// than that stands whole on a line of its own, for it may be an address. There is
// always a line, if an empty one.
func (s style) wrap(list []span, room int) []string {
	var lines []string
	var line []span
	used := 0
	end := func() {
		var text strings.Builder
		for _, p := range line {
			text.WriteString(s.show(p))
		}
		lines = append(lines, text.String())
		line, used = nil, 0
	}
	for _, w := range words(s.prose(list)) {
		n := w.columns()
		if used > 0 && used+1+n > room {
			end()
		}
		if used > 0 {
			line = after(line, w)
			used += 1 + n
			continue
		}
		line, used = append(line, w...), n
	}
	end()
	return lines
}

// after puts a word behind a line, with a blank that looks like both where they
// look alike.
func after(line []span, w word) []span {
	last := &line[len(line)-1]
	if last.look == w[0].look {
		last.text += " " + w[0].text
		return append(line, w[1:]...)
	}
	return append(append(line, span{text: " "}), w...)
}
