package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/regex"
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
	prefix string // how a full resource name begins
	id     string // the parameter of a create request that has the last part of the name
	// shaped says whether a `config` can be no other kind's.
	shaped func(config *source.Node) bool
	// whole says whether an answer shows what a list with view=BASIC leaves out.
	whole func(config *source.Node) bool
	// required is the key of a configuration without which no service is made.
	required string
}

// services are the rows of the forms of services.
func services() []*form {
	return []*form{
		serviceForm("model_services", schema.ModelService, []string{
			"model-services/", "model_services", "pay_per_token_config", "provisioned_throughput_config", "DESTINATION_TYPE_",
			"service_policies",
			"externalModelConfig", "inferenceTable", "rateLimits", // as documented they are an endpoint's too
		}, []string{
			"RATE_LIMIT_KEY_", "RATE_LIMIT_RENEWAL_PERIOD_", "DESTINATION_TYPE_", "external_model_config",
			"pay_per_token_config", "provisioned_throughput_config", "model_provider_service", policyPrefix,
		}, &service{kind: ModelService, prefix: "model-services/", id: "model_service_id", shaped: routesModels, whole: showsRouting, required: "routing"}),
		serviceForm("mcp_services", schema.MCPService, []string{
			"mcp-services/", "mcp_services", "include_tool_selectors", "source_connection",
		}, []string{
			"include_tool_selectors",
		}, &service{kind: MCPService, prefix: "mcp-services/", id: "mcp_service_id", shaped: exposesTools, whole: showsConnection, required: "source_connection"}),
		serviceForm("model_provider_services", schema.ProviderService, []string{
			"model-provider-services/", "provider_services", "EXTERNAL_MODEL_PROVIDER_TYPE_", "allow_all_targets", "native_api_types",
			"api_key", "aws_access_key", "entra_service_principal", "header_auth", "service_credential", "relayed",
		}, []string{
			"EXTERNAL_MODEL_PROVIDER_TYPE_", "model-provider-services/",
		}, &service{kind: ProviderService, prefix: "model-provider-services/", id: "model_provider_service_id", shaped: reachesProvider, whole: showsProvider, required: "provider_type"}),
	}
}

// serviceForm is the row of one kind of services. list is the key of a list answer.
func serviceForm(list string, name schema.Name, markers, own []string, s *service) *form {
	return &form{
		kind: s.kind, subject: Kind(strings.ReplaceAll(string(s.kind), "-", "_")),
		markers: inBothSpellings(markers), own: inBothSpellings(own),
		list: list, lists: s.lists, is: s.is, isItem: s.is, writtenAs: s.writtenAs,
		read:   func(r reader, n part) { serviceReader{r, s}.service(n) },
		schema: name, block: "config", typed: unquoted, service: s,
	}
}

// inBothSpellings adds to words those in lowerCamelCase. Words in capitals have none.
func inBothSpellings(words []string) []string {
	both := slices.Clone(words)
	for _, word := range words {
		if camel := schema.CamelCase(word); camel != word && word != strings.ToUpper(word) {
			both = append(both, camel)
		}
	}
	return both
}

// namesService finds the full name of a service, which has three parts, as a name: a
// path may begin with the same word.
var namesService = regex.Lazy(`\bname["']?\s*:\s*["']?(model|mcp)-services/[^.\s"'{]+\.[^.\s"'{]+\.`)

// How resource names begin.
const (
	schemaPrefix     = "schemas/"
	tablePrefix      = "tables/"
	modelPrefix      = "models/"
	endpointPrefix   = "serving-endpoints/"
	connectionPrefix = "connections/"
)

// is says whether an object is a service of the kind: by its resource name,
// which has three parts, or by a configuration that nothing else has.
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

// lists says whether a list is one of services of the kind: other programs keep
// services under the same keys.
func (s *service) lists(list *source.Node, forced bool) bool {
	return forced || slices.ContainsFunc(list.Items(), s.is)
}

// writtenAs is the form of a service.
func (s *service) writtenAs(n *source.Node, at where) string {
	switch at {
	case inAnswer:
		return s.listed(n)
	case inList:
		return s.form(n, FormList)
	default:
		return s.form(n, FormGet)
	}
}

// form distinguishes a create body from an answer by what only the platform writes, and
// the answer of GET from what a list with view=BASIC shows. answer is what an
// answer that shows everything was written as.
func (s *service) form(n *source.Node, answer string) string {
	config := n.Get("config")
	whole := s.whole(config) || config != nil && unresolved(config) ||
		s.kind == ProviderService && hasAny(config, "provider_type")
	switch {
	case !isAnswer(n) && (whole || !s.isNamed(n) || config == nil && hasAny(n, inConfig...)):
		return s.written(n)
	case whole:
		return answer
	default:
		return FormList
	}
}

// written is the form of a service that a person wrote: the body of a PATCH lacks what
// no service is made without, and does not say what to name one.
func (s *service) written(n *source.Node) string {
	config := n.Get("config")
	if config == nil || config.Kind != source.Map || hasAny(n, s.id, "parent", "name") || hasAny(config, s.required) && !s.isUpdateOf(config) || hasAny(config, "destinations", "connection") {
		return FormCreate
	}
	return FormUpdate
}

