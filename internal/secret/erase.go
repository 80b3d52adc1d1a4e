package secret

import (
	"encoding/base64"
	"regexp"
	"strings"
)

// Erase puts stars in place of all in a text that looks like a secret, or is one
// by the words beside it: also forms that now and then are none, which is why
// values lacks them. Snapshots are erased with it: they are shown to others,
// and a star too many costs less than a password. What it returns, it would leave
// as it is.
func Erase(text string) string {
	for range rounds {
		erased := erase(text)
		if erased == text {
			return text
		}
		text = erased
	}
	return RedactedCredential
}

// rounds is how often a text is looked through: stars may lay bare the beginning
// of another secret. One that takes more was made to.
const rounds = 8

// erase looks a text through once. Each eraser is run only on a text that has
// all of its hints.
func erase(text string) string {
	found := hintsIn(text)
	if found == 0 {
		return text
	}
	for _, eraser := range []struct {
		needs hint
		erase func(string) string
	}{
		{ofToken, func(text string) string { return tokens().ReplaceAllStringFunc(text, stars) }},
		{ofValue, Scrub},
		{ofAddress | ofLogin, eraseLogins},
		{ofHeader, eraseAuthorizations},
		{ofPair, eraseAssigned},
	} {
		if found&eraser.needs == eraser.needs {
			text = eraser.erase(text)
		}
	}
	return text
}

// tokens are more forms that providers give their keys: those of GitLab, Hugging
// Face, Groq, xAI, Perplexity, Replicate, npm, PyPI, Docker, Google (OAuth), Stripe,
// SendGrid, Amazon Bedrock, Azure AI and Microsoft Entra, hooks of Slack, and
// tokens in other than three parts. Source: the providers' own documentation.
var tokens = pattern(`\b(?:glpat-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{32,}|xai-[A-Za-z0-9]{32,}|pplx-[A-Za-z0-9]{32,}|r8_[A-Za-z0-9]{32,}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{32,}|dckr_pat_[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}|1//0[A-Za-z0-9_-]{30,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|ABSK[A-Za-z0-9+/]{40,}=*|[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{27}|hooks\.slack\.com/services/[A-Za-z0-9/_-]+|eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)+)|[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}`)

// login finds what stands before the @ in an address.
var login = pattern(`([A-Za-z][A-Za-z0-9+.-]*)://([^\s/?#"'<>\\]+)@`)

// eraseLogins erases user and password of addresses. A user alone is a token
// where HTTP is spoken; in abfss://container@account it is no user at all.
func eraseLogins(text string) string {
	return eraseGroup(login(), text, func(scheme, login string) bool {
		return strings.Contains(login, ":") || strings.HasPrefix(strings.ToLower(scheme), "http")
	})
}

// authorization finds what a header authorizes with.
var authorization = pattern(`(?i)\b(bearer|basic)[:\s]+([A-Za-z0-9._~+/=-]{8,})`)

// eraseAuthorizations erases bearer tokens, and users and passwords in base64. Either
// word may begin a sentence as well: what follows has to look the part.
func eraseAuthorizations(text string) string {
	return eraseGroup(authorization(), text, func(way, what string) bool {
		if strings.EqualFold(way, "bearer") {
			return isRandom(what)
		}
		login, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(what, "="))
		return err == nil && strings.Contains(string(login), ":")
	})
}

// eraseGroup puts stars in place of what the second group of an expression
// matches, if that is secret after the first. What is stars already is none.
func eraseGroup(expression *regexp.Regexp, text string, secret func(first, second string) bool) string {
	var found [][2]int
	for _, at := range expression.FindAllStringSubmatchIndex(text, -1) {
		if secret(text[at[2]:at[3]], text[at[4]:at[5]]) {
			found = append(found, [2]int{at[4], at[5]})
		}
	}
	return starred(text, found)
}

// starred puts stars in place of parts of a text.
func starred(text string, parts [][2]int) string {
	var b strings.Builder
	done := 0
	for _, at := range parts {
		b.WriteString(text[done:at[0]])
		b.WriteString(stars(text[at[0]:at[1]]))
		done = at[1]
	}
	return b.String() + text[done:]
}

// assignedNames are how a name ends that a text sets to a secret, in lower case.
var assignedNames = []string{
	"password", "passwd", "pwd", "passphrase", "secret", "token", "credential", "authorization",
	"apikey", "api key", "api_key", "api-key", "accesskey", "access key", "access_key", "access-key",
	"accountkey", "account key", "account_key", "privatekey", "private key", "private_key",
}

// eraseAssigned erases what a text sets a secret to, in a connection string, a
// query of an address, a header or a sentence: AccountKey=…, ?sig=…,
// "password": "…".
func eraseAssigned(text string) string {
	var found [][2]int
	end := 0
	for i := 0; i < len(text); i++ {
		if text[i] != '=' && text[i] != ':' || i < end {
			continue
		}
		if name := assigned(text[end:i]); name != "" {
			start, stop := valueAt(text, i+1)
			if isSet(name, text[start:stop]) {
				found, end = append(found, [2]int{start, stop}), stop
			}
		}
	}
	return starred(text, found)
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

// isSet says whether a value is a secret after the name of one. Anything is a
// password.
func isSet(name, value string) bool {
	const shortest = 6
	switch {
	case len(value) < shortest:
		return false
	case name == "password" || name == "passwd" || name == "pwd" || name == "passphrase":
		return true
	default:
		return isRandom(value)
	}
}

// column is a name in parts: the column of a table stands where a value may.
var column = pattern(`^[A-Za-z_]\w{0,30}(?:\.[A-Za-z_]\w{0,30}){1,3}$`)

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

func isDigit(c byte) bool { return '0' <= c && c <= '9' }
func isLower(c byte) bool { return 'a' <= c && c <= 'z' }
func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
