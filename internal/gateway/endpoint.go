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

// endpointReader reads a serving endpoint, or the body of a put-ai-gateway call.
type endpointReader struct {
	reader
}

// readEndpoint reads a create body or an answer of the platform.
func readEndpoint(r reader, n part) { endpointReader{r}.endpoint(n) }

// readPutBody reads what a put-ai-gateway body holds: the gateway alone.
func readPutBody(r reader, n part) { endpointReader{r}.putBody(n) }

func (e endpointReader) endpoint(n part) {
	s := e.subject
	s.Name = e.nameAndTask(n)
	config := e.config(n)
	if s.isAnswer() && absent(n.node.Get("config")) {
		config = e.pending(n, config)
	}
	s.Task = task(n.node, config.node, s.isAnswer())
	if s.Form == FormList {
		e.notShown("routes", reasonList)
		e.notShown("destinations.share", reasonList)
		e.notShown("destinations.standby", reasonList)
		s.unseen = append(s.unseen, Unseen{Facet: "legacy", Reason: reasonList, Partial: true})
	}
	e.destinations(config)
	e.routes(config)
	e.legacy(n, config)
	s.Hosting = hosting(n.node, config.node, s.isAnswer())
	s.Provided = provided(n.node, s)
	e.declared(n)
	e.taskOpen()
	e.worksOut()
}

func (e endpointReader) putBody(n part) {
	e.subject.Hosting = unknown // until Endpoints know better
	e.subject.Name = plain(n.node.Get("name"))
	for _, facet := range []string{"destinations", "routes"} {
		e.notShown(facet, reasonPut)
	}
	e.elsewhere(n)
	e.gateway(n)
	e.worksOut()
}

// elsewhere records where a body that held the whole endpoint would have the rest.
// Nothing says under which key it would have its destinations.
func (e endpointReader) elsewhere(n part) {
	e.written("name", e.key(n, "name"))
	n.node = nil
	e.written("task", e.key(n, "task"))
	config := e.key(n, "config")
	e.written("destinations", e.key(config, ""))
	e.written("traffic.destinations", e.key(config, ""))
	e.written("traffic.unshared", e.key(config, ""))
	e.routes(config)
	e.legacy(n, config)
	e.written("declared", e.key(n, "ai_gateway"))
}

// nameAndTask returns the name. What the task is, more than its own key may say.
func (e endpointReader) nameAndTask(n part) string {
	name := e.key(n, "name")
	e.written("name", name)
	e.written("task", e.key(n, "task"))
	return plain(name.node)
}

// worksOut gives what follows from all that is written.
func (e endpointReader) worksOut() {
	e.subject.InferenceTable.Table = payloadTable(e.subject)
	e.limitsFollow()
	e.tableFollows()
	e.trafficFollows()
}

// config returns the config block. Where it is not resolved, nothing that it
// would hold is seen.
func (e endpointReader) config(n part) part {
	if v := e.key(n, "config"); v.node != nil && unresolved(v.node) {
		for _, facet := range []string{"destinations", "routes", "legacy"} {
			e.unresolved(facet, v)
		}
		e.addUnseen(Unseen{Facet: "text.credentials", Reason: notResolved(v.node), Partial: true, node: v.node})
		v.node = nil
		return v
	}
	return e.through(n, "config", "destinations")
}

// pending returns the configuration that an endpoint is to have which has none yet:
// what is wrong with it is in force in a few minutes. An answer that does not show
// that one either leaves all of it unseen.
func (e endpointReader) pending(n, config part) part {
	v := e.key(n, "pending_config")
	if v.node != nil && v.node.Kind == source.Map {
		return v
	}
	if plain(n.node.Get("state").Get("ready")) == "NOT_READY" {
		for _, facet := range []string{"destinations", "routes", "legacy"} {
			e.notShown(facet, reasonNew)
		}
	}
	return config
}

// declared reads the gateway if there is one, and else says whether that is
// certain.
func (e endpointReader) declared(n part) {
	written := e.key(n, "ai_gateway")
	e.written("declared", written)
	gateway := e.through(n, "ai_gateway", "ai_gateway")
	switch {
	case gateway.node != nil:
		e.gateway(gateway)
	case written.node != nil && unresolved(written.node):
		e.gatewayUnseen(gateway, notResolved(written.node))
	case e.subject.Form == FormList:
		e.gatewayUnseen(gateway, reasonList)
	case written.node == nil && openKey(n.node) != "":
		e.gatewayUnseen(gateway, openKey(n.node))
	default:
		e.subject.Declared = false
		e.gateway(gateway)
	}
}

func (e endpointReader) gatewayUnseen(gateway part, reason string) {
	e.gateway(gateway)
	e.notShown("declared", reason)
	for _, facet := range facets {
		e.notShown(facet, reason)
	}
}

