package secret

import (
	"cmp"
	"encoding/base64"
	"regexp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
)

// Mask stands in place of a secret in a text that is shown. It is as wide for a
// short secret as for a long one.
const Mask = "********"

// Erase puts a mask in place of all in a text that looks like a secret, or is one
// by the words beside it: also forms that now and then are none, which Holds
// lacks. All that is shown is erased with it: a mask too many costs less than a
// password. What it returns, it would leave as it is.
func Erase(text string) string {
	return replace(text, Find, func(Span) string { return Mask })
}

// EraseWords erases as Erase does, and each word that looks random as well. It is
// for free text and for what nobody knows the meaning of.
func EraseWords(text string) string {
	return replace(text, FindWords, func(Span) string { return Mask })
}

// Redact erases as EraseWords does, with RedactedCredential for what Holds finds:
// a rule that judges the text finds the same.
func Redact(text string) string {
	return replace(text, FindWords, func(s Span) string {
		if s.Certain {
			return RedactedCredential
		}
		return Mask
	})
}

// Holds says whether a text holds a credential: one whose form or whose words leave
// no doubt. Placeholders and references hold none.
func Holds(text string) bool {
	if strings.Contains(text, RedactedCredential) {
		return true
	}
	return slices.ContainsFunc(FindWords(text), func(s Span) bool { return s.Certain })
}

// Span is where in a text a secret stands, in bytes; End is exclusive.
type Span struct {
	Start, End int
	// Certain says that it is a credential without doubt.
	Certain bool
}

// replace puts something in place of what find finds in a text, until it finds no
// more: what is put there may lay bare the beginning of another secret. A text that
// takes more rounds was made to.
func replace(text string, find func(string) []Span, instead func(Span) string) string {
	const rounds = 8
	for range rounds {
		found := find(text)
		if len(found) == 0 {
			return text
		}
		erased := replaced(text, found, instead)
		for strings.Contains(erased, Mask+Mask) {
			erased = strings.ReplaceAll(erased, Mask+Mask, Mask)
		}
		if erased == text {
			return text
		}
		text = erased
	}
	return RedactedCredential
}

func replaced(text string, found []Span, instead func(Span) string) string {
	var b strings.Builder
	done := 0
	for _, s := range found {
		b.WriteString(text[done:s.Start])
		b.WriteString(instead(s))
		done = s.End
	}
	return b.String() + text[done:]
}

// Find returns where in a text there is what looks like a secret, in order and
// none touching the next.
func Find(text string) []Span { return joined(find(text, nil)) }

// FindWords returns what Find does, and the words that look random.
func FindWords(text string) []Span {
	if IsPlain(text) {
		return nil
	}
	return joined(find(text, findRandom(text, nil)))
}

// IsPlain says whether a text is too short and too plain to hold a secret by its form:
// all that is a key of a gateway, and most that stands under one. Without it a check of
// 10,000 files takes 1.1 times as long.
func IsPlain(text string) bool {
	const anyWord, lowerWord = 16, 24 // shorter than any form
	if len(text) >= lowerWord {
		return false
	}
	for i := range len(text) {
		c := text[i]
		if lower := isLower(c) || c == '_' || c == '.'; !lower && (len(text) >= anyWord || !isLetterOrDigit(c)) {
			return false
		}
	}
	return true
}

// FindForms returns where in a text there is what is a secret by its form, and not
// only by the words beside it: in text of names and values these may be anything.
func FindForms(text string) []Span { return joined(run(formFinders, hintsIn(text), text, nil)) }

// FindOdd returns what FindWords does, and the words that could be a password or a
// key: for comments, which hold what was configuration once.
func FindOdd(text string) []Span {
	found := find(text, findRandom(text, nil))
	for start, end := range wordsIn(text) {
		if IsOdd(text[start:end]) {
			found = append(found, Span{Start: start, End: end})
		}
	}
	return joined(found)
}

// IsOdd says whether a text could be a password or a key: it has letters and digits
// in one run.
func IsOdd(text string) bool { return isMixed(text) || IsKey(text) }

// finder finds one kind of secrets. It is run only on a text that has all of its
// hints.
type finder struct {
	needs hint
	find  func(text string, found []Span) []Span
}