// isUpdateOf says whether what is required is there in part: a PATCH may change the
// fallbacks of a model service alone.
func (s *service) isUpdateOf(config *source.Node) bool {
	routing := config.Get("routing")
	return s.kind == ModelService && routing.Get("fallback") != nil && routing.Get("destinations") == nil
}

// inConfig are what a service has in its `config`, and no answer at its top.
var inConfig = []string{
	"rate_limits", "inference_table", "routing", "destinations", "service_policies",
	"include_tool_selectors", "source_connection", "provider_type", "targets", "allow_all_targets",
}

// listed is the form of an item of a list: one that neither has a name nor
// anything else that the platform writes is a person's.
func (s *service) listed(n *source.Node) string {
	if isAnswer(n) || s.isNamed(n) {
		return FormList
	}
	return s.written(n)
}

func (s *service) isNamed(n *source.Node) bool {
	return strings.HasPrefix(plain(n.Get("name")), s.prefix)
}

// isAnswer says whether a service has what only the platform writes: in itself, where
// one such key beside its full name will do, or in what says of something that it
// names whether it is still there.
func isAnswer(n *source.Node) bool {
	keys := 0
	for _, key := range []string{"create_time", "created_by", "update_time", "updated_by", "effective_owner", "etag", "metastore_id", "supported_api_types"} {
		if hasAny(n, key) {
			keys++
		}
	}
	if keys > 1 || keys == 1 && strings.Contains(plain(n.Get("name")), "-services/") {
		return true
	}
	config := n.Get("config")
	routing := config.Get("routing")
	shown := func(n *source.Node) bool { return hasAny(n, "is_deleted") }
	return shown(config.Get("inference_table")) || hasAny(config.Get("inference_table"), "table") ||
		shown(config.Get("source_connection")) ||
		slices.ContainsFunc(elements(routing.Get("destinations")), shown) ||
		slices.ContainsFunc(elements(routing.Get("fallback").Get("destinations")), shown)
}

// routesModels says whether a configuration is a model service's. What the three
// kinds share counts as one: it is read best there.
func routesModels(config *source.Node) bool {
	routing := config.Get("routing")
	for _, list := range []*source.Node{routing.Get("destinations"), routing.Get("fallback").Get("destinations"), config.Get("destinations")} {
		if slices.ContainsFunc(elements(list), isDestination) {
			return true
		}
	}
	if exposesTools(config) || reachesProvider(config) {
		return false
	}
	return slices.ContainsFunc(elements(config.Get("rate_limits")), func(limit *source.Node) bool {
		return strings.HasPrefix(plain(limit.Get("key")), keyPrefix) || strings.HasPrefix(plain(limit.Get("renewal_period")), periodPrefix)
	}) || strings.HasPrefix(plain(config.Get("inference_table").Get("parent")), schemaPrefix) ||
		slices.ContainsFunc(elements(config.Get("service_policies")), isPolicy)
}

func isDestination(n *source.Node) bool {
	return strings.HasPrefix(plain(n.Get("destination_type")), "DESTINATION_TYPE_") ||
		hasAny(n, "external_model_config", "pay_per_token_config", "provisioned_throughput_config")
}

func exposesTools(config *source.Node) bool {
	selectors := config.Get("include_tool_selectors")
	return selectors != nil && selectors.Kind == source.List ||
		strings.HasPrefix(plain(config.Get("source_connection").Get("name")), connectionPrefix)
}

func reachesProvider(config *source.Node) bool {
	return strings.HasPrefix(plain(config.Get("provider_type")), "EXTERNAL_MODEL_PROVIDER_TYPE_") ||
		slices.ContainsFunc(providers, func(block string) bool { return hasAny(config.Get(block).Get("direct"), ways...) }) ||
		hasAny(config.Get("anthropic"), "relayed")
}

// showsRouting says whether destinations are shown: a model service always has
// at least one.
func showsRouting(config *source.Node) bool {
	routing := config.Get("routing")
	if routing == nil {
		return false
	}
	list := routing.Get("destinations")
	return unresolved(routing) || list != nil && (len(list.Items()) > 0 || unresolved(list))
}

// showsConnection says whether the source connection is shown, which an MCP
// service always has.
func showsConnection(config *source.Node) bool {
	return hasAny(config, "source_connection")
}

// showsProvider says whether a provider service shows its table or its service
// credential, which lists with view=BASIC leave out.
func showsProvider(config *source.Node) bool {
	if hasAny(config, "inference_table") {
		return true
	}
	for _, block := range providers {
		if hasAny(config.Get(block).Get("direct"), "service_credential") {
			return true
		}
	}
	return false
}

// providers are the blocks of a provider service that say how to reach one.
var providers = secret.Providers()

// ways are the blocks and fields in which a provider service authenticates.
var ways = []string{"api_key", "aws_access_key", "entra_service_principal", "header_auth", "service_credential"}

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
