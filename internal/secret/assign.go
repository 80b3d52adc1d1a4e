package secret

import "strings"

// assigners are how a name ends that a text sets to a secret, in lower case.
var assigners = []string{
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
	for _, name := range assigners {
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
	random := digits > 0 && letters > 0 || digits >= ShortestNumber || letters >= 24 || turns(text)
	return random && !column().MatchString(text)
}

// turns says whether an upper-case letter follows one in lower case.
func turns(text string) bool {
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
