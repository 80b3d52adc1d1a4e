package workspace

import (
	"net/url"
	"slices"
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/secret"
)

// variable returns what is left of a variable of an app: the name of an endpoint
// or service, or an address of one.
func (r redactor) variable(text, name string) string {
	harmless := secret.Erase(text) == text
	if harmless && r.known(text) {
		return text
	}
	if address, ok := r.address(text); ok {
		return address
	}
	if !harmless || secret.Named(name) {
		return secret.RedactedCredential
	}
	return secret.Redacted
}

// address returns an address at which an endpoint or a service is called,
// without what else it may carry: a user, a query, a fragment.
func (r redactor) address(text string) (string, bool) {
	u, err := url.Parse(text)
	if err != nil || u.Opaque != "" || u.Scheme != "" && u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	bare := (&url.URL{Scheme: u.Scheme, Host: u.Host, Path: u.Path, RawPath: u.RawPath}).String()
	again, err := url.Parse(bare)
	if err != nil || again.Path != u.Path || again.String() != bare || secret.Erase(bare) != bare {
		return "", false
	}
	return bare, r.leads(strings.Split(u.Path, "/"))
}

// leads says whether a path is one of a gateway: /serving-endpoints/chat/
// invocations of an endpoint that is known, or one below /ai-gateway/. None of
// its parts may look as if it were a key.
func (r redactor) leads(path []string) bool {
	if slices.ContainsFunc(path, isKey) {
		return false
	}
	for i, part := range path[:len(path)-1] {
		next := path[i+1]
		if part == "serving-endpoints" && r.known(next) || part == "ai-gateway" && next != "" {
			return true
		}
	}
	return false
}

// isKey says whether a part of a path is made of letters and digits in one long
// run, which no name is.
func isKey(part string) bool {
	const long = 20
	for _, run := range strings.FieldsFunc(part, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if len(run) >= long && strings.ContainsFunc(run, unicode.IsDigit) && strings.ContainsFunc(run, unicode.IsLetter) {
			return true
		}
	}
	return false
}
