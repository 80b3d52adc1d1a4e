package secret

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
)

// column is a name in parts: the column of a table stands where a value may.
var column = regex.Lazy(`^[A-Za-z_]\w{0,30}(?:\.[A-Za-z_]\w{0,30}){1,3}$`)

// isRandom says whether a text could be a secret where one belongs: it is long,
// or is made of letters and digits, or of letters in no order. A word is none.
func isRandom(text string) bool {
	digits, letters := 0, 0
	for i := range len(text) {
		switch {
		case isDigit(text[i]):
			digits++
		case isLower(text[i]) || isUpper(text[i]):
			letters++
		}
	}
	random := digits > 0 && letters > 0 || digits >= ShortestNumber || letters >= 24 || mixesCase(text)
	return random && !column().MatchString(text)
}

// mixesCase says whether an upper-case letter follows one in lower case.
func mixesCase(text string) bool {
	for i := 1; i < len(text); i++ {
		if isLower(text[i-1]) && isUpper(text[i]) {
			return true
		}
	}
	return false
}

// isMixed says whether a text has letters and digits in one run, as no word has:
// hunter2horse, and not rotated-2024.
func isMixed(text string) bool {
	const shortest = 7
	for run := range runs(text) {
		if len(run) >= shortest && strings.ContainsFunc(run, isLetter) && strings.ContainsAny(run, "0123456789") {
			return true
		}
	}
	return false
}

// runs goes through the runs of letters and digits in a text.
func runs(text string) func(yield func(string) bool) {
	return strings.FieldsFuncSeq(text, func(r rune) bool { return !isLetter(r) && (r < '0' || r > '9') })
}

// IsKey says whether a text as a whole looks like a key where one may stand: it is
// long, has no space, and its letters and digits change as in no name: no number,
// no UUID, no address, no name of a model.
func IsKey(text string) bool {
	const shortest, longest = 16, 512
	if len(text) < shortest || len(text) > longest || isUUID(text) {
		return false
	}
	if !isOneWord(text) {
		return false
	}
	if isDense(text) {
		return true
	}
	for run := range runs(text) {
		if isHex(run) || len(run) >= shortest && changes(run) >= max(len(run)/4, 5) {
			return true
		}
	}
	return false
}

// isOneWord says whether a text has no character that ends a key.
func isOneWord(text string) bool {
	for i := range len(text) {
		if !isLetterOrDigit(text[i]) && strings.IndexByte("_-+/=.~!@#%^&*$", text[i]) < 0 {
			return false
		}
	}
	return true
}

// isHex says whether a run of letters and digits is a long number in hexadecimal.
func isHex(run string) bool {
	const shortest = 24
	digits := 0
	for i := range len(run) {
		switch c := run[i] | 0x20; {
		case isDigit(run[i]):
			digits++
		case c < 'a' || c > 'f':
			return false
		}
	}
	return len(run) >= shortest && digits > 0 && digits < len(run)
}

// isUUID says whether a text is one: five runs in hexadecimal.
func isUUID(text string) bool {
	const plain, inBraces = 36, 38
	return len(text) >= plain && len(text) <= inBraces && uuid().MatchString(text)
}

var uuid = regex.Lazy(`^\{?[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}\}?$`)

// isDense says whether a word is random by itself, whatever stands beside it: it
// has small and capital letters and digits, which change often. A name in camel
// case changes less.
func isDense(word string) bool {
	const shortest, longest, most = 20, 512, 100
	if len(word) < shortest || len(word) > longest {
		return false
	}
	var lower, upper, digits int
	for i := range len(word) {
		switch {
		case isDigit(word[i]):
			digits++
		case isLower(word[i]):
			lower++
		case isUpper(word[i]):
			upper++
		}
	}
	if lower < 3 || upper < 3 || digits < 2 {
		return false
	}
	changed := changes(word) * most / len(word)
	return changed >= 42 || digits >= 4 && changed >= 35
}

// changes counts how often the kind of character changes from one to the next.
func changes(word string) int {
	n := 0
	for i := 1; i < len(word); i++ {
		if kindOf(word[i-1]) != kindOf(word[i]) {
			n++
		}
	}
	return n
}

func kindOf(c byte) byte {
	switch {
	case isDigit(c):
		return '0'
	case isLower(c):
		return 'a'
	case isUpper(c):
		return 'A'
	}
	return c
}

// images are how pictures begin in base64: PNG, GIF, JPEG, SVG, WebP and ICO.
var images = []string{"iVBORw0KGgo", "R0lGOD", "/9j/", "PHN2Zy", "PD94bW", "UklGR", "AAABAA"}

// findRandom finds the words of a text that look random by themselves. One is a
// credential without doubt when a word for one stands before it, and none where it
// is part of an address or a picture.
func findRandom(text string, found []Span) []Span {
	if len(text) < shortestRandom {
		return found
	}
	for start, end := range wordsIn(text) {
		if end-start >= shortestRandom && !isImage(text[:start], text[start:end]) {
			found = appendRandom(text, start, end, found)
		}
	}
	return found
}

