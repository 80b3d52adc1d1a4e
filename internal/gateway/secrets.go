package gateway

import (
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Scrub puts masks in place of what looks like a secret: see secret.Erase. Messages,
// pointers and names are made of keys and values, and a secret may stand anywhere.
func Scrub(text string) string { return secret.Erase(text) }

// credentialsUnseen marks what an answer of the platform cannot show: GET
// returns a reference, never a plaintext credential, and lists leave out
// environment variables. An entity whose reference is shown has no plaintext
// beside it.
func credentialsUnseen(s *Subject) {
	if !s.isAnswer() {
		return
	}
	partly := func(reason string) {
		s.unseen = append(s.unseen, Unseen{Facet: "text.credentials", Reason: reason, Partial: true})
	}
	for _, entity := range entities(s.config()) {
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
	for _, e := range n.Entries() {
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

// credentials finds the credentials of a subject.
type credentials struct{ textReader }

// list finds the credential that an element of a list is: by its own form, or as what
// follows the flag of a command line.
func (c credentials) list(n *source.Node, at way) {
	for i, item := range n.Items() {
		if item.Kind != source.String {
			continue
		}
		if flag := flagBefore(n, i); secret.Holds(item.Text) || flag != "" && secret.Suits(flag, item.Text) {
			c.add(item, append(at, step{index: i}), secret.Plaintext)
		}
	}
}

// entry finds the credentials that an entry of a map is, holds or is named by. Where
// it says that there is one, nothing below is looked at: a field for a credential
// that holds a list or a map holds one credential.
func (c credentials) entry(e *source.Entry, in *source.Node, at way) bool {
	if secret.Holds(e.Key) {
		c.found("credentials", textOf(e.Value), e.KeyRange(), at.pointer())
		c.subject.Text.Credentials = append(c.subject.Text.Credentials, Credential{Key: dotted(at[:len(at)-1].pointer()), Form: "key"})
	}
	if e.Value.Kind == source.String && c.wrongReference(e.Value, at) {
		return true
	}
	form := formOfEntry(e, in, at)
	if form == "" {
		c.open(e, at)
		return false
	}
	c.add(e.Value, at, form)
	return true
}

// open marks a field for a credential of a bundle or of Terraform whose value is not known:
// what gives it may hold the credential itself, or name one.
func (c credentials) open(e *source.Entry, at way) {
	n := e.Value
	if c.subject.Form != FormBundle && !c.subject.isTerraform() || n.Kind != source.String || !unresolved(n) ||
		secret.IsReference(n.Text) || secret.IsOpenReference(n.Text) {
		return
	}
	switch secret.Field(at.key(0), at.key(1)) {
	case "":
		return
	case secret.Environment:
		if !secret.IsLikelyName(e.Key) {
			return
		}
	}
	reader{subject: c.subject}.addUnseen(Unseen{
		Facet: "text.credentials", Reason: notResolved(n), Partial: true, pointer: source.Pointer(at.pointer()),
	})
}

// formOfEntry says in which form the value of an entry is a credential, "" when it is
// none.
func formOfEntry(e *source.Entry, in *source.Node, at way) string {
	is := false
	switch n := e.Value; n.Kind {
	case source.String:
		form := credentialForm(n.Text, at)
		if form == "" && e.Key == "value" && secret.Suits(labelOf(in), n.Text) {
			form = secret.Plaintext
		}
		return form
	case source.Number:
		is = secret.IsNumber(len(n.Text), at.key(0), at.key(1))
	case source.List, source.Map:
		is = secret.IsSlot(at.key(0), at.key(1), n.Kind == source.List) && holdsLiteral(n)
	case source.Null, source.Bool:
	}
	if !is {
		return ""
	}
	return secret.Field(at.key(0), at.key(1))
}

// add adds a credential, unless the platform answers with it twice.
func (c credentials) add(n *source.Node, at way, form string) {
	if c.repeatedByPlatform(at) {
		return
	}
	pointer := at.pointer()
	c.found("credentials", textOf(n), n.Range(), pointer)
	c.subject.Text.Credentials = append(c.subject.Text.Credentials, Credential{Key: dotted(pointer), Form: form})
}

// credentialForm says in which form a text is a credential where it stands, ""
// when it is none: a reference, an interpolation or a placeholder is none.
func credentialForm(text string, at way) string {
	return secret.Form(text, at.key(0), at.key(1))
}

// holdsLiteral says whether a list or a map in a field for a credential holds any
// text or number that is one.
func holdsLiteral(n *source.Node) bool {
	for _, item := range n.Items() {
		if holdsLiteral(item) {
			return true
		}
	}
	for i := range n.Entries() {
		if holdsLiteral(n.Entries()[i].Value) {
			return true
		}
	}
	return n.Kind == source.Number || n.Kind == source.String && secret.IsLiteral(n.Text)
}

// labelOf returns what a pair is called: {"key": "team", "value": "search"}.
func labelOf(n *source.Node) string {
	if n.Get("value") == nil {
		return ""
	}
	for _, key := range []string{"name", "key"} {
		if label := n.Get(key); label != nil && label.Kind == source.String {
			return label.Text
		}
	}
	return ""
}
