package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// facets are the parts of a gateway configuration in the model.
var facets = []string{"usage_tracking", "inference_table", "rate_limits", "guardrails", "fallback"}

// sections are the keys the facets are written under, in the same order.
var sections = []string{"usage_tracking_config", "inference_table_config", "rate_limits", "guardrails", "fallback_config"}

// endpointReader reads a serving endpoint, or the body of a put-ai-gateway call.
type endpointReader struct {
	reader
}

// readEndpoint reads a create body or an answer of the platform.
func readEndpoint(r reader, n part) { endpointReader{r}.endpoint(n) }

// readPutBody reads what a put-ai-gateway body holds: the gateway alone.
func readPutBody(r reader, n part) { endpointReader{r}.putBody(n) }

func (r endpointReader) endpoint(n part) {
	s := r.subject
	s.Name = r.nameAndTask(n)
	config := r.config(n)
	s.Task = task(n.node, config.node)
	if s.Form == FormList {
		r.notShown("routes", reasonList)
		r.notShown("destinations.share", reasonList)
		r.notShown("destinations.standby", reasonList)
		s.unseen = append(s.unseen, Unseen{Facet: "legacy", Reason: reasonList, Partly: true})
	}
	r.destinations(config)
	r.routes(config)
	r.legacy(n, config)
	s.Hosting = hosting(n.node, config.node)
	if pending := n.node.Get("pending_config"); config.node == nil && s.Form == FormGet && pending != nil && pending.Kind == source.Map {
		r.deploying(n.node, pending)
	}
	s.Provided = provided(n.node, s)
	r.declared(n)
	r.worksOut()
}

func (r endpointReader) putBody(n part) {
	r.subject.Hosting = unknown
	for _, facet := range []string{"destinations", "routes"} {
		r.notShown(facet, reasonPut)
	}
	r.elsewhere(n)
	r.gateway(n)
	r.worksOut()
}

// elsewhere records where a body that held the whole endpoint would have the rest.
// Nothing tells under which key it would have its destinations.
func (r endpointReader) elsewhere(n part) {
	n.node = nil
	r.nameAndTask(n)
	config := r.key(n, "config")
	r.written("destinations", r.key(config, ""))
	r.written("traffic.destinations", r.key(config, ""))
	r.routes(config)
	r.legacy(n, config)
	r.written("declared", r.key(n, "ai_gateway"))
}

// nameAndTask returns the name. What the task is, more than its own key may tell.
func (r endpointReader) nameAndTask(n part) string {
	name := r.key(n, "name")
	r.written("name", name)
	r.written("task", r.key(n, "task"))
	return plain(name.node)
}

// worksOut gives what follows from all that is written.
func (r endpointReader) worksOut() {
	r.subject.InferenceTable.Table = payloadTable(r.subject)
	r.tableFollows()
	r.trafficFollows()
}

// config returns the config block. Where it is not resolved, nothing that it
// would hold is seen.
func (r endpointReader) config(n part) part {
	if v := r.key(n, "config"); v.node != nil && unresolved(v.node) {
		for _, facet := range []string{"destinations", "routes", "legacy"} {
			r.unresolved(facet, v)
		}
		r.addUnseen(Unseen{Facet: "text.credentials", Reason: notResolved(v.node), Partly: true, node: v.node})
		v.node = nil
		return v
	}
	return r.through(n, "config", "destinations")
}

// deploying is of an endpoint that shows nothing yet but the configuration that it
// is to have: that is not in force, and may still fail.
func (r endpointReader) deploying(n, pending *source.Node) {
	r.subject.Hosting = hosting(n, pending)
	for _, facet := range []string{"destinations", "routes", "legacy"} {
		r.notShown(facet, reasonNew)
	}
}

// declared reads the gateway if there is one, and else says whether that is
// certain.
func (r endpointReader) declared(n part) {
	written := r.key(n, "ai_gateway")
	r.written("declared", written)
	gateway := r.through(n, "ai_gateway", "ai_gateway")
	switch {
	case gateway.node != nil:
		r.gateway(gateway)
	case written.node != nil && unresolved(written.node):
		r.gatewayUnseen(gateway, notResolved(written.node))
	case r.subject.Form == FormList:
		r.gatewayUnseen(gateway, reasonList)
	default:
		r.subject.Declared = false
		r.gateway(gateway)
	}
}

