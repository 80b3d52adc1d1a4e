package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// FilledIn says whether nothing of a text is yet to be filled in: no reference, no
// expression of a template, no placeholder.
func FilledIn(text string) bool { return secret.Interpolation(text) == "" }

// interpolatedKey says whether a key is yet to be filled in. Of those that look like it,
// `$schema` is a key of other tools, and `<key>` was left by a person, whom no template
// will help.
func interpolatedKey(key string) bool {
	found := secret.Interpolation(key)
	if found == "" || found[0] == '<' && !strings.HasPrefix(found, "<%") {
		return false
	}
	return found[0] != '$' || found != strings.ToLower(found) || strings.ContainsAny(found, "{([")
}

// openKey returns why nobody knows which keys a map has: one of them is yet to be filled
// in. It returns "" where all are known.
func openKey(n *source.Node) string {
	if n == nil {
		return ""
	}
	for i := range n.Entries() {
		if key := n.Entries()[i].Key; interpolatedKey(key) {
			return Scrub("the key `" + key + "` is not resolved")
		}
	}
	return ""
}
