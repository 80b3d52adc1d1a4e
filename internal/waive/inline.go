package waive

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/gwlint/gwlint/internal/regex"
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/schema"
)

// example is what a waiver in a comment looks like.
const example = "`gwlint: ignore[GW303] until=2027-01-31 owner=NAME reason=\"WHY\"`"

// The words behind `gwlint:`.
const (
	ignoreNode = "ignore"
	ignoreFile = "ignore-file"
)

// The keys of a waiver in a comment. Those that it needs come first.
const (
	keyUntil      = "until"
	keyOwner      = "owner"
	keyReason     = "reason"
	keyTicket     = "ticket"
	keyApprovedBy = "approved_by"
	keyValue      = "value"
)

var (
	inlineKeys   = []string{keyUntil, keyOwner, keyReason, keyTicket, keyApprovedBy, keyValue}
	inlineNeeded = []string{keyUntil, keyOwner, keyReason}
	// inlineShown is how a key that is needed is written.
	inlineShown = map[string]string{keyUntil: "until=2027-01-31", keyOwner: "owner=NAME", keyReason: `reason="WHY"`}
)

// inline is a waiver that is read from what a comment says behind `gwlint:`.
type inline struct {
	Waiver

	// file says that it is for the whole file.
	file bool
	// rest is what is not read yet, or another comment behind the waiver.
	rest string
	// fields are the keys that were read, with their values.
	fields map[string]string
}

// readInline reads what a comment says behind `gwlint:`. The message says what is wrong, "" where
// nothing is.
func readInline(r Reader, said string) (waiver inline, message string) {
	i := inline{rest: said, fields: map[string]string{}}
	for _, read := range []func() string{i.word, func() string { return i.rules(r) }, i.pairs, i.take} {
		if message = read(); message != "" {
			return i, message
		}
	}
	return i, ""
}

// plainWord is the form of a word that a message may repeat.
var plainWord = regex.Lazy(`^[\pL0-9][\pL0-9_.:-]*$`)

// quoted is a word as a message names it, and other where it is not plain enough to be
// repeated.
func quoted(word, other string) string {
	if !repeatable(word, plainWord()) {
		return other
	}
	return "`" + word + "`"
}

// longestWord is how many characters a word may have that a message repeats. The forms do not
// say so: to compile an expression that repeats \pL forty times takes a millisecond, at each
// start.
const longestWord = 40

// repeatable says whether a message may repeat a word: it has a form, is short, and holds no
// secret.
func repeatable(word string, form *regexp.Regexp) bool {
	return form.MatchString(word) && utf8.RuneCountInString(word) <= longestWord && secret.EraseWords(word) == word
}

