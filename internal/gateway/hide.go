package gateway

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"github.com/gwlint/gwlint/internal/source"
)

// hideSecrets masks every secret in a document's text, also in parts that hold
// no gateway: they may be shown next to one.
func hideSecrets(doc *source.Document) {
	text := doc.Text
	if doc.Index == 0 {
		maskSecrets(text)
	}
	// An escape may stand for any letter of a secret.
	escapes := bytes.Contains(text.Bytes, []byte(`\u`)) || bytes.Contains(text.Bytes, []byte(`\x`))
	hider{text: text, known: map[string]bool{}, escapes: escapes}.walk(doc.Root, false)
}

// hider masks texts by where they stand. It remembers which keys are named as a
// secret: a file has many nodes and few keys.
type hider struct {
	text    *source.Text
	known   map[string]bool
	escapes bool
}

// walk visits a node; secret says that it is below a key that is named as a
// secret, whether anybody knows that key or not.
func (h hider) walk(n *source.Node, secret bool) {
	if n == nil {
		return
	}
	switch n.Kind {
	case source.String:
		if secret && !isReference(n.Text) || h.escapes && looksSecret(n.Text) {
			h.text.Mask(n.Range)
		}
	case source.Number:
		if secret && len(n.Text) >= shortestNumber {
			h.text.Mask(n.Range)
		}
	case source.List:
		for _, item := range n.Items {
			h.walk(item, secret)
		}
	case source.Map:
		for i := range n.Entries {
			e := &n.Entries[i]
			if h.escapes && looksSecret(e.Key) {
				h.text.Mask(e.KeyRange)
			}
			h.walk(e.Value, secret || h.names(e.Key))
		}
	case source.Null, source.Bool:
	}
}

// shortestNumber is how many digits a number has that could be a secret: an
// amount of tokens has fewer.
const shortestNumber = 8

func (h hider) names(key string) bool {
	secret, known := h.known[key]
	if !known {
		secret = isSecretName(snake(key)) || slices.ContainsFunc(moreSecretNames, func(word string) bool {
			return strings.HasSuffix(strings.ToLower(key), word)
		})
		h.known[key] = secret
	}
	return secret
}

// moreSecretNames are how names end that are no environment variable's.
var moreSecretNames = []string{"_plaintext", "authorization", "passphrase", "api_keys", "apikeys", "access_keys", "private_keys", "secrets", "passwords"}

// snake writes clientSecret as client_Secret.
func snake(name string) string {
	var b strings.Builder
	lower := false
	for _, r := range name {
		if lower && unicode.IsUpper(r) {
			b.WriteByte('_')
		}
		lower = unicode.IsLower(r) || unicode.IsDigit(r)
		b.WriteRune(r)
	}
	return b.String()
}
