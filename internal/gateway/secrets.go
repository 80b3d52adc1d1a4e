package gateway

import (
	"bytes"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// credentialForm says in which form a text is a credential where it stands, ""
// when it is none: a reference, an interpolation or a placeholder is none.
func credentialForm(text string, at way) string {
	return secret.Form(text, at.key(0), at.key(1))
}

// Scrub puts stars in place of what looks like a secret: see secret.Scrub.
func Scrub(text string) string { return secret.Scrub(text) }

// maskSecrets masks what looks like a secret anywhere in a text, under a key
// that is not known or in a part that holds no gateway, and what a comment sets
// a secret's name to: it was configuration once.
func maskSecrets(text *source.Text) {
	for _, at := range secret.Find(text.Bytes) {
		text.Mask(source.Range{Start: at[0], End: at[1]})
	}
	if bytes.IndexByte(text.Bytes, '#') < 0 && !bytes.Contains(text.Bytes, []byte("//")) && !bytes.Contains(text.Bytes, []byte("/*")) {
		return
	}
	for at := range commentedValues(text.Bytes) {
		if value := text.Bytes[at.Start:at.End]; !bytes.HasPrefix(bytes.TrimLeft(value, `"'`), []byte("{{")) {
			text.Mask(at)
		}
	}
}

// credentialsUnseen marks what an answer of the platform cannot show: GET
// returns a reference, never a plaintext credential, and lists leave out
// environment variables. An entity whose reference is shown has no plaintext
// beside it.
func credentialsUnseen(s *Subject) {
	if s.Form != FormGet && s.Form != FormList {
		return
	}
	partly := func(reason string) {
		s.unseen = append(s.unseen, Unseen{Facet: "text.credentials", Reason: reason, Partial: true})
	}
	for _, entity := range entities(s.node.Get("config")) {
		model := entity.Get("external_model")
		switch {
		case model != nil && !showsReference(model):
			partly(reasonKey)
			return
		case model == nil && s.Form == FormList && s.Hosting != foundation && s.Hosting != provisioned:
			partly(reasonList)
			return
		}
	}
}

// showsReference says whether an external model shows how it authenticates: by
// a reference, or by something that needs no secret.
func showsReference(n *source.Node) bool {
	for _, e := range n.Entries {
		switch {
		case e.Value.Kind == source.Map && showsReference(e.Value):
			return true
		case e.Value.Kind == source.String && secret.IsReference(e.Value.Text):
			return true
		case e.Key == "instance_profile_arn" || e.Key == "uc_service_credential_name":
			return true
		}
	}
	return false
}

// hideSecrets masks every secret in a document's text, also in parts that hold
// no gateway: they may be shown next to one.
func hideSecrets(doc *source.Document) {
	text := doc.Text
	if doc.Index == 0 {
		maskSecrets(text)
	}
	// An escape may stand for any letter of a secret. A file may hold thousands of
	// documents, so each looks at no more than its own.
	written := doc.TextOf(doc.Root).Bytes[doc.Root.Range.Start:doc.Root.Range.End]
	escapes := doc.Root.Origin != nil || bytes.Contains(written, []byte(`\u`)) || bytes.Contains(written, []byte(`\x`))
	hider{doc: doc, escapes: escapes}.walk(doc.Root, false)
}

// hider masks texts by where they stand.
type hider struct {
	doc     *source.Document
	escapes bool
}

// walk visits a node; named says that it is below a key that is named as a
// secret, whether anybody knows that key or not.
func (h hider) walk(n *source.Node, named bool) {
	if n == nil {
		return
	}
	if h.hides(n, named) {
		h.doc.TextOf(n).Mask(n.Range)
	}
	for _, item := range n.Items {
		h.walk(item, named)
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		if h.escapes && secret.In(e.Key) {
			h.doc.TextOf(e.Value).Mask(e.KeyRange)
		}
		h.walk(e.Value, named || secret.IsName(e.Key))
	}
}

func (h hider) hides(n *source.Node, named bool) bool {
	switch n.Kind {
	case source.String:
		return named && !secret.IsReference(n.Text) || h.escapes && secret.In(n.Text)
	case source.Number:
		return named && len(n.Text) >= secret.ShortestNumber
	default:
		return false
	}
}
