package gateway

import (
	"bytes"

	"github.com/gwlint/gwlint/internal/secret"
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

// walk visits a node; named says that it is below a key that is named as a
// secret, whether anybody knows that key or not.
func (h hider) walk(n *source.Node, named bool) {
	if n == nil {
		return
	}
	if h.hides(n, named) {
		h.text.Mask(n.Range)
	}
	for _, item := range n.Items {
		h.walk(item, named)
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if h.escapes && secret.Looks(e.Key) {
			h.text.Mask(e.KeyRange)
		}
		h.walk(e.Value, named || secret.Named(e.Key))
	}
}

func (h hider) hides(n *source.Node, named bool) bool {
	switch n.Kind {
	case source.String:
		return named && !secret.IsReference(n.Text) || h.escapes && secret.Looks(n.Text)
	case source.Number:
		return named && len(n.Text) >= secret.ShortestNumber
	default:
		return false
	}
}
