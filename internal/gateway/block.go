package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

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

// scopes are the keys of a rate limit.
var scopes = []string{"endpoint", "user", "user_group", "service_principal"}

func (r reader) rateLimit(n *source.Node) RateLimit {
	if unresolved(n) {
		r.pending("rate_limits", n)
	}
	key := n.Get("key")
	implicit := n.Kind == source.Map && (key == nil || key.Kind == source.Null)
	scope := oneOf(r.text(n, "key", "rate_limits.scope"), scopes...)
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
// default. Source: github.com/databricks-solutions/ai-governance,
// workshop_app/docs/APIS_AND_SETUP.md §4.
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
