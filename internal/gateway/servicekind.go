package gateway

import (
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// The kinds of Unity Gateway services that a caller may force.
const (
	ModelService    Kind = "model-service"
	MCPService      Kind = "mcp-service"
	ProviderService Kind = "provider-service"
)

// service is how one kind of Unity Gateway services is written. Source:
// databricks-sdk-go v0.182.0, service/catalog/model.go and impl.go.
type service struct {
	kind   Kind
	schema schema.Name
	list   string // the key of a list answer
	prefix string // how a full resource name begins
	id     string // the parameter of a create request that has the last part of the name
	keys   map[string]string
	// shaped says whether a `config` can be no other kind's.
	shaped func(config *source.Node) bool
	// whole says whether an answer shows what a list with view=BASIC leaves out.
	whole func(config *source.Node) bool
}

var services = []*service{
	{
		kind: ModelService, schema: schema.ModelService, list: "model_services", prefix: "model-services/",
		id: "model_service_id", keys: modelServiceKeys, shaped: routesModels, whole: showsRouting,
	},
	{
		kind: MCPService, schema: schema.MCPService, list: "mcp_services", prefix: "mcp-services/",
		id: "mcp_service_id", keys: mcpServiceKeys, shaped: exposesTools, whole: showsConnection,
	},
	{
		kind: ProviderService, schema: schema.ProviderService, list: "model_provider_services", prefix: "model-provider-services/",
		id: "model_provider_service_id", keys: providerServiceKeys, shaped: reachesProvider, whole: showsProvider,
	},
}

// How resource names begin.
const (
	schemaPrefix     = "schemas/"
	tablePrefix      = "tables/"
	modelPrefix      = "models/"
	endpointPrefix   = "serving-endpoints/"
	connectionPrefix = "connections/"
)

// is says whether an object is a service of the kind: by its resource name,
// which has three parts, or by a configuration that is nobody else's.
func (s *service) is(n *source.Node) bool {
	if n.Kind != source.Map {
		return false
	}
	if name, ok := strings.CutPrefix(plain(n.Get("name")), s.prefix); ok && (strings.Count(name, ".") >= 2 || secret.Interpolation(name) != "") {
		return true
	}
	config := n.Get("config")
	return config == nil && s.unwrapped(n) || config != nil && config.Kind == source.Map && s.shaped(config)
}

// unwrapped says whether an object has at its top what belongs in the `config`
// of a service of the kind. Applications keep the keys of providers there, too.
func (s *service) unwrapped(n *source.Node) bool {
	if isUnwrapped(n) || hasAny(n, "ai_gateway", "usage_tracking_config", "inference_table_config", "guardrails", "fallback_config") {
		return false
	}
	return s.shaped(n) && (s.kind != ProviderService || hasAny(n, s.id, "provider_type"))
}
