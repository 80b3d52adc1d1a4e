package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

// Why a facet of a service cannot be seen.
const (
	reasonBasic    = "a list answer with view=BASIC leaves this out; list with view=FULL, or check the answer of GET"
	reasonPolicies = "services have no field for guardrails: they are service policies, which no API shows"
)

func normaliseService(doc *source.Document, c candidate) (*Subject, error) {
	s := blank(Kind(strings.ReplaceAll(string(c.service.kind), "-", "_")), doc, c)
	s.is, s.places.written, s.places.apart = c.service, c.service.keys, c.service.kind == ModelService
	serviceReader{reader{s}, c.service}.service(c.node)
	r := reader{s}
	r.unseen("evidence", NotInFiles)
	r.derived()
	return s, r.judgeText()
}

// serviceReader reads a Unity Gateway service.
type serviceReader struct {
	reader

	is *service
}

// service reads what the kinds share, and then what one has alone. Usage is
// always tracked, in system.ai_gateway.usage. Source:
// github.com/databricks-solutions/ai-governance, workshop_app/docs/APIS_AND_SETUP.md.
func (r serviceReader) service(n *source.Node) {
	s := r.subject
	s.Name = r.is.name(n)
	s.Task = serviceTask(n)
	s.Provided = s.Form != FormCreate && strings.HasPrefix(s.Name, systemPrefix)
	s.UsageTracking.Enabled, s.Sections.UsageTracking = true, true
	config, shown := r.config(n)
	s.Sections.InferenceTable = hasAny(config, "inference_table")
	s.Sections.RateLimits = hasAny(config, "rate_limits")
	basic := s.Form == FormList && !r.is.whole(config)
	if shown {
		r.limits(config, basic)
		r.table(config, basic)
	}
	switch r.is.kind { //nolint:exhaustive // the other kinds are no services
	case ModelService:
		r.unseen("guardrails", reasonPolicies)
		r.routing(config, basic)
	case MCPService:
		r.mcp(config, basic)
	case ProviderService:
		s.Hosting = external
		r.provider(config)
		r.secretsUnseen(config)
	}
}

// config returns the configuration; shown is false where nothing of it can be
// seen: a template fills it in, or a list leaves it out.
func (r serviceReader) config(n *source.Node) (config *source.Node, shown bool) {
	facets := []string{"rate_limits", "inference_table", "destinations", "traffic", "fallback", "mcp", "provider"}
	v := n.Get("config")
	switch {
	case v != nil && unresolved(v):
		for _, facet := range facets {
			r.pending(facet, v)
		}
		r.mark(Mark{Facet: "text.credentials", Reason: Scrub("'" + secret.Interpolation(v.Text) + "' is not resolved"), Partly: true, node: v})
		return nil, false
	case r.subject.Form == FormList && (v == nil || v.Kind == source.Null):
		for _, facet := range facets {
			r.unseen(facet, reasonBasic)
		}
		return nil, false
	case v == nil || v.Kind != source.Map:
		return nil, true
	}
	return v, true
}

// name is the full name without the word for its kind. A create body has none;
// tools keep its parts beside it.
func (s *service) name(n *source.Node) string {
	if name := plain(n.Get("name")); name != "" {
		return strings.TrimPrefix(name, s.prefix)
	}
	parent, id := plain(n.Get("parent")), plain(n.Get(s.id))
	if parent == "" || id == "" {
		return ""
	}
	return strings.TrimPrefix(parent, schemaPrefix) + "." + id
}

// serviceTask tells embeddings and chat by the API types that an answer lists.
func serviceTask(n *source.Node) string {
	types := n.Get("supported_api_types")
	if types == nil || len(types.Items) == 0 {
		return ""
	}
	of := func(word string) func(*source.Node) bool {
		return func(item *source.Node) bool { return strings.Contains(plain(item), word) }
	}
	switch {
	case slices.ContainsFunc(types.Items, of("chat")):
		return "llm/v1/chat"
	case !slices.ContainsFunc(types.Items, func(item *source.Node) bool { return !of("embeddings")(item) }):
		return "llm/v1/embeddings"
	default:
		return ""
	}
}

// mcp reads what an MCP service exposes. A list with view=BASIC leaves out the
// connection, not the selectors.
func (r serviceReader) mcp(config *source.Node, basic bool) {
	if basic {
		r.unseen("mcp.connection", reasonBasic)
		r.unseen("mcp.deleted", reasonBasic)
	}
	connection := r.part(config, "source_connection", "mcp.connection", "mcp.deleted")
	r.subject.MCP = MCP{
		Selectors:  r.words(config, "include_tool_selectors", "mcp.selectors"),
		Connection: strings.TrimPrefix(r.text(connection, "name", "mcp.connection"), connectionPrefix),
		Deleted:    r.bool(connection, "is_deleted", "mcp.deleted"),
	}
}

func (r serviceReader) provider(config *source.Node) {
	r.subject.Provider = Provider{
		AllowAllTargets:  r.bool(config, "allow_all_targets", "provider.allow_all_targets"),
		ForwardHeaders:   r.bool(config, "forward_headers", "provider.forward_headers"),
		ForwardQuery:     r.bool(config, "forward_query_parameters", "provider.forward_query_parameters"),
		ForwardUnmanaged: r.bool(config, "forward_unmanaged_paths", "provider.forward_unmanaged_paths"),
		Targets:          int64(len(r.list(config, "targets", "provider.targets"))),
	}
}

// part returns an object. Where a template fills it in, none of the facets that
// it holds can be seen.
func (r serviceReader) part(n *source.Node, key string, facets ...string) *source.Node {
	for _, facet := range facets[1:] {
		r.value(n, key, facet)
	}
	return r.object(n, key, facets[0])
}
