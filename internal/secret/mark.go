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

// table holds marks by their first byte, so that a text is read once: most texts
// are short and hold none.
type table [256][]marked

type marked struct {
	text string
	mark mark
}

// valueMarks are the marks that Looks asks for, marks those of Erase.
var (
	valueMarks = byFirst(map[mark][]string{ofValue: beginnings})
	marks      = byFirst(map[mark][]string{
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
)

func byFirst(texts map[mark][]string) *table {
	var t table
	for mark, list := range texts {
		for _, text := range list {
			t[text[0]] = append(t[text[0]], marked{text, mark})
		}
	}
	return &t
}

// in returns the marks that a text has.
func (t *table) in(text string) mark {
	var found mark
	for i := range len(text) {
		for _, m := range t[text[i]] {
			if found&m.mark == 0 && strings.HasPrefix(text[i:], m.text) {
				found |= m.mark
			}
		}
	}
	return found
}