// gateway reads the ai_gateway block, or a put body; without a node it reads as
// everything left out.
func (e endpointReader) gateway(n part) {
	s := e.subject
	written := make([]bool, len(sections))
	for i, section := range sections {
		v := n.node.Get(section)
		written[i] = v != nil && v.Kind != source.Null
		if !written[i] && s.Form == FormList {
			e.notShown(facets[i], reasonList)
		}
		if v == nil {
			e.missing("sections", n)
		}
	}
	s.Sections = Sections{written[0], written[1], written[2], written[3], written[4]}
	s.UsageTracking.Enabled = e.bool(e.object(n, "usage_tracking_config", "usage_tracking"), "enabled", "usage_tracking.enabled")
	fallback := e.object(n, "fallback_config", "fallback")
	e.written("sections.fallback", e.key(n, "fallback_config"))
	s.Fallback.Enabled = e.bool(fallback, "enabled", "fallback.enabled")
	e.inferenceTable(e.object(n, "inference_table_config", "inference_table"))
	e.rateLimits(n)
	guardrails := e.object(n, "guardrails", "guardrails")
	s.Guardrails.Input = e.guardrail(e.object(guardrails, "input", "guardrails.input"), &inputFacets)
	s.Guardrails.Output = e.guardrail(e.object(guardrails, "output", "guardrails.output"), &outputFacets)
}

func (e endpointReader) inferenceTable(n part) {
	e.subject.InferenceTable = InferenceTable{
		Written: e.prefixWritten(n),
		Enabled: e.bool(n, "enabled", "inference_table.enabled"),
		Catalog: e.text(n, "catalog_name", "inference_table.catalog"),
		Schema:  e.text(n, "schema_name", "inference_table.schema"),
		Prefix:  e.text(n, "table_name_prefix", "inference_table.prefix"),

		CatalogParts: e.parts(n, "catalog_name", "inference_table.catalog_parts"),
		SchemaParts:  e.parts(n, "schema_name", "inference_table.schema_parts"),
	}
}

// guardrailFacets are the facets of one direction's filters.
type guardrailFacets struct{ pii, safety, keywords, topics string }

var (
	inputFacets  = guardrailFacets{"guardrails.input.pii", "guardrails.input.safety", "guardrails.input.keywords", "guardrails.input.topics"}
	outputFacets = guardrailFacets{"guardrails.output.pii", "guardrails.output.safety", "guardrails.output.keywords", "guardrails.output.topics"}
)

func (e endpointReader) guardrail(n part, facets *guardrailFacets) Guardrail {
	pii := oneOf(e.text(e.through(n, "pii", facets.pii), "behavior", facets.pii), "BLOCK", "MASK")
	if pii == "" {
		pii = "NONE"
	}
	return Guardrail{
		PII:      pii,
		Safety:   e.bool(n, "safety", facets.safety),
		Keywords: e.words(n, "invalid_keywords", facets.keywords),
		Topics:   e.words(n, "valid_topics", facets.topics),
	}
}

func (e endpointReader) rateLimits(n part) {
	list := e.list(n, "rate_limits", "rate_limits")
	e.listed("rate_limits", 0, list)
	e.written("limit_counts", list)
	for i := range elements(list.node) {
		n, marks := e.item(list, i), len(e.subject.unseen)
		limit := endpointReader{e.in(i)}.rateLimit(n)
		e.in(i).zeroOpen(e.key(n, "calls"), e.key(n, "tokens"))
		e.closes(limit, e.key(n, "calls"), e.key(n, "tokens"))
		e.addLimit(limit, marks)
	}
}

// scopes are the keys of a rate limit.
var scopes = []string{"endpoint", "user", "user_group", "service_principal"}

func (e endpointReader) rateLimit(n part) RateLimit {
	if unresolved(n.node) {
		e.unresolved("rate_limits", n)
	}
	key := n.node.Get("key")
	implicit := n.node.Kind == source.Map && (key == nil || key.Kind == source.Null)
	scope := oneOf(e.text(n, "key", "rate_limits.scope"), scopes...)
	switch {
	case implicit:
		scope = "endpoint"
	case scope == "":
		scope = "invalid"
	}
	return RateLimit{
		Scope: scope, Implicit: implicit,
		Principal: e.text(n, "principal", "rate_limits.principal"),
		Calls:     e.number(n, "calls", "rate_limits.calls"),
		Tokens:    e.number(n, "tokens", "rate_limits.tokens"),
		Period:    oneOf(e.text(n, "renewal_period", "rate_limits.period"), "minute"),
	}
}

// destinations reads the served entities, or the deprecated served models when
// there are no entities: GET answers echo one list as the other.
func (e endpointReader) destinations(config part) {
	pass := e.pass()
	list, read := pass.list(config, "served_entities", "destinations"), endpointReader.entity
	if len(elements(list.node)) == 0 {
		if models := pass.list(config, "served_models", "destinations"); len(elements(models.node)) > 0 {
			list, read = models, endpointReader.model
		}
	}
	e.written("destinations", list)
	e.written("pay_per_token", list)
	e.written("traffic.destinations", list)
	e.written("traffic.unshared", list)
	e.listed("destinations", 0, list)
	for i := range elements(list.node) {
		n, r := e.item(list, i), endpointReader{e.in(i)}
		if unresolved(n.node) {
			r.unresolved("destinations", n)
		}
		r.subject.Destinations = append(r.subject.Destinations, read(r, n))
	}
}