// word reads what the comment is.
func (i *inline) word() string {
	end := strings.IndexFunc(i.rest, func(c rune) bool { return c != '-' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') })
	if end < 0 {
		end = len(i.rest)
	}
	word := i.rest[:end]
	i.rest = strings.TrimLeft(i.rest[end:], " \t")
	switch word {
	case ignoreNode:
	case ignoreFile:
		i.file = true
	default:
		return "a comment that begins with `gwlint:` is no waiver: write " + example + ", or leave out the colon"
	}
	return ""
}

// rules reads the rules in brackets.
func (i *inline) rules(r Reader) string {
	list, ok := strings.CutPrefix(i.rest, "[")
	if !ok {
		return "the waiver names no rule: write it in brackets, as in " + example
	}
	list, i.rest, ok = strings.Cut(list, "]")
	if !ok {
		return "the list of rules does not end: close it with `]`"
	}
	for word := range strings.SplitSeq(list, ",") {
		word = strings.TrimSpace(word)
		id, message := r.rule(word)
		if message != "" {
			return message
		}
		if !slices.Contains(i.Rules, id) {
			i.Rules = append(i.Rules, id)
		}
	}
	if i.rest != "" && !strings.HasPrefix(i.rest, " ") && !strings.HasPrefix(i.rest, "\t") {
		return "something stands directly behind the list of rules: write a space, then " + inlineShown[keyUntil] + " and the other keys"
	}
	return ""
}

// pairs reads the keys and their values.
func (i *inline) pairs() string {
	for {
		i.rest = strings.TrimLeft(i.rest, " \t")
		if i.rest == "" || strings.HasPrefix(i.rest, "#") || strings.HasPrefix(i.rest, "//") {
			return "" // another comment may stand behind it
		}
		key, behind, ok := strings.Cut(i.rest, "=")
		if !ok || strings.ContainsAny(key, " \t\"'") {
			word, _, _ := strings.Cut(i.rest, " ")
			return fmt.Sprintf("%s is no `key=value`: put a text of several words into quotes, as in %s", quoted(word, "what follows the rules"), inlineShown[keyReason])
		}
		if message := i.known(key); message != "" {
			return message
		}
		i.rest = behind
		value, message := i.value(key)
		if message != "" {
			return message
		}
		i.fields[key] = value
	}
}

// known says what is wrong with a key.
func (i *inline) known(key string) string {
	if _, again := i.fields[key]; again {
		return fmt.Sprintf("`%s` stands twice: remove one of them", key)
	}
	if slices.Contains(inlineKeys, key) {
		return ""
	}
	if near := schema.Nearest(key, inlineKeys); near != "" {
		return fmt.Sprintf("a waiver has no key %s: did you mean `%s`?", quoted(key, "of this name"), near)
	}
	return fmt.Sprintf("a waiver in a comment has no key %s: it has `%s`", quoted(key, "of this name"), strings.Join(inlineKeys, "`, `"))
}

// value reads the value of a key: a word, or a text in quotes.
func (i *inline) value(key string) (value, message string) {
	if i.rest != "" && (i.rest[0] == '"' || i.rest[0] == '\'') {
		return i.text(key)
	}
	end := strings.IndexAny(i.rest, " \t")
	if end < 0 {
		end = len(i.rest)
	}
	value, i.rest = i.rest[:end], i.rest[end:]
	if strings.ContainsAny(value, "\"'") {
		return "", fmt.Sprintf("a quote stands within the value of `%s`: put all of it into quotes", key)
	}
	return value, ""
}

// text reads a text in quotes, in which a backslash stands before a quote and before a
// backslash.
func (i *inline) text(key string) (text, message string) {
	var b strings.Builder
	for at := 1; at < len(i.rest); at++ {
		c := i.rest[at]
		if c == i.rest[0] {
			i.rest = i.rest[at+1:]
			if i.rest != "" && i.rest[0] != ' ' && i.rest[0] != '\t' {
				return "", fmt.Sprintf("something stands directly behind the text of `%s`: write a space between them", key)
			}
			return strings.TrimSpace(b.String()), ""
		}
		if c == '\\' && at+1 < len(i.rest) && (i.rest[at+1] == i.rest[0] || i.rest[at+1] == '\\') {
			at++
			c = i.rest[at]
		}
		b.WriteByte(c)
	}
	return "", fmt.Sprintf("the text of `%s` does not end: close its quotes", key)
}

// take takes the values over, and says which are missing or wrong.
func (i *inline) take() string {
	var missing, shown []string
	for _, key := range inlineNeeded {
		if i.fields[key] == "" {
			missing, shown = append(missing, "`"+key+"`"), append(shown, inlineShown[key])
		}
	}
	if len(missing) > 0 {
		return fmt.Sprintf("the waiver has no %s: add `%s`", strings.Join(missing, " and no "), strings.Join(shown, " "))
	}
	for _, key := range inlineKeys {
		if value, written := i.fields[key]; written && value == "" {
			return fmt.Sprintf("`%s` is empty: write a value, or remove it", key)
		}
	}
	until, err := time.Parse(time.DateOnly, i.fields[keyUntil])
	if err != nil {
		return "`until` is no day of the calendar: write it as 2027-01-31"
	}
	i.Until, i.Value = until, i.fields[keyValue]
	i.Reason, i.Owner = secret.EraseWords(i.fields[keyReason]), secret.EraseWords(i.fields[keyOwner])
	i.Ticket, i.ApprovedBy = secret.EraseWords(i.fields[keyTicket]), secret.EraseWords(i.fields[keyApprovedBy])
	return ""
}
