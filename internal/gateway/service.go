package gateway

import (
	"cmp"
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// Why a facet of a service cannot be seen.
const (
	reasonBasic   = "a list answer with view=BASIC leaves this out; list with view=FULL, or check the answer of GET"
	reasonEnabled = "whether `enabled: false` switches the table of a service off is not documented; leave out `inference_table` to switch it off"
)

// serviceReader reads a Unity Gateway service.
type serviceReader struct {
	reader

	is *service
}

// service reads what the kinds share, and then what one has alone. Usage is
// always tracked, in system.ai_gateway.usage. Source:
// github.com/databricks-solutions/ai-governance, workshop_app/docs/APIS_AND_SETUP.md.
func (s serviceReader) service(n part) {
	subject := s.subject
	subject.Name = s.is.name(n.node)
	subject.Task = serviceTask(n.node)
	subject.Provided = subject.isAnswer() && strings.HasPrefix(subject.Name, systemPrefix)
	subject.UsageTracking.Enabled, subject.Sections.UsageTracking = true, true
	s.written("name", s.key(n, "name"))
	s.written("task", s.key(n, "supported_api_types"))
	config, shown := s.config(n)
	s.written("declared", s.key(n, "config"))
	subject.Sections.InferenceTable = hasAny(config.node, "inference_table")
	subject.Sections.RateLimits = hasAny(config.node, "rate_limits")
	basic := subject.Form == FormList && !s.is.whole(config.node)
	if subject.Form == FormUpdate {
		s.leftAlone(config.node)
	}
	s.limits(config, basic && shown)
	s.table(config, basic && shown)
	switch s.is.kind { //nolint:exhaustive // the other kinds are no services
	case ModelService:
		policyReader{s}.policies(n, config, basic)
		s.routing(config, basic)
	case MCPService:
		s.written("mcp", s.key(n, "config"))
		s.mcp(config, basic)
		policyReader{s}.policies(n, config, basic)
	case ProviderService:
		subject.Hosting = external
		s.written("provider", s.key(n, "config"))
		s.written("text.credentials", s.key(n, "config"))
		s.provider(config)
		secretReader{s}.secretsUnseen(config.node)
	}
	s.limitsFollow()
	s.tableFollows()
	s.trafficFollows()
}

// leftAlone marks what the body of a PATCH leaves out: it stays as it is. The
// destinations of one half of the routing are some of all.
func (s serviceReader) leftAlone(config *source.Node) {
	for _, section := range updated[s.is.kind] {
		if isWritten(config, section.path) {
			continue
		}
		for _, facet := range section.facets {
			s.addUnseen(Unseen{Facet: facet, Reason: reasonPatch, Partial: facet == "destinations" && len(section.path) > 1})
		}
	}
}

func isWritten(n *source.Node, path []string) bool {
	for _, key := range path {
		n = n.Get(key)
	}
	return n != nil
}

// updated are the parts of each kind's configuration that a PATCH may hold alone, and
// the facets that are read from them.
var updated = map[Kind][]struct {
	path   []string
	facets []string
}{
	ModelService: {
		{[]string{"rate_limits"}, []string{"rate_limits"}},
		{[]string{"inference_table"}, []string{"inference_table"}},
		{[]string{"routing"}, []string{"destinations", "traffic", "fallback"}},
		{[]string{"routing", "destinations"}, []string{"destinations", "traffic"}},
		{[]string{"routing", "fallback"}, []string{"destinations", "fallback", "traffic.fallbacks"}},
	},
	MCPService: {
		{[]string{"rate_limits"}, []string{"rate_limits"}},
		{[]string{"include_tool_selectors"}, []string{"mcp.selectors"}},
		{[]string{"source_connection"}, []string{"mcp.connection", "mcp.deleted"}},
	},
	ProviderService: {
		{[]string{"rate_limits"}, []string{"rate_limits"}},
		{[]string{"inference_table"}, []string{"inference_table"}},
		{[]string{"targets"}, []string{"provider.targets"}},
		{[]string{"allow_all_targets"}, []string{"provider.allow_all_targets"}},
		{[]string{"forward_headers"}, []string{"provider.forward_headers"}},
		{[]string{"forward_query_parameters"}, []string{"provider.forward_query_parameters"}},
		{[]string{"forward_unmanaged_paths"}, []string{"provider.forward_unmanaged_paths"}},
	},
}

// config returns the configuration; shown is false where nothing of it can be
// seen: a template fills it in, or a list leaves it out.
func (s serviceReader) config(n part) (config part, shown bool) {
	facets := []string{"rate_limits", "inference_table", "destinations", "traffic", "fallback", "mcp", "provider"}
	v := s.key(n, "config")
	switch {
	case v.node != nil && unresolved(v.node):
		for _, facet := range facets {
			s.unresolved(facet, v)
		}
		s.addUnseen(Unseen{Facet: "text.credentials", Reason: notResolved(v.node), Partial: true, node: v.node})
		return part{step: v.step}, false
	case s.subject.Form == FormList && (v.node == nil || v.node.Kind == source.Null):
		for _, facet := range facets {
			s.notShown(facet, reasonBasic)
		}
		return part{step: v.step}, false
	case v.node == nil || v.node.Kind != source.Map:
		return part{step: v.step}, true
	}
	return v, true
}

// serviceTask distinguishes embeddings and chat by the API types that an answer lists.
func serviceTask(n *source.Node) string {
	types := n.Get("supported_api_types")
	if types == nil || len(types.Items()) == 0 {
		return ""
	}
	of := func(word string) func(*source.Node) bool {
		return func(item *source.Node) bool { return strings.Contains(plain(item), word) }
	}
	switch {
	case slices.ContainsFunc(types.Items(), of("chat")):
		return "llm/v1/chat"
	case !slices.ContainsFunc(types.Items(), func(item *source.Node) bool { return !of("embeddings")(item) }):
		return "llm/v1/embeddings"
	default:
		return ""
	}
}

// mcp reads what an MCP service exposes. A list with view=BASIC leaves out the
// connection, not the selectors.
func (s serviceReader) mcp(config part, basic bool) {
	if basic {
		s.notShown("mcp.connection", reasonBasic)
		s.notShown("mcp.deleted", reasonBasic)
	}
	connection := s.through(config, "source_connection", "mcp.connection", "mcp.deleted")
	s.subject.MCP = MCP{
		Selectors:  s.words(config, "include_tool_selectors", "mcp.selectors"),
		Connection: strings.TrimPrefix(s.text(connection, "name", "mcp.connection"), connectionPrefix),
		Deleted:    s.bool(connection, "is_deleted", "mcp.deleted"),
	}
	s.selectors(s.key(config, "include_tool_selectors"))
}

// selectors records where each selector of the model is written.
func (s serviceReader) selectors(list part) {
	known := 0
	for i, item := range elements(list.node) {
		if item.Kind == source.String && !unresolved(item) {
			s.in(known).written("mcp.selectors", s.item(list, i))
			known++
		}
	}
}

func (s serviceReader) provider(config part) {
	s.subject.Provider = Provider{
		AllowAllTargets:  s.bool(config, "allow_all_targets", "provider.allow_all_targets"),
		ForwardHeaders:   s.bool(config, "forward_headers", "provider.forward_headers"),
		ForwardQuery:     s.bool(config, "forward_query_parameters", "provider.forward_query_parameters"),
		ForwardUnmanaged: s.bool(config, "forward_unmanaged_paths", "provider.forward_unmanaged_paths"),
		Targets:          int64(len(elements(s.list(config, "targets", "provider.targets").node))),
		InlineKeys:       secretReader{s}.inlineKeys(config),
	}
}

const keyPrefix = "RATE_LIMIT_KEY_"

// The keys of a service's rate limit that say which user they are for.
const (
	keyUser    = keyPrefix + "USER"
	keyDefault = keyPrefix + "USER_DEFAULT"
)

// serviceScopes are the scopes by the keys of a service's rate limit. Earlier
// versions have limits by a tag of the request (RATE_LIMIT_KEY_REQUEST_TAG): a
// caller chooses the tag, so they limit neither the service nor a user, and are
// read as a key that the platform does not have.
var serviceScopes = map[string]string{
	keyPrefix + "SERVICE":           "endpoint",
	keyDefault:                      "user",
	keyUser:                         "user",
	keyPrefix + "USER_GROUP":        "user_group",
	keyPrefix + "SERVICE_PRINCIPAL": "service_principal",
}

const periodPrefix = "RATE_LIMIT_RENEWAL_PERIOD_"

var servicePeriods = map[string]string{
	periodPrefix + "MINUTE": "minute",
	periodPrefix + "HOUR":   "hour",
}

func (s serviceReader) limits(config part, basic bool) {
	list := s.list(config, "rate_limits", "rate_limits")
	s.listed("rate_limits", 0, list)
	s.written("limit_counts", list)
	for i := range elements(list.node) {
		n, r, marks := s.item(list, i), serviceReader{s.in(i), s.is}, len(s.subject.unseen)
		if unresolved(n.node) {
			r.unresolved("rate_limits", n)
		}
		limit := r.limit(n)
		r.owner(n, &limit, i, basic)
		s.closes(limit, s.key(n, "requests"), s.key(n, "tokens"))
		s.addLimit(limit, marks)
	}
}

// limit reads one limit. A service has no default key, so a limit without one
// is for no one.
func (s serviceReader) limit(n part) RateLimit {
	key := n.node.Get("key")
	return RateLimit{
		Scope:     cmp.Or(serviceScopes[s.text(n, "key", "rate_limits.scope")], "invalid"),
		Implicit:  n.node.Kind == source.Map && (key == nil || key.Kind == source.Null),
		Principal: s.text(n, "principal", "rate_limits.principal"),
		Calls:     s.amount(n, "requests", "rate_limits.calls"),
		Tokens:    s.amount(n, "tokens", "rate_limits.tokens"),
		Period:    servicePeriods[s.text(n, "renewal_period", "rate_limits.period")],
	}
}

// owner holds a limit's principal against its key. The model distinguishes the default
// for each user from the limit of one by the principal alone, so a key that says
// otherwise is an invalid value and counts as not set.
func (s serviceReader) owner(n part, limit *RateLimit, i int, basic bool) {
	key, written := plain(n.node.Get("key")), hasText(n.node.Get("principal"))
	at := []string{"config", "rate_limits", itoa(i)}
	switch {
	case basic && !written && key != keyDefault && key != keyPrefix+"SERVICE":
		s.notShown("rate_limits.principal", reasonBasic)
	case key == keyUser && !written:
		limit.Scope = "invalid"
		textReader{s.subject}.invalid(InvalidValue{Key: dotted(append(at, "key")), Written: key, Expected: keyDefault + ", or have a principal beside it"}, append(at, "key"), text(keyDefault))
	case key == keyDefault && limit.Principal != "":
		limit.Principal = ""
		textReader{s.subject}.invalid(InvalidValue{Key: dotted(append(at, "principal")), Expected: "left out beside " + keyDefault}, append(at, "principal"), &source.Node{Kind: source.Null})
	}
	requests := s.key(n, "requests")
	if s.is.kind == MCPService && requests.node != nil && unresolved(requests.node) {
		s.unresolved("rate_limits.scope", requests) // without requests it would be no limit
	}
}

// hasText says whether anything is written: an answer may write what is not set
// as an empty text.
func hasText(n *source.Node) bool {
	return n != nil && n.Kind != source.Null && (n.Kind != source.String || n.Text != "")
}

// routing reads where a model service sends requests: to its primary
// destinations by their shares, and after a failure to its fallbacks in their
// order.
func (s serviceReader) routing(config part, basic bool) {
	subject := s.subject
	if basic {
		for _, facet := range []string{"destinations", "traffic", "fallback"} {
			s.notShown(facet, reasonBasic)
		}
	}
	routing := s.through(config, "routing", "destinations", "traffic", "fallback")
	pass := s.pass()
	pass.value(routing, "destinations", "traffic")
	primary := pass.list(routing, "destinations", "destinations")
	fallback := s.through(routing, "fallback", "destinations", "fallback", "traffic.fallbacks")
	pass.value(fallback, "destinations", "fallback")
	pass.value(fallback, "destinations", "traffic.fallbacks")
	standby := pass.list(fallback, "destinations", "destinations")

	subject.Sections.Fallback = fallback.node != nil
	subject.Fallback.Enabled = len(elements(standby.node)) > 0
	subject.Traffic.Destinations, subject.Traffic.Fallbacks = int64(len(elements(primary.node))), int64(len(elements(standby.node)))
	s.routed(routing, primary, fallback, standby)
	for i := range elements(primary.node) {
		element := serviceReader{s.in(len(subject.Destinations)), s.is}
		n := element.item(primary, i)
		d := element.destination(n)
		d.Share = element.share(n, len(primary.node.Items()))
		subject.Destinations = append(subject.Destinations, d)
	}
	for i := range elements(standby.node) {
		element := serviceReader{s.in(len(subject.Destinations)), s.is}
		n := element.item(standby, i)
		d := element.destination(n)
		d.Standby = true
		element.written("destinations.share", element.key(n, "traffic_percentage"))
		subject.Destinations = append(subject.Destinations, d)
	}
	subject.Hosting = common(slices.Concat(elements(primary.node), elements(standby.node)), destinationHosting)
}

// routed records where what is known of the routing as a whole is written.
func (s serviceReader) routed(routing, primary, fallback, standby part) {
	s.listed("destinations", 0, primary)
	s.listed("destinations", len(elements(primary.node)), standby)
	s.written("traffic", routing)
	for _, facet := range []string{"destinations", "routes", "traffic.destinations", "traffic.shares", "traffic.unserved", "traffic.unshared", "pay_per_token"} {
		s.written(facet, primary)
	}
	for _, facet := range []string{"fallback", "sections.fallback"} {
		s.written(facet, fallback)
	}
	for _, facet := range []string{"traffic.fallbacks", "fallback.enabled"} {
		s.written(facet, standby)
	}
}

// share reads a primary destination's share of the traffic. One that is alone
// gets all of it, whatever is written. Source: doc comment on TrafficPercentage,
// databricks-sdk-go v0.182.0 service/catalog/model.go.
func (s serviceReader) share(n part, of int) int64 {
	share := int64(100)
	s.written("destinations.share", s.key(n, "traffic_percentage"))
	if of > 1 {
		share = s.amount(n, "traffic_percentage", "destinations.share")
		s.pass().value(n, "traffic_percentage", "traffic.shares")
	}
	s.subject.Traffic.Shares = append(s.subject.Traffic.Shares, share)
	return share
}

func (s serviceReader) destination(n part) Destination {
	if unresolved(n.node) {
		s.unresolved("destinations", n)
		s.unresolved("traffic.shares", n)
	}
	d := Destination{
		Name:    s.text(n, "name", "destinations.name"),
		Deleted: s.bool(n, "is_deleted", "destinations.deleted"),
		Share:   -1,
	}
	model := s.through(n, "external_model_config", "destinations.entity")
	d.Entity = s.text(s.through(model, "target", "destinations.entity"), "model", "destinations.entity")
	d.Provider = strings.TrimPrefix(s.pass().text(model, "model_provider_service", "destinations.provider"), "model-provider-services/")
	if model := s.through(n, "pay_per_token_config", "destinations.entity"); model.node != nil {
		d.Entity = strings.TrimPrefix(s.text(model, "model", "destinations.entity"), modelPrefix)
	}
	if model := s.through(n, "provisioned_throughput_config", "destinations.entity"); model.node != nil {
		callReader{s.reader}.destination(n, model)
		d.Entity = strings.TrimPrefix(s.text(model, "model_serving_endpoint", "destinations.entity"), endpointPrefix)
		if d.Entity == "" {
			d.Entity = strings.TrimPrefix(s.text(model, "model", "destinations.entity"), modelPrefix)
		}
	}
	if d.Provider == "" && destinationHosting(n.node) == external {
		d.Provider = external // so that it is not taken for a model of Databricks
	}
	return d
}

func destinationHosting(n *source.Node) string {
	for _, known := range []struct{ kind, config, hosting string }{
		{"DESTINATION_TYPE_EXTERNAL_FOUNDATION_MODEL", "external_model_config", external},
		{"DESTINATION_TYPE_PAY_PER_TOKEN_FOUNDATION_MODEL", "pay_per_token_config", foundation},
		{"DESTINATION_TYPE_PROVISIONED_THROUGHPUT_FOUNDATION_MODEL", "provisioned_throughput_config", provisioned},
	} {
		if kind := plain(n.Get("destination_type")); kind == known.kind || kind == "" && hasAny(n, known.config) {
			return known.hosting
		}
	}
	return unknown
}

// table reads the inference table, which is on where it is written.
func (s serviceReader) table(config part, basic bool) {
	s.passing = s.is.kind == MCPService // has none: where one is written says nothing
	n := s.object(config, "inference_table", "inference_table")
	if basic {
		s.tableHidden(n.node)
	}
	written := s.prefixWritten(n)
	s.value(n, "parent", "inference_table.schema")
	parent := strings.TrimPrefix(s.text(n, "parent", "inference_table.catalog"), schemaPrefix)
	full := strings.TrimPrefix(s.pass().text(n, "table", "inference_table.table"), tablePrefix)
	catalog, rest, _ := strings.Cut(cmp.Or(parent, full), ".")
	schema, _, _ := strings.Cut(rest, ".")
	table := InferenceTable{
		Enabled: !s.bool(n, "disabled", "inference_table.enabled"),
		Catalog: catalog,
		Schema:  schema,
		Prefix:  s.text(n, "table_name_prefix", "inference_table.prefix"),
		Written: written,
		Deleted: s.bool(n, "is_deleted", "inference_table.deleted"),
	}
	table.CatalogParts, table.SchemaParts = s.location(n, full)
	if off := n.node.Get("enabled"); off != nil && off.Kind == source.Bool && off.Text == "false" {
		s.notShown("inference_table.enabled", reasonEnabled)
	}
	if n.node == nil {
		return
	}
	if table.Enabled {
		table.Table = strings.ToLower(cmp.Or(full, s.expected(table)))
	}
	s.subject.InferenceTable = table
}

// location is what is known of the names of the catalog and of the schema that a table lies
// in, which are written in one; where they are not, in full is the name of the table.
func (s serviceReader) location(n part, full string) (catalog, schema []string) {
	parent := s.key(n, "parent")
	known := s.known(parent)
	if full != "" && (parent.node == nil || plain(parent.node) == "" && !unresolved(parent.node)) {
		known = []string{full}
	}
	catalog, schema = atDot(known)
	for _, of := range []struct {
		facet string
		parts *[]string
	}{{"inference_table.catalog_parts", &catalog}, {"inference_table.schema_parts", &schema}} {
		s.written(of.facet, parent)
		if strings.Join(*of.parts, "") != "" {
			continue
		}
		*of.parts = []string{}
		switch {
		case parent.node == nil:
			s.missing(of.facet, n)
		case unresolved(parent.node):
			s.unresolved(of.facet, parent)
		}
	}
	return catalog, schema
}

// atDot divides what is known of schemas/<catalog>.<schema>, or of what begins with that, into
// what is known of the two. Where no dot is to be seen and a reference may hold one, that is
// nothing.
func atDot(known []string) (catalog, schema []string) {
	for i, part := range known {
		if i == 0 {
			part = strings.TrimPrefix(part, schemaPrefix)
		}
		left, right, found := strings.Cut(part, ".")
		if !found && len(known) > 1 {
			catalog = append(catalog, part)
			continue
		}
		right, _, _ = strings.Cut(right, ".")
		return append(catalog, left), append([]string{right}, known[i+1:]...)
	}
	return nil, nil
}

// expected is the table that the platform makes: <prefix>_payload, the prefix
// being the last part of the service's name by default. Source: doc comment on
// InferenceTableConfig, databricks-sdk-go v0.182.0 service/catalog/model.go.
func (s serviceReader) expected(t InferenceTable) string {
	name := s.subject.Name
	prefix := cmp.Or(t.Prefix, name[strings.LastIndexByte(name, '.')+1:])
	if t.Catalog == "" || t.Schema == "" || prefix == "" {
		return ""
	}
	return t.Catalog + "." + t.Schema + "." + prefix + "_payload"
}

// tableHidden marks what a list with view=BASIC leaves out of a table.
func (s serviceReader) tableHidden(n *source.Node) {
	if n == nil {
		s.notShown("inference_table", reasonBasic)
		return
	}
	for _, part := range []struct{ key, facet string }{
		{"parent", "catalog"},
		{"parent", "schema"},
		{"parent", "catalog_parts"},
		{"parent", "schema_parts"},
		{"is_deleted", "deleted"},
		{"table_name_prefix", "prefix"},
		{"table_name_prefix", "prefix_written"},
	} {
		if !hasAny(n, part.key) {
			s.notShown("inference_table."+part.facet, reasonBasic)
		}
	}
}

// unquoted returns a service with its numbers as numbers, as the API's schema
// has them.
func unquoted(n *source.Node) *source.Node {
	bare := *n
	items := slices.Clone(n.Items())
	for i := range items {
		items[i] = unquoted(items[i])
	}
	bare.SetItems(items)
	entries := slices.Clone(n.Entries())
	for i := range entries {
		e := &entries[i]
		e.Value = unquoted(e.Value)
		if numeric(e.Key) && isQuoted(e.Value) {
			e.Value.Kind = source.Number
		}
	}
	bare.SetEntries(entries)
	return &bare
}

func numeric(key string) bool {
	return key == "requests" || key == "tokens" || key == "traffic_percentage"
}