func (e endpointReader) entity(n part) Destination {
	d := Destination{
		Name:    e.text(n, "name", "destinations.name"),
		Entity:  e.text(n, "entity_name", "destinations.entity"),
		Version: e.version(n, "entity_version"),
		Share:   -1,
	}
	model := e.through(n, "external_model", "destinations.entity")
	if model.node != nil {
		d.Entity = e.text(model, "name", "destinations.entity")
	}
	d.Provider = e.text(model, "provider", "destinations.provider")
	callReader(e).external(n)
	foundation := e.key(e.key(n, "foundation_model"), "name")
	e.written("destinations.entity", foundation)
	if d.Entity == "" {
		d.Entity = plain(foundation.node)
	}
	return d
}

func (e endpointReader) model(n part) Destination {
	return Destination{
		Name:    e.text(n, "name", "destinations.name"),
		Entity:  e.text(n, "model_name", "destinations.entity"),
		Version: e.version(n, "model_version"),
		Share:   -1,
	}
}

func (e endpointReader) version(n part, key string) string {
	version := e.key(n, key)
	e.written("destinations.version", version)
	return scalar(version.node)
}

// routes reads the traffic split and gives each destination its share.
func (e endpointReader) routes(config part) {
	list := e.list(e.through(config, "traffic_config", "routes"), "routes", "routes")
	e.written("traffic.shares", list)
	e.written("traffic.unserved", list)
	e.listed("routes", 0, list)
	for i := range elements(list.node) {
		route := endpointReader{e.in(i)}.route(e.item(list, i))
		for i := range e.subject.Destinations {
			if d := &e.subject.Destinations[i]; answersTo(*d, route.Name) {
				route.Served = true
				d.Share = route.Share
				d.Standby = route.Share == 0
			}
		}
		e.subject.Routes = append(e.subject.Routes, route)
		e.subject.Traffic.Shares = append(e.subject.Traffic.Shares, route.Share)
	}
	e.subject.Traffic.Destinations = int64(len(e.subject.Destinations))
	for i := range e.subject.Destinations {
		if d := &e.subject.Destinations[i]; d.Name == "" {
			d.Name = defaultNames(*d)[0]
		}
	}
}

func (e endpointReader) route(n part) Route {
	name := e.text(n, "served_entity_name", "routes.name")
	if name == "" {
		name = e.pass().text(n, "served_model_name", "routes.name")
	}
	return Route{Name: name, Share: e.number(n, "traffic_percentage", "routes.share")}
}

// legacy reads the blocks that ai_gateway replaced. A workspace also shows a legacy
// table that was switched off: nothing relies on that.
func (e endpointReader) legacy(n, config part) {
	capture := e.object(config, "auto_capture_config", "legacy.auto_capture")
	enabled := capture.node.Get("enabled")
	off := e.subject.Form == FormGet && enabled != nil && enabled.Kind == source.Bool && enabled.Text == "false"
	models, limits := e.key(config, "served_models"), e.key(n, "rate_limits")
	e.written("legacy.served_models", models)
	e.written("legacy.rate_limits", limits)
	prefix := e.text(capture, "table_name_prefix", "legacy.auto_capture_prefix")
	e.written("legacy.auto_capture_prefix_looks", e.key(capture, "table_name_prefix"))
	e.follows("legacy.auto_capture_prefix_looks", "legacy.auto_capture", "legacy.auto_capture_prefix")
	e.subject.Legacy = Legacy{
		ServedModels: !absent(models.node),
		AutoCapture:  capture.node != nil && !off, AutoCapturePrefix: prefix, AutoCapturePrefixLooks: looksOf(prefix),
		RateLimits: limits.node != nil,
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

// taskOpen marks the output filters that are off as unseen where the task is not
// resolved: that of embeddings has none.
func (e endpointReader) taskOpen() {
	s := e.subject
	found := secret.Interpolation(s.Task)
	if found == "" {
		return
	}
	if s.Guardrails.Output.PII == "NONE" {
		e.notShown(outputFacets.pii, "`"+found+"` is not resolved")
	}
	if !s.Guardrails.Output.Safety {
		e.notShown(outputFacets.safety, "`"+found+"` is not resolved")
	}
}

func (e endpointReader) configBody(n part) {
	if !hasAny(n.node, "served_entities", "served_models") {
		e.notShown("destinations", reasonConfig)
		e.notShown("legacy.served_models", reasonConfig)
	}
	if !hasAny(n.node, "traffic_config") {
		e.notShown("routes", reasonConfig)
	}
	if !hasAny(n.node, "auto_capture_config") {
		e.notShown("legacy.auto_capture", reasonConfig)
		e.notShown("legacy.auto_capture_prefix", reasonConfig)
	}
	e.destinations(n)
	e.routes(n)
	e.legacy(part{step: n.step}, n)
	e.notShown("legacy.rate_limits", reasonConfig)
	e.subject.Hosting = hosting(nil, n.node, false)
	e.subject.Task = task(nil, n.node, false)
	e.written("declared", n)
	e.gatewayUnseen(part{step: n.step}, reasonConfig)
	e.worksOut()
}
