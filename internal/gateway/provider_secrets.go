package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

const inlineKeys = "provider.inline_keys"

// secretReader reads where a provider service holds credentials.
type secretReader struct{ serviceReader }

// inlineKeys reads where a provider service holds a credential itself, which is yet to be
// filled in.
func (s secretReader) inlineKeys(config part) []string {
	found := []string{}
	for _, name := range providers {
		block := s.through(config, name, inlineKeys)
		s.inlineBelow(s.through(block, "direct", inlineKeys), []string{"config", name, "direct"}, &found)
	}
	return found
}

// inlineBelow adds those that stand below a block.
func (s secretReader) inlineBelow(block part, at []string, found *[]string) {
	for _, e := range entries(block.node) {
		below, way := s.key(block, e.Key), append(slices.Clone(at), e.Key)
		switch {
		case !secret.IsProviderSlot(e.Key):
			s.inlineBelow(below, way, found)
		case below.node.Kind == source.String:
			s.inline(below, way, found)
		case below.node.Kind == source.Map:
			s.inline(s.key(below, "plaintext"), append(way, "plaintext"), found)
		}
	}
}

// inline adds a credential that a text is to become: a template fills it in, or it is
// taken for a reference. One that stands there is GW007's to report, and an object that a
// template fills in may become a reference.
func (s secretReader) inline(at part, way []string, found *[]string) {
	text := plain(at.node)
	if text == "" || text == secret.Redacted || secret.IsLiteral(text) {
		return
	}
	if way[len(way)-1] != "plaintext" && !secret.IsReference(text) {
		if unresolved(at.node) {
			s.addUnseen(Unseen{Facet: inlineKeys, Reason: notResolved(at.node), Partial: true, node: at.node})
			s.open(at)
		}
		return
	}
	s.in(len(*found)).written(inlineKeys, at)
	*found = append(*found, dotted(way))
}

func entries(n *source.Node) []source.Entry {
	if n == nil {
		return nil
	}
	return n.Entries()
}

// secretsUnseen marks what no answer shows: a provider service that holds a
// credential of its own got it in plain text from somewhere. One that refers to a
// service credential, or passes on the caller's token, holds none.
func (s secretReader) secretsUnseen(config *source.Node) {
	switch s.subject.Form {
	case FormCreate, FormBundle, FormTerraform:
		return
	case FormUpdate:
		if !hasAny(config, providers...) {
			s.secretsHidden(reasonPatch)
		}
		return
	}
	for _, name := range providers {
		block := config.Get(name)
		if hasAny(block, "relayed") || hasAny(block.Get("direct"), "service_credential") {
			return
		}
	}
	s.secretsHidden(reasonKey)
}

func (s secretReader) secretsHidden(reason string) {
	for _, facet := range []string{"text.credentials", inlineKeys} {
		s.addUnseen(Unseen{Facet: facet, Reason: reason, Partial: true})
	}
}

// namesSecret says whether an unknown key below a credential of a provider service refers to
// a secret of Unity Catalog. The platform takes such a reference, and no documentation
// has its key.
func (v validator) namesSecret(violation schema.Violation) bool {
	at := violation.Pointer
	if v.subject.is.kind != ProviderService || violation.Kind != schema.UnknownKey || len(at) < 2 ||
		!secret.IsProviderSlot(at[len(at)-2]) || schema.Misspelt(violation.Key, []string{"plaintext"}) != "" {
		return false
	}
	n, _ := follow(v.subject.node, at)
	return n != nil && (isSecretName(n) || isSecretName(n.Get("name")))
}

func isSecretName(n *source.Node) bool {
	name := plain(n)
	return secret.NamesSecret(name) || strings.HasPrefix(name, "secrets/") && secret.Interpolation(name) != ""
}
