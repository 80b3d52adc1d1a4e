package secret

import (
	"bytes"
	"slices"
	"strings"
	"unicode/utf8"
)

// values are texts that are secrets wherever they stand: the forms that the
// providers give their keys, and private keys, whatever their lines begin with,
// up to the next five dashes: to look for the right end of each of many would
// take time that grows with the square of the text. Source: the providers' own
// documentation of key prefixes.
var values = pattern(`\b(dapi[0-9a-f]{32}(-\d+)?|dose[0-9a-f]{32}|dkea[0-9a-f]{32}|sk-[A-Za-z0-9_-]{16,}|AKIA[0-9A-Z]{16}|ASIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{20,}|AIza[0-9A-Za-z_-]{35}|xox[abprs]-[A-Za-z0-9-]{10,}|eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{5,})|-----BEGIN [A-Z ]*PRIVATE KEY-----([^-]|-{1,4}[^-])*(-----END [A-Z ]*PRIVATE KEY-----)?`)

// beginnings are how one of values can begin; without any of them the expression
// need not run.
var beginnings = []string{
	"dapi", "dose", "dkea", "sk-", "AKIA", "ASIA",
	"ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_",
	"AIza", "xox", "eyJ", "-----BEGIN",
}

// Looks says whether a text holds what looks like a secret wherever it stands.
func Looks(text string) bool {
	return valueMarks.in(text) != 0 && values().MatchString(text)
}

// Find returns where in a text there is what looks like a secret: the start and
// the end of each, in order.
func Find(text []byte) [][]int {
	begins := func(beginning string) bool { return bytes.Contains(text, []byte(beginning)) }
	if !slices.ContainsFunc(beginnings, begins) {
		return nil
	}
	return values().FindAllIndex(text, -1)
}

// Scrub puts stars in place of what looks like a secret. Messages, pointers and
// names are made of keys and values, and a secret may stand anywhere.
func Scrub(text string) string {
	if !Looks(text) {
		return text
	}
	return values().ReplaceAllStringFunc(text, stars)
}

func stars(text string) string { return strings.Repeat("*", utf8.RuneCountInString(text)) }
