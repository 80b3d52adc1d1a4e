// Package gateway knows what a Databricks AI gateway looks like in each dialect
// it is written in, and turns them all into one model for the rules. It knows
// what was written, what was left out and what could not be seen, and refuses
// to know what a rule makes of it.
package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Normalise returns the gateways of a document in the order they are written,
// none when it holds no gateway configuration. kind forces what the document is
// read as. Secrets are masked in the document's text, wherever they stand.
//
// An error means that gwlint's own schema of the API is broken.
func Normalise(doc *source.Document, kind Kind) ([]*Subject, error) {
	hideSecrets(doc)
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
	s := &Subject{
		ID:   doc.Text.File + "#" + itoa(doc.Index) + source.Pointer(c.base),
		Kind: string(Endpoint), Form: c.form, Declared: true,
		Traffic:    Traffic{Shares: []int64{}},
		RateLimits: []RateLimit{}, Destinations: []Destination{}, Routes: []Route{},
		doc: doc, node: c.node, places: places{base: c.base},
	}
	r := reader{s}
	if c.form == FormPut {
		r.putBody(c.node)
	} else {
		r.endpoint(c.node)
	}
	s.InferenceTable.Table = payloadTable(s)
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
	config := r.object(n, "config", "config")
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
	s.Provided = provided(n, s)
	r.declared(n)
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
		r.gatewayUnseen("'" + interpolation(written.Text) + "' is not resolved")
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

// facets are the parts of a gateway configuration in the model.
var facets = []string{"usage_tracking", "inference_table", "rate_limits", "guardrails", "fallback"}

// sections are the keys the facets are written under, in the same order.
var sections = []string{"usage_tracking_config", "inference_table_config", "rate_limits", "guardrails", "fallback_config"}

// gateway reads the ai_gateway block, or a put body; nil reads as everything
// left out.
func (r reader) gateway(n *source.Node) {
	s := r.subject
	written := make([]bool, len(sections))
	for i, section := range sections {
		v := n.Get(section)
		written[i] = v != nil && v.Kind != source.Null
		if !written[i] && s.Form == FormList {
			r.unseen(facets[i], reasonList)
		}
	}
	s.Sections = Sections{written[0], written[1], written[2], written[3], written[4]}
	s.UsageTracking.Enabled = r.bool(r.object(n, "usage_tracking_config", "usage_tracking"), "enabled", "usage_tracking.enabled")
	s.Fallback.Enabled = r.bool(r.object(n, "fallback_config", "fallback"), "enabled", "fallback.enabled")
	r.inferenceTable(r.object(n, "inference_table_config", "inference_table"))
	r.rateLimits(n)
	guardrails := r.object(n, "guardrails", "guardrails")
	s.Guardrails.Input = r.guardrail(r.object(guardrails, "input", "guardrails.input"), "guardrails.input")
	s.Guardrails.Output = r.guardrail(r.object(guardrails, "output", "guardrails.output"), "guardrails.output")
}

func (r reader) inferenceTable(n *source.Node) {
	prefix := n.Get("table_name_prefix")
	if prefix != nil && unresolved(prefix) && endsOpen(prefix.Text) {
		r.pending("inference_table.prefix_written", prefix)
	}
	r.subject.InferenceTable = InferenceTable{
		Written: plain(prefix),
		Enabled: r.bool(n, "enabled", "inference_table.enabled"),
		Catalog: r.text(n, "catalog_name", "inference_table.catalog"),
		Schema:  r.text(n, "schema_name", "inference_table.schema"),
		Prefix:  r.text(n, "table_name_prefix", "inference_table.prefix"),
	}
}

func (r reader) guardrail(n *source.Node, facet string) Guardrail {
	pii := oneOf(r.text(r.object(n, "pii", facet+".pii"), "behavior", facet+".pii"), "BLOCK", "MASK")
	if pii == "" {
		pii = "NONE"
	}
	return Guardrail{
		PII:      pii,
		Safety:   r.bool(n, "safety", facet+".safety"),
		Keywords: r.words(n, "invalid_keywords", facet+".keywords"),
		Topics:   r.words(n, "valid_topics", facet+".topics"),
	}
}

func (r reader) rateLimits(n *source.Node) {
	for _, limit := range r.list(n, "rate_limits", "rate_limits") {
		r.subject.RateLimits = append(r.subject.RateLimits, r.rateLimit(limit))
	}
}

func (r reader) rateLimit(n *source.Node) RateLimit {
	if unresolved(n) {
		r.pending("rate_limits", n)
	}
	key := n.Get("key")
	implicit := n.Kind == source.Map && (key == nil || key.Kind == source.Null)
	scope := oneOf(r.text(n, "key", "rate_limits.scope"), "endpoint", "user", "user_group", "service_principal")
	switch {
	case implicit:
		scope = "endpoint"
	case scope == "":
		scope = "invalid"
	}
	return RateLimit{
		Scope: scope, Implicit: implicit,
		Principal: r.text(n, "principal", "rate_limits.principal"),
		Calls:     r.number(n, "calls", "rate_limits.calls"),
		Tokens:    r.number(n, "tokens", "rate_limits.tokens"),
		Period:    oneOf(r.text(n, "renewal_period", "rate_limits.period"), "minute"),
	}
}

// payloadTable is the table that the platform writes to, as far as it is known:
// <catalog>.<schema>.<prefix>_payload, the prefix being the endpoint's name by
// default. Source: shared facts on inference tables, and the platform's own
// names for them.
func payloadTable(s *Subject) string {
	t := s.InferenceTable
	prefix := t.Prefix
	if prefix == "" {
		prefix = s.Name
	}
	if !t.Enabled || t.Catalog == "" || t.Schema == "" || prefix == "" {
		return ""
	}
	return strings.ToLower(t.Catalog + "." + t.Schema + "." + prefix + "_payload")
}

// derivedFrom says which facets are worked out from others, and so cannot be
// seen where those cannot.
var derivedFrom = []struct{ facet, from string }{
	{"inference_table.table", "inference_table.enabled"},
	{"inference_table.table", "inference_table.catalog"},
	{"inference_table.table", "inference_table.schema"},
	{"inference_table.table", "inference_table.prefix"},
	{"traffic.destinations", "destinations"},
	{"traffic.shares", "routes"},
	{"traffic.shares", "routes.share"},
	{"routes.served", "routes.name"},
	{"routes.served", "destinations"},
	{"routes.served", "destinations.name"},
	{"routes.served", "destinations.entity"},
	{"destinations.share", "routes"},
	{"destinations.share", "routes.name"},
	{"destinations.share", "routes.share"},
	{"destinations.standby", "destinations.share"},
}

func (r reader) derived() {
	for _, d := range derivedFrom {
		for _, mark := range r.subject.marks {
			if mark.Facet == d.from {
				r.mark(Mark{Facet: d.facet, Reason: mark.Reason, node: mark.node})
			}
		}
	}
}

// plain returns a string's text, "" for anything else.
func plain(n *source.Node) string {
	if n == nil || n.Kind != source.String {
		return ""
	}
	return n.Text
}