// shortestRandom is how long a word is at least that looks random by itself.
const shortestRandom = 20

// appendRandom adds a word that looks random, or what of it stands between slashes:
// base64 has slashes as well, and a path is no word.
func appendRandom(text string, start, end int, found []Span) []Span {
	path := text[start] == '/' || start > 0 && strings.IndexByte(".:", text[start-1]) >= 0
	if !path && isDense(text[start:end]) {
		return append(found, Span{start, end, isNamedBefore(text[:start])})
	}
	for part := range strings.SplitSeq(text[start:end], "/") {
		if isDense(part) {
			found = append(found, Span{start, start + len(part), isNamedBefore(text[:start])})
		}
		start += len(part) + 1
	}
	return found
}

// wordsIn goes through the words of a text: where each begins and ends.
func wordsIn(text string) func(yield func(start, end int) bool) {
	return func(yield func(start, end int) bool) {
		for at := 0; at < len(text); at++ {
			start := at
			for at < len(text) && isOfWord(text[at]) {
				at++
			}
			if at > start && !yield(start, at) {
				return
			}
		}
	}
}

func isOfWord(c byte) bool {
	switch c {
	case '_', '-', '+', '/', '=', '~':
		return true
	}
	return isLetterOrDigit(c)
}

func isImage(before, word string) bool {
	return strings.HasSuffix(before, "base64,") || slices.ContainsFunc(images, func(begin string) bool { return strings.HasPrefix(word, begin) })
}

// isNamedBefore says whether the last words of a text are for a credential: "the key
// is ". Those of an address are none.
func isNamedBefore(text string) bool {
	const near = 24
	text = strings.ToLower(text[max(0, len(text)-near):])
	if strings.ContainsAny(text, "/?&") {
		return false
	}
	return slices.ContainsFunc([]string{"key", "token", "secret", "password", "passwd", "pwd", "passphrase", "credential", "bearer"},
		func(word string) bool { return strings.Contains(text, word) })
}

// isHyphenated says whether what begins like a key of OpenAI is a name of words:
// sk-learn-forecast-v2. A key has a long run of letters and digits.
func isHyphenated(match string) bool {
	const begin, long = "sk-", 16
	if !strings.HasPrefix(match, begin) {
		return false
	}
	for run := range runs(match) {
		if len(run) >= 2*long || len(run) >= long && strings.ContainsAny(run, "0123456789") {
			return false
		}
	}
	return !isDense(match)
}

// EraseKeys erases each word of a text that looks like a key where one may stand.
func EraseKeys(text string) string {
	return replace(text, FindKeys, func(Span) string { return Mask })
}

// FindKeys returns what Find does, and the words that look like a key where one may
// stand: in a blank, which has no name for what belongs there.
func FindKeys(text string) []Span {
	found := find(text, nil)
	for start, end := range wordsIn(text) {
		if IsKey(text[start:end]) {
			found = append(found, Span{Start: start, End: end})
		}
	}
	return joined(found)
}

// Blank is a text that may hold a blank, with a word in place of what may be a secret:
// what is left still reads as a blank.
func Blank(text string) string {
	return replace(text, FindKeys, func(Span) string { return "redacted" })
}

// isVaried says whether a text has more than the few characters of a placeholder:
// sk-xxxxxxxxxxxxxxxx.
func isVaried(text string) bool {
	const few = 6
	text = strings.TrimPrefix(text, "hooks.slack.com/services/")
	var seen [256]bool
	n := 0
	for i := range len(text) {
		if !seen[text[i]] {
			seen[text[i]] = true
			n++
		}
	}
	return n >= few
}

// isOpen says whether a text is yet to be filled in: what is written beside the
// blank is no key.
func isOpen(text string) bool { return Interpolation(text) != "" && !IsKey(written(text)) }

// written is what a text has beside what is yet to be filled in.
func written(text string) string {
	const rounds = 16
	for range rounds {
		blank := Interpolation(text)
		if blank == "" {
			return text
		}
		before, after, _ := strings.Cut(text, blank)
		text = before + after
	}
	return text
}

func isMask(text string) bool { return strings.HasPrefix(text, Mask) }

// wordsForOne are what examples write where a password belongs.
var wordsForOne = []string{"password", "passwd", "pwd", "pass", "pw", "secret", "token", "changeme", "example", "your-password", "xxx", "xxxx", "xxxxxxxx"}

func isWordForOne(text string) bool {
	return text == "" || isMask(text) || slices.Contains(wordsForOne, strings.ToLower(text))
}

func isDigit(c byte) bool         { return '0' <= c && c <= '9' }
func isLower(c byte) bool         { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool         { return 'A' <= c && c <= 'Z' }
func isLetterOrDigit(c byte) bool { return isDigit(c) || isLower(c) || isUpper(c) }
func isLetter(r rune) bool        { return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' }
