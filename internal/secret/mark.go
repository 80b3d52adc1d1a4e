package secret

import "strings"

// mark is what a text has to hold before it is worth a closer look.
type mark uint8

const (
	ofValue   mark = 1 << iota // how one of values begins
	ofToken                    // what is in one of tokens
	ofAddress                  // what is in an address
	ofLogin                    // what ends a login in an address
	ofHeader                   // what a header says
	ofPair                     // what stands between a name and a value
)

// marks are by their first byte, so that a text is read once: most texts are
// short and hold none.
var marks = byFirst(map[mark][]string{
	ofValue: beginnings,
	ofToken: {
		"glpat-", "hf_", "gsk_", "xai-", "pplx-", "r8_", "npm_", "pypi-", "dckr_pat_", "ya29.", "GOCSPX-", "1//0",
		"k_live_", "k_test_", "SG.", "ABSK", "JQQJ9", "hooks.slack.com", "eyJ", "Q~",
	},
	ofAddress: {"://"},
	ofLogin:   {"@"},
	ofHeader:  {"earer", "EARER", "asic", "ASIC"},
	ofPair:    {"=", ":"},
})

type marked struct {
	text string
	mark mark
}

func byFirst(texts map[mark][]string) (table [256][]marked) {
	for mark, list := range texts {
		for _, text := range list {
			table[text[0]] = append(table[text[0]], marked{text, mark})
		}
	}
	return table
}

// marksIn returns the marks of a text.
func marksIn(text string) mark {
	var found mark
	for i := range len(text) {
		for _, m := range marks[text[i]] {
			if found&m.mark == 0 && strings.HasPrefix(text[i:], m.text) {
				found |= m.mark
			}
		}
	}
	return found
}
