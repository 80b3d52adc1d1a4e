package gateway

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
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
	// An escape may stand for any letter of a secret. A file may hold thousands of
	// documents, so each looks at no more than its own.
	written := text.Bytes[doc.Root.Range.Start:doc.Root.Range.End]
	escapes := bytes.Contains(written, []byte(`\u`)) || bytes.Contains(written, []byte(`\x`))
	hider{text: text, escapes: escapes}.walk(doc.Root, false)
}

// hider masks texts by where they stand.
type hider struct {
	text    *source.Text
	escapes bool
}

// walk visits a node; secret says that it is below a key that is named as a
// secret, whether anybody knows that key or not.
func (h hider) walk(n *source.Node, secret bool) {
	if n == nil {
		return
	}
	if h.hides(n, secret) {
		h.text.Mask(n.Range)
	}
	for _, item := range n.Items {
		h.walk(item, secret)
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if h.escapes && looksSecret(e.Key) {
			h.text.Mask(e.KeyRange)
		}
		h.walk(e.Value, secret || namesSecret(e.Key))
	}
}

func (h hider) hides(n *source.Node, secret bool) bool {
	switch n.Kind {
	case source.String:
		return secret && !isReference(n.Text) || h.escapes && looksSecret(n.Text)
	case source.Number:
		return secret && len(n.Text) >= shortestNumber
	default:
		return false
	}
}

// shortestNumber is how many digits a number has that could be a secret: an
// amount of tokens has fewer.
const shortestNumber = 8

// namesSecret says whether a key is named as a secret. Keys are few and come
// again in every file, so the answers are remembered.
func namesSecret(key string) bool {
	if secret, ok := namedSecrets.Load(key); ok {
		return secret == true
	}
	secret := isSecretName(snake(key)) || slices.ContainsFunc(moreSecretNames, func(word string) bool {
		return strings.HasSuffix(strings.ToLower(key), word)
	})
	if namedCount.Add(1) <= rememberedShapes {
		namedSecrets.Store(strings.Clone(key), secret)
	}
	return secret
}

var (
	namedSecrets sync.Map // key → bool
	namedCount   atomic.Int64
)

// moreSecretNames are how names end that are no environment variable's.
var moreSecretNames = []string{"plaintext", "authorization", "passphrase", "api_keys", "apikeys", "access_keys", "private_keys", "secrets", "passwords"}

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