func (r endpointReader) gatewayUnseen(gateway part, reason string) {
	r.gateway(gateway)
	r.notShown("declared", reason)
	for _, facet := range facets {
		r.notShown(facet, reason)
	}
}

// gateway reads the ai_gateway block, or a put body; without a node it reads as
// everything left out.
func (r endpointReader) gateway(n part) {
	s := r.subject
	written := make([]bool, len(sections))
	for i, section := range sections {
		v := n.node.Get(section)
		written[i] = v != nil && v.Kind != source.Null
		if !written[i] && s.Form == FormList {
			r.notShown(facets[i], reasonList)
		}
	}
	s.Sections = Sections{written[0], written[1], written[2], written[3], written[4]}
	s.UsageTracking.Enabled = r.bool(r.object(n, "usage_tracking_config", "usage_tracking"), "enabled", "usage_tracking.enabled")
	fallback := r.object(n, "fallback_config", "fallback")
	r.written("sections.fallback", r.key(n, "fallback_config"))
	s.Fallback.Enabled = r.bool(fallback, "enabled", "fallback.enabled")
	r.inferenceTable(r.object(n, "inference_table_config", "inference_table"))
	r.rateLimits(n)
	guardrails := r.object(n, "guardrails", "guardrails")
	s.Guardrails.Input = r.guardrail(r.object(guardrails, "input", "guardrails.input"), &inputFacets)
	s.Guardrails.Output = r.guardrail(r.object(guardrails, "output", "guardrails.output"), &outputFacets)
}

func (r endpointReader) inferenceTable(n part) {
	r.subject.InferenceTable = InferenceTable{
		Written: r.prefixWritten(n),
		Enabled: r.bool(n, "enabled", "inference_table.enabled"),
		Catalog: r.text(n, "catalog_name", "inference_table.catalog"),
		Schema:  r.text(n, "schema_name", "inference_table.schema"),
		Prefix:  r.text(n, "table_name_prefix", "inference_table.prefix"),
	}
}

// prefixWritten is the prefix of a table letter by letter, which is unseen only
// where its end is not resolved.
func (r reader) prefixWritten(table part) string {
	prefix := r.key(table, "table_name_prefix")
	r.written("inference_table.prefix_written", prefix)
	if prefix.node != nil && unresolved(prefix.node) && endsOpen(prefix.node.Text) {
		r.unresolved("inference_table.prefix_written", prefix)
	}
	return plain(prefix.node)
}

// guardrailFacets are the facets of one direction's filters.
type guardrailFacets struct{ pii, safety, keywords, topics string }

var (
	inputFacets  = guardrailFacets{"guardrails.input.pii", "guardrails.input.safety", "guardrails.input.keywords", "guardrails.input.topics"}
	outputFacets = guardrailFacets{"guardrails.output.pii", "guardrails.output.safety", "guardrails.output.keywords", "guardrails.output.topics"}
)

func (r endpointReader) guardrail(n part, facets *guardrailFacets) Guardrail {
	pii := oneOf(r.text(r.through(n, "pii", facets.pii), "behavior", facets.pii), "BLOCK", "MASK")
	if pii == "" {
		pii = "NONE"
	}
	return Guardrail{
		PII:      pii,
		Safety:   r.bool(n, "safety", facets.safety),
		Keywords: r.words(n, "invalid_keywords", facets.keywords),
		Topics:   r.words(n, "valid_topics", facets.topics),
	}
}

func (r endpointReader) rateLimits(n part) {
	list := r.list(n, "rate_limits", "rate_limits")
	r.listed("rate_limits", 0, list)
	for i := range elements(list.node) {
		limit := endpointReader{r.in(i)}.rateLimit(r.item(list, i))
		r.subject.RateLimits = append(r.subject.RateLimits, limit)
	}
}

