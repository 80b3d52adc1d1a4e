package secret

import (
	"slices"
	"strings"
	"sync"

	"github.com/gwlint/gwlint/internal/regex"
)

// values are texts that are secrets wherever they stand: the forms that the
// providers give their keys, and private keys, whatever their lines begin with,
// up to the next five dashes: to look for the right end of each of many would
// take time that grows with the square of the text. Source: the providers' own
// documentation of key prefixes.
var values = regex.Lazy(`\b(dapi[0-9a-f]{32}(-\d+)?|dose[0-9a-f]{32}|dkea[0-9a-f]{32}|sk-[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{20,}|AIza[0-9A-Za-z_-]{35}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,})|-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]|-{1,4}[^-])*(-----END [A-Z ]*PRIVATE KEY-----)?`)

// beginnings are how one of values can begin; without any of them the expression
// need not run.
var beginnings = []string{
	"dapi", "dose", "dkea", "sk-", "AKIA", "ASIA",
	"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
	"AIza", "xox", "eyJ", "-----BEGIN",
}

// In says whether a text holds what has the form of a secret wherever it stands.
func In(text string) bool {
	return containsAny(text, beginnings) && len(findValues(text, nil)) > 0
}

// hint is a set of signs that a text has to hold before an expression is run
// over it: an expression takes many times as long as a search for words.
type hint uint8

const (
	ofValue   hint = 1 << iota // how one of values begins
	ofToken                    // what is in one of tokens
	ofAddress                  // what is in an address
	ofLogin                    // what ends a login in an address
	ofHeader                   // what a header says
	ofPair                     // what stands between a name and a value
	ofFlag                     // what begins a flag of a command line
)

// hintTable lists the words that give each hint; a text with any of them has it.
var hintTable = []struct {
	hint  hint
	words []string
}{
	{ofValue, beginnings},
	{ofToken, []string{
		"glpat-", "hf_", "gsk_", "xai-", "pplx-", "r8_", "npm_", "pypi-", "dckr_pat_", "ya29.", "GOCSPX-", "1//0",
		"k_live_", "k_test_", "SG.", "nvapi-", "lsv2_", "tvly-", "ATATT3", "ABSK", "JQQJ9", "hooks.slack.com", "eyJ", "Q~",
	}},
	{ofAddress, []string{"://"}},
	{ofLogin, []string{"@"}},
	{ofHeader, []string{"earer", "EARER", "asic", "ASIC"}},
	{ofPair, []string{"=", ":"}},
	{ofFlag, []string{"--"}},
}

// hintsIn returns the hints that a text has. It goes through the text once: to look for each
// word by itself took a twelfth of a check of 10,000 files.
func hintsIn(text string) hint {
	words := hintWords()
	var found hint
	for i := range len(text) {
		found |= words.alone[text[i]]
		if i+1 == len(text) || !words.second[text[i]].has(text[i+1]) {
			continue
		}
		for _, word := range words.beginning[text[i]] {
			if found&word.hint == 0 && strings.HasPrefix(text[i:], word.text) {
				found |= word.hint
			}
		}
	}
	return found
}

// wordTable is the words of hintTable by their first characters.
type wordTable struct {
	alone     [256]hint       // the hints of words of one character
	second    [256]characters // what may stand behind the first character of longer ones
	beginning [256][]hintWord // the longer ones
}

type hintWord struct {
	text string
	hint hint
}

func (w *wordTable) add(word string, of hint) {
	first := word[0]
	if len(word) == 1 {
		w.alone[first] |= of
		return
	}
	w.second[first].add(word[1])
	w.beginning[first] = append(w.beginning[first], hintWord{word, of})
}

var hintWords = sync.OnceValue(func() *wordTable {
	table := &wordTable{}
	for _, row := range hintTable {
		for _, word := range row.words {
			table.add(word, row.hint)
		}
	}
	return table
})

// characters is a set of ASCII characters.
type characters [2]uint64

func (c *characters) add(b byte) { c[b>>6] |= 1 << (b & 63) }

func (c *characters) has(b byte) bool { return b < 0x80 && c[b>>6]&(1<<(b&63)) != 0 }

func containsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
}