// formFinders find what is a secret by its form, and wordFinders what is one by the
// words before it.
var (
	formFinders = []finder{
		{ofToken, findTokens}, {ofValue, findValues}, {ofAddress | ofLogin, findLogins}, {ofAddress, findPorts}, {ofHeader, findAuthorizations},
	}
	wordFinders = []finder{{ofPair, findAssigned}, {ofFlag, findFlags}}
)

// find adds what a text holds to what was found in it.
func find(text string, found []Span) []Span {
	hints := hintsIn(text)
	return run(wordFinders, hints, text, run(formFinders, hints, text, found))
}

func run(finders []finder, hints hint, text string, found []Span) []Span {
	if hints == 0 {
		return found
	}
	for _, f := range finders {
		if hints&f.needs == f.needs {
			found = f.find(text, found)
		}
	}
	return found
}

// joined puts spans in order and joins those that overlap or touch.
func joined(found []Span) []Span {
	if len(found) < 2 {
		return found
	}
	slices.SortFunc(found, func(a, b Span) int { return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End)) })
	kept := found[:1]
	for _, s := range found[1:] {
		last := &kept[len(kept)-1]
		if s.Start > last.End {
			kept = append(kept, s)
			continue
		}
		last.End, last.Certain = max(last.End, s.End), last.Certain || s.Certain
	}
	return kept
}

// tokens are more forms that providers give their keys: those of GitLab, Hugging
// Face, Groq, xAI, Perplexity, Replicate, npm, PyPI, Docker, Google (OAuth), Stripe,
// SendGrid, NVIDIA, LangSmith, Tavily, Atlassian, Amazon Bedrock, Azure AI and
// Microsoft Entra, hooks of Slack, and tokens in other than three parts. Source: the
// providers' own documentation.
var tokens = regex.Lazy(`\b(?:glpat-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{32,}|xai-[A-Za-z0-9]{32,}|pplx-[A-Za-z0-9]{32,}|r8_[A-Za-z0-9]{32,}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{32,}|dckr_pat_[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}|1//0[A-Za-z0-9_-]{30,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|nvapi-[A-Za-z0-9_-]{32,}|lsv2_(?:pt|sk)_[A-Za-z0-9_]{32,}|tvly-[A-Za-z0-9-]{24,}|ATATT3[A-Za-z0-9_=-]{32,}|ABSK[A-Za-z0-9+/]{40,}=*|[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{27}|hooks\.slack\.com/services/[A-Za-z0-9/_-]+|eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)+)|[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}`)

func findTokens(text string, found []Span) []Span {
	return appendMatches(tokens(), text, found)
}

// findValues finds values; a name such as sk-learn-forecast-v2 is none.
func findValues(text string, found []Span) []Span {
	return appendMatches(values(), text, found)
}

func appendMatches(expression *regexp.Regexp, text string, found []Span) []Span {
	for _, at := range expression.FindAllStringIndex(text, -1) {
		if match := text[at[0]:at[1]]; !isHyphenated(match) {
			found = append(found, Span{at[0], at[1], isVaried(match)})
		}
	}
	return found
}

// login finds what stands before the @ in an address.
var login = regex.Lazy(`([A-Za-z][A-Za-z0-9+.-]*)://([^\s/?#"'<>\\]+)@`)

// findLogins finds user and password of addresses. A user alone is a token
// where HTTP is spoken; in abfss://container@account it is no user at all.
func findLogins(text string, found []Span) []Span {
	return appendGroups(login(), text, found, func(scheme, login string) (is, certain bool) {
		_, password, both := strings.Cut(login, ":")
		switch {
		case isOpen(login):
			return false, false
		case both:
			return true, !isOpen(password) && !isWordForOne(password)
		default:
			return strings.HasPrefix(strings.ToLower(scheme), "http"), IsKey(login)
		}
	})
}

// port finds what stands where an address has its port and is no number, and what
// the parser of addresses says of it.
var port = regex.Lazy(`(?i)(https?://(?:[^\s/?#"'<>\\@:\[\]]+|\[[0-9a-f:.]*\]):|invalid port ":)(\d*[a-z_!~+-][^\s/?#"'<>\\@\[\]{}]*)`)

// findPorts finds passwords that stand where the port belongs: https://host:secret.
func findPorts(text string, found []Span) []Span {
	return appendGroups(port(), text, found, func(_, port string) (is, certain bool) { return true, isMixed(port) })
}

