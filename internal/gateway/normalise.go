// Package gateway knows what a Databricks AI gateway looks like in each dialect
// it is written in, and turns them all into one model for the rules. It knows
// what was written, what was left out and what could not be seen, and refuses
// to know what a rule makes of it.
package gateway

import (
	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Normalise returns the gateways of a document in the order they are written,
// none when it holds no gateway configuration, or is a state file's, which
// FromState reads. kind forces what the document is read as. Secrets are masked
// in the document's text, wherever they stand.
//
// An error means that gwlint's own schema of the API is broken.
func Normalise(doc *source.Document, kind Kind) ([]*Subject, error) {
	hideSecrets(doc)
	if kind == Auto && isState(doc) {
		return nil, nil
	}
	candidates := recognise(doc.Root, kind)
	subjects := make([]*Subject, 0, len(candidates))
	for _, c := range candidates {
		s, err := normalise(doc, c)
		if err != nil {
			return nil, err
		}
		subjects = append(subjects, s)
	}
	return subjects, nil
}

func normalise(doc *source.Document, c candidate) (*Subject, error) {
	if c.service != nil {
		return normaliseService(doc, c)
	}
	s := blank(Endpoint, doc, c)
	s.places.written = endpointKeys
	r := reader{s}
	if c.form == FormPut {
		r.putBody(c.node)
	} else {
		r.endpoint(c.node)
	}
	s.InferenceTable.Table = payloadTable(s)
	r.unseen("evidence", NotInFiles)
	r.derived()
	return s, r.judgeText()
}

// putBody reads what a put-ai-gateway body holds: the gateway alone.
func (r reader) putBody(n *source.Node) {
	r.subject.Hosting = "unknown"
	for _, facet := range []string{"destinations", "routes"} {
		r.unseen(facet, reasonPut)
	}
	r.gateway(n)
}

func (r reader) endpoint(n *source.Node) {
	s := r.subject
	s.Name = plain(n.Get("name"))
	config := r.config(n)
	s.Task = task(n, config)
	if s.Form == FormList {
		r.unseen("routes", reasonList)
		r.unseen("destinations.share", reasonList)
		r.unseen("destinations.standby", reasonList)
		s.marks = append(s.marks, Mark{Facet: "legacy", Reason: reasonList, Partly: true})
	}
	r.destinations(config)
	r.routes(config)
	r.legacy(n, config)
	s.Hosting = hosting(n, config)
	if pending := n.Get("pending_config"); config == nil && s.Form == FormGet && pending != nil && pending.Kind == source.Map {
		r.deploying(n, pending)
	}
	s.Provided = provided(n, s)
	r.declared(n)
}

// config returns the config block. Where a template fills it in, nothing that it
// would hold is seen.
func (r reader) config(n *source.Node) *source.Node {
	if v := n.Get("config"); v != nil && unresolved(v) {
		for _, facet := range []string{"destinations", "routes", "legacy"} {
			r.pending(facet, v)
		}
		r.mark(Mark{Facet: "text.credentials", Reason: Scrub("'" + secret.Interpolation(v.Text) + "' is not resolved"), Partly: true, node: v})
		return nil
	}
	return r.object(n, "config", "destinations")
}

// deploying is of an endpoint that shows nothing yet but the configuration that it
// is to have: that is not in force, and may still fail.
func (r reader) deploying(n, pending *source.Node) {
	r.subject.Hosting = hosting(n, pending)
	for _, facet := range []string{"destinations", "routes", "legacy"} {
		r.unseen(facet, reasonNew)
	}
}

// declared reads the gateway if there is one, and else says whether that is
// certain.
func (r reader) declared(n *source.Node) {
	written := n.Get("ai_gateway")
	gateway := r.object(n, "ai_gateway", "ai_gateway")
	switch {
	case gateway != nil:
		r.gateway(gateway)
	case written != nil && unresolved(written):
		r.gatewayUnseen("'" + secret.Interpolation(written.Text) + "' is not resolved")
	case r.subject.Form == FormList:
		r.gatewayUnseen(reasonList)
	default:
		r.subject.Declared = false
		r.gateway(nil)
	}
}

func (r reader) gatewayUnseen(reason string) {
	r.gateway(nil)
	r.unseen("declared", reason)
	for _, facet := range facets {
		r.unseen(facet, reason)
	}
}

// plain returns a string's text, "" for anything else.
func plain(n *source.Node) string {
	if n == nil || n.Kind != source.String {
		return ""
	}
	return n.Text
}
