package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
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

// destinations reads the served entities, or the deprecated served models when
// there are no entities: GET answers echo one list as the other.
func (r reader) destinations(config *source.Node) {
	list := r.list(config, "served_entities", "destinations")
	read := r.entity
	r.subject.places.destinations = "served_entities"
	if len(list) == 0 {
		if models := r.list(config, "served_models", "destinations"); len(models) > 0 {
			list, read = models, r.model
			r.subject.places.destinations = "served_models"
		}
	}
	for _, n := range list {
		if unresolved(n) {
			r.pending("destinations", n)
		}
		r.subject.Destinations = append(r.subject.Destinations, read(n))
	}
}

func (r reader) entity(n *source.Node) Destination {
	d := Destination{
		Name:    r.text(n, "name", "destinations.name"),
		Entity:  r.text(n, "entity_name", "destinations.entity"),
		Version: scalar(n.Get("entity_version")),
		Share:   -1,
	}
	if model := r.object(n, "external_model", "destinations.entity"); model != nil {
		d.Entity = r.text(model, "name", "destinations.entity")
		d.Provider = r.text(model, "provider", "destinations.provider")
	}
	if foundation := n.Get("foundation_model"); d.Entity == "" {
		d.Entity = plain(foundation.Get("name"))
	}
	return d
}

func (r reader) model(n *source.Node) Destination {
	return Destination{
		Name:    r.text(n, "name", "destinations.name"),
		Entity:  r.text(n, "model_name", "destinations.entity"),
		Version: scalar(n.Get("model_version")),
		Share:   -1,
	}
}

// routes reads the traffic split and gives each destination its share.
func (r reader) routes(config *source.Node) {
	traffic := r.object(config, "traffic_config", "routes")
	for _, n := range r.list(traffic, "routes", "routes") {
		name := r.text(n, "served_entity_name", "routes.name")
		if name == "" {
			name = r.text(n, "served_model_name", "routes.name")
		}
		route := Route{Name: name, Share: r.number(n, "traffic_percentage", "routes.share")}
		for i := range r.subject.Destinations {
			if d := &r.subject.Destinations[i]; answersTo(*d, name) {
				route.Served = true
				d.Share = route.Share
				d.Standby = route.Share == 0
			}
		}
		r.subject.Routes = append(r.subject.Routes, route)
		r.subject.Traffic.Shares = append(r.subject.Traffic.Shares, route.Share)
	}
	r.subject.Traffic.Destinations = int64(len(r.subject.Destinations))
	for i := range r.subject.Destinations {
		if d := &r.subject.Destinations[i]; d.Name == "" {
			d.Name = defaultNames(*d)[0]
		}
	}
}

// answersTo says whether a route of that name leads to a destination.
func answersTo(d Destination, name string) bool {
	if name == "" {
		return false
	}
	if d.Name != "" {
		return d.Name == name
	}
	for _, known := range defaultNames(d) {
		if known == name {
			return true
		}
	}
	return false
}

// defaultNames are the names the platform may give an unnamed entity: an
// external model its own name with `.` and `:` as `-`; a Unity Catalog model
// `<name>-<version>`, in full with dots as dashes or its last part alone.
// Source: doc comment on ServedEntityInput.Name, databricks-sdk-go v0.182.0
// service/serving/model.go.
func defaultNames(d Destination) []string {
	dashed := strings.NewReplacer(".", "-", ":", "-")
	if d.Provider != "" || d.Version == "" {
		return []string{dashed.Replace(d.Entity)}
	}
	last := d.Entity[strings.LastIndexByte(d.Entity, '.')+1:]
	return []string{
		last + "-" + d.Version,
		d.Entity + "-" + d.Version,
		dashed.Replace(d.Entity) + "-" + d.Version,
		dashed.Replace(d.Entity),
	}
}

// legacy reads the blocks that ai_gateway replaced. A workspace also shows a legacy
// table that was switched off: nothing relies on that.
func (r reader) legacy(n, config *source.Node) {
	capture := r.object(config, "auto_capture_config", "legacy.auto_capture")
	enabled := capture.Get("enabled")
	off := r.subject.Form == FormGet && enabled != nil && enabled.Kind == source.Bool && enabled.Text == "false"
	r.subject.Legacy = Legacy{
		ServedModels:      config.Get("served_models") != nil,
		AutoCapture:       capture != nil && !off,
		AutoCapturePrefix: r.text(capture, "table_name_prefix", "legacy.auto_capture_prefix"),
		RateLimits:        n.Get("rate_limits") != nil,
	}
}

// scalar returns the text of a string or a number: versions are written as
// both.
func scalar(n *source.Node) string {
	if n == nil || n.Kind != source.String && n.Kind != source.Number {
		return ""
	}
	return n.Text
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