// authorization finds what a header authorizes with.
var authorization = regex.Lazy(`(?i)\b(bearer|basic)[:\s]+([A-Za-z0-9._~+/=-]{8,})`)

// findAuthorizations finds bearer tokens, and users and passwords in base64. Either
// word may begin a sentence as well: what follows has to look the part.
func findAuthorizations(text string, found []Span) []Span {
	return appendGroups(authorization(), text, found, func(way, what string) (is, certain bool) {
		if strings.EqualFold(way, "bearer") {
			return isRandom(what), isMixed(what)
		}
		login, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(what, "="))
		is = err == nil && strings.Contains(string(login), ":")
		return is, is
	})
}

// appendGroups adds what the second group of an expression matches, if that is a
// secret after the first.
func appendGroups(expression *regexp.Regexp, text string, found []Span, secret func(first, second string) (is, certain bool)) []Span {
	for _, at := range expression.FindAllStringSubmatchIndex(text, -1) {
		if is, certain := secret(text[at[2]:at[3]], text[at[4]:at[5]]); is {
			found = append(found, Span{at[4], at[5], certain})
		}
	}
	return found
}

// assignedNames are how a name ends that a text sets to a secret, in lower case.
var assignedNames = []string{
	"password", "passwd", "pwd", "passphrase", "passwort", "kennwort", "secret", "token", "credential", "authorization",
	"apikey", "api key", "api_key", "api-key", "accesskey", "access key", "access_key", "access-key",
	"accountkey", "account key", "account_key", "account-key", "privatekey", "private key", "private_key", "private-key",
}

// findAssigned finds what a text sets a secret to, in a connection string, a
// query of an address, a header or a sentence: AccountKey=…, ?sig=…,
// "password": "…".
func findAssigned(text string, found []Span) []Span {
	end := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '=' && text[i] != ':' || i < end {
			continue
		}
		if name := assigned(text[end:i]); name != "" {
			start, stop := valueAt(text, i+1)
			if value := text[start:stop]; isSet(name, value) {
				found, end = append(found, Span{start, stop, isMixed(value)}), stop
			}
		}
	}
	return found
}

// assigned returns the assigner that a text ends with, behind a quote or some
// space.
func assigned(text string) string {
	const most = 32 // more is no name
	text = strings.ToLower(strings.TrimRight(text[max(0, len(text)-most):], " \t\r\n\"'`\\"))
	for _, name := range assignedNames {
		if strings.HasSuffix(text, name) {
			return name
		}
	}
	if text == "sig" || strings.HasSuffix(text, "?sig") || strings.HasSuffix(text, "&sig") {
		return "sig"
	}
	return ""
}

// valueAt returns where a value begins and ends that follows.
func valueAt(text string, from int) (start, end int) {
	rest := strings.TrimLeft(text[from:], " \t\r\n\"'`\\")
	start = len(text) - len(rest)
	if end := strings.IndexAny(rest, " \t\r\n\"'`&;,(){}[]<>|\\"); end >= 0 {
		return start, start + end
	}
	return start, len(text)
}

// findFlags finds what follows a flag for a secret on a command line: --token x.
func findFlags(text string, found []Span) []Span {
	for at := 0; ; {
		next := strings.Index(text[at:], "--")
		if next < 0 {
			return found
		}
		at += next + len("--")
		end := at
		for end < len(text) && (isLetterOrDigit(text[end]) || text[end] == '-' || text[end] == '_') {
			end++
		}
		if name := assigned(text[at:end]); name != "" && end < len(text) && strings.IndexByte(" \t\r\n", text[end]) >= 0 {
			start, stop := valueAt(text, end)
			if value := text[start:stop]; isSet(name, value) && !strings.HasPrefix(value, "-") {
				found, end = append(found, Span{start, stop, isMixed(value)}), stop
			}
		}
		at = end
	}
}

// isSet says whether a value is a secret after the name of one. Anything is a
// password.
func isSet(name, value string) bool {
	const shortest = 6
	switch {
	case len(value) < shortest || isOpen(value):
		return false
	case isPassword(name):
		return true
	default:
		return isRandom(value)
	}
}

func isPassword(name string) bool {
	for _, word := range []string{"password", "passwd", "pwd", "passphrase", "passwort", "kennwort"} {
		if name == word {
			return true
		}
	}
	return false
}
