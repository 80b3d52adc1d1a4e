package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/secret"
	"github.com/gwlint/gwlint/internal/source"
)

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
		return strings.HasPrefix(plain(limit.Get("key")), keyPrefix)
	}) || strings.HasPrefix(plain(config.Get("inference_table").Get("parent")), schemaPrefix)
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
	return unresolved(routing) || list != nil && (len(list.Items) > 0 || unresolved(list))
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
