package secret

import (
	"encoding/base64"
	"regexp"
	"slices"
	"strings"
)

// Erase puts stars in place of all in a text that looks like a secret, or is one
// by what stands around it: also forms that now and then are none, which is why
// Looks does not know them. A text that others see needs them less than somebody
// needs his password. What comes out, Erase leaves as it is.
func Erase(text string) string {
	if len(text) < shortest {
		return text
	}
	for range rounds {
		erased := text
		for _, e := range erasers {
			erased = e(erased)
		}
		if erased == text {
			return text
		}
		text = erased
	}
	return RedactedCredential
}

const (
	// shortest is how long a text is in which there can be a secret with what tells
	// of it: pwd=secret.
	shortest = 10
	// rounds is how often a text is looked through: stars may lay bare the beginning
	// of another secret. One that takes more was made to.
	rounds = 8
)

var erasers = []func(string) string{eraseTokens, Scrub, eraseLogins, eraseCarried, eraseAssigned}

// tokens are more forms that providers give their keys: those of GitLab, Hugging
// Face, Groq, xAI, Perplexity, Replicate, npm, PyPI, Docker, Google (OAuth), Stripe,
// SendGrid, Amazon Bedrock, Microsoft Entra and Azure AI, hooks of Slack, and
// tokens in more than three parts. Source: the providers' own documentation.
var tokens = regexp.MustCompile(`\b(?:glpat-[A-Za-z0-9_-]{20,}|hf_[A-Za-z0-9]{30,}|gsk_[A-Za-z0-9]{32,}|xai-[A-Za-z0-9]{32,}|pplx-[A-Za-z0-9]{32,}|r8_[A-Za-z0-9]{32,}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{32,}|dckr_pat_[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{20,}|1//0[A-Za-z0-9_-]{30,}|[sr]k_(?:live|test)_[A-Za-z0-9]{16,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|ABSK[A-Za-z0-9+/]{40,}=*|[A-Za-z0-9]{52}JQQJ9[A-Za-z0-9]{27}|hooks\.slack\.com/services/[A-Za-z0-9/_-]+|eyJ[A-Za-z0-9_-]{10,}(?:\.[A-Za-z0-9_-]+)+)|[A-Za-z0-9_~.-]{3}[0-9]Q~[A-Za-z0-9_~.-]{31,34}`)

var marksOfTokens = []string{
	"glpat-", "hf_", "gsk_", "xai-", "pplx-", "r8_", "npm_", "pypi-", "dckr_pat_", "ya29.", "GOCSPX-", "1//0",
	"k_live_", "k_test_", "SG.", "ABSK", "JQQJ9", "hooks.slack.com", "eyJ", "Q~",
}

func eraseTokens(text string) string {
	if !slices.ContainsFunc(marksOfTokens, func(mark string) bool { return strings.Contains(text, mark) }) {
		return text
	}
	return tokens.ReplaceAllStringFunc(text, stars)
}

// login finds what stands before the @ in an address.
var login = regexp.MustCompile(`([A-Za-z][A-Za-z0-9+.-]*)://([^\s/?#"'<>\\]+)@`)

// eraseLogins erases user and password of addresses. A user alone is a token
// where HTTP is spoken; in abfss://container@account it is no user at all.
func eraseLogins(text string) string {
	if !strings.Contains(text, "://") || !strings.Contains(text, "@") {
		return text
	}
	return eraseGroup(login, text, 2, func(groups []string) bool {
		return strings.Contains(groups[2], ":") || strings.HasPrefix(strings.ToLower(groups[1]), "http")
	})
}

// carried finds what a header authorizes with.
var carried = regexp.MustCompile(`(?i)\b(bearer|basic)[:\s]+([A-Za-z0-9._~+/=-]{8,})`)

var marksOfCarried = []string{"earer", "EARER", "asic", "ASIC"}

// eraseCarried erases bearer tokens, and users and passwords in base64. Either
// word may begin a sentence as well: what follows has to look the part.
func eraseCarried(text string) string {
	if !slices.ContainsFunc(marksOfCarried, func(mark string) bool { return strings.Contains(text, mark) }) {
		return text
	}
	return eraseGroup(carried, text, 2, func(groups []string) bool {
		if strings.EqualFold(groups[1], "bearer") {
			return isRandom(groups[2])
		}
		login, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(groups[2], "="))
		return err == nil && strings.Contains(string(login), ":")
	})
}

// assigned finds what a text sets a secret to, in a connection string, a query
// of an address, a header or a sentence: AccountKey=…, ?sig=…, "password": "…".
var assigned = regexp.MustCompile(`(?i)(passw(?:or)?d|pwd|passphrase|secret|token|(?:api|access|account|private)[_ -]?key|credential|\bsig|authorization)\\?["'` + "`" + `]?\s*[=:]\s*\\?["'` + "`" + `]?([^\s"'` + "`" + `&;,(){}\[\]<>|\\]{6,})`)

func eraseAssigned(text string) string {
	if !strings.ContainsAny(text, "=:") {
		return text
	}
	return eraseGroup(assigned, text, 2, func(groups []string) bool {
		return strings.HasPrefix(strings.ToLower(groups[1]), "p") && !strings.HasPrefix(strings.ToLower(groups[1]), "private") ||
			isRandom(groups[2])
	})
}

// column is a name in parts: the column of a table stands where a value may.
var column = regexp.MustCompile(`^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$`)

// isRandom says whether a text could be a secret where one belongs: it is long,
// or is made of letters and digits, or of letters in no order. A word is none.
func isRandom(text string) bool {
	if column.MatchString(text) && len(text) < 40 {
		return false
	}
	var digits, letters, turns int
	lower := false
	for _, r := range text {
		switch {
		case '0' <= r && r <= '9':
			digits++
		case 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z':
			letters++
			if lower && r <= 'Z' {
				turns++
			}
		}
		lower = 'a' <= r && r <= 'z'
	}
	return digits > 0 && letters > 0 || turns > 0 || digits >= ShortestNumber || digits+letters >= 24
}

// eraseGroup puts stars in place of a group of an expression wherever that
// matches and is secret. What is stars already is none.
func eraseGroup(expression *regexp.Regexp, text string, group int, secret func(groups []string) bool) string {
	var b strings.Builder
	done := 0
	for _, at := range expression.FindAllStringSubmatchIndex(text, -1) {
		groups := make([]string, 0, len(at)/2)
		for i := 0; i < len(at); i += 2 {
			groups = append(groups, text[at[i]:at[i+1]])
		}
		if strings.Trim(groups[group], "*") == "" || !secret(groups) {
			continue
		}
		b.WriteString(text[done:at[2*group]])
		b.WriteString(stars(groups[group]))
		done = at[2*group+1]
	}
	return b.String() + text[done:]
}