// scopes are the keys of a rate limit.
var scopes = []string{"endpoint", "user", "user_group", "service_principal"}

func (r endpointReader) rateLimit(n part) RateLimit {
	if unresolved(n.node) {
		r.unresolved("rate_limits", n)
	}
	key := n.node.Get("key")
	implicit := n.node.Kind == source.Map && (key == nil || key.Kind == source.Null)
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

// destinations reads the served entities, or the deprecated served models when
// there are no entities: GET answers echo one list as the other.
func (r endpointReader) destinations(config part) {
	pass := r.pass()
	list, read := pass.list(config, "served_entities", "destinations"), endpointReader.entity
	if len(elements(list.node)) == 0 {
		if models := pass.list(config, "served_models", "destinations"); len(elements(models.node)) > 0 {
			list, read = models, endpointReader.model
		}
	}
	r.written("destinations", list)
	r.written("traffic.destinations", list)
	r.listed("destinations", 0, list)
	for i := range elements(list.node) {
		n, r := r.item(list, i), endpointReader{r.in(i)}
		if unresolved(n.node) {
			r.unresolved("destinations", n)
		}
		r.subject.Destinations = append(r.subject.Destinations, read(r, n))
	}
}

func (r endpointReader) entity(n part) Destination {
	d := Destination{
		Name:    r.text(n, "name", "destinations.name"),
		Entity:  r.text(n, "entity_name", "destinations.entity"),
		Version: r.version(n, "entity_version"),
		Share:   -1,
	}
	model := r.through(n, "external_model", "destinations.entity")
	if model.node != nil {
		d.Entity = r.text(model, "name", "destinations.entity")
	}
	d.Provider = r.text(model, "provider", "destinations.provider")
	foundation := r.key(r.key(n, "foundation_model"), "name")
	r.written("destinations.entity", foundation)
	if d.Entity == "" {
		d.Entity = plain(foundation.node)
	}
	return d
}

func (r endpointReader) model(n part) Destination {
	return Destination{
		Name:    r.text(n, "name", "destinations.name"),
		Entity:  r.text(n, "model_name", "destinations.entity"),
		Version: r.version(n, "model_version"),
		Share:   -1,
	}
}

func (r endpointReader) version(n part, key string) string {
	version := r.key(n, key)
	r.written("destinations.version", version)
	return scalar(version.node)
}

// routes reads the traffic split and gives each destination its share.
func (r endpointReader) routes(config part) {
	list := r.list(r.through(config, "traffic_config", "routes"), "routes", "routes")
	r.written("traffic.shares", list)
	r.listed("routes", 0, list)
	for i := range elements(list.node) {
		route := endpointReader{r.in(i)}.route(r.item(list, i))
		for i := range r.subject.Destinations {
			if d := &r.subject.Destinations[i]; answersTo(*d, route.Name) {
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

func (r endpointReader) route(n part) Route {
	name := r.text(n, "served_entity_name", "routes.name")
	if name == "" {
		name = r.pass().text(n, "served_model_name", "routes.name")
	}
	return Route{Name: name, Share: r.number(n, "traffic_percentage", "routes.share")}
}

// legacy reads the blocks that ai_gateway replaced. A workspace also shows a legacy
// table that was switched off: nothing relies on that.
func (r endpointReader) legacy(n, config part) {
	capture := r.object(config, "auto_capture_config", "legacy.auto_capture")
	enabled := capture.node.Get("enabled")
	off := r.subject.Form == FormGet && enabled != nil && enabled.Kind == source.Bool && enabled.Text == "false"
	models, limits := r.key(config, "served_models"), r.key(n, "rate_limits")
	r.written("legacy.served_models", models)
	r.written("legacy.rate_limits", limits)
	r.subject.Legacy = Legacy{
		ServedModels:      models.node != nil,
		AutoCapture:       capture.node != nil && !off,
		AutoCapturePrefix: r.text(capture, "table_name_prefix", "legacy.auto_capture_prefix"),
		RateLimits:        limits.node != nil,
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
