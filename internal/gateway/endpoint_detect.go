package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// isEndpoint says whether an object is a serving endpoint with something that a
// gateway or its models need.
func isEndpoint(n *source.Node) bool {
	if n.Kind != source.Map {
		return false
	}
	config := n.Get("config")
	if holdsGateway(n, config) || isDeployed(n) || isLimited(n) {
		return true
	}
	if config == nil || config.Kind != source.Map {
		return isUnwrapped(n)
	}
	for _, key := range []string{"served_entities", "served_models", "ai_gateway", "auto_capture_config"} {
		if config.Get(key) != nil {
			return true
		}
	}
	return config.Get("traffic_config").Get("routes") != nil || isUnwrapped(n)
}

// isLimited says whether an object has a name and limits as only we write them, and
// nothing that no document of ours has: such limits are the endpoint's own.
func isLimited(n *source.Node) bool {
	own, meant, others := countKeys(n)
	return n.Get("name") != nil && own == 1 && meant+others == 0 && isPeriodic(n.Get("rate_limits"))
}

// isUnwrapped says whether an object has at its top what belongs in `config`.
func isUnwrapped(n *source.Node) bool {
	entities := n.Get("served_entities")
	return hasAny(n, "name") && entities != nil && entities.Kind == source.List
}

// isListItem says whether an object carries what only the platform writes into
// an endpoint; Databricks' own endpoints have little else.
func isListItem(n *source.Node) bool {
	if n.Kind != source.Map || n.Get("name") == nil {
		return false
	}
	state := n.Get("state")
	kind := n.Get("endpoint_type")
	return inCapitals(kind) && strings.Contains(kind.Text, "_") && n.Get("config") != nil ||
		state != nil && state.Kind == source.Map && state.Get("ready") != nil && state.Get("config_update") != nil
}

// isDeployed says whether an object has the state in which the platform shows an
// endpoint, beside its name.
func isDeployed(n *source.Node) bool {
	state := n.Get("state")
	return n.Kind == source.Map && n.Get("name") != nil && inCapitals(state.Get("ready")) && inCapitals(state.Get("config_update"))
}

func inCapitals(n *source.Node) bool {
	word := plain(n)
	return word != "" && word == strings.ToUpper(word) && strings.ToLower(word) != word
}

// isDetailed says whether an answer holds what GET shows and lists leave out. What is
// missing in the SDK's type of a list item may still be in the answer, such as
// permission_level and route_optimized. Source: databricks-sdk-go v0.182.0,
// service/serving/model.go, and answers of GET /api/2.0/serving-endpoints.
func isDetailed(n *source.Node) bool {
	config := n.Get("config")
	return hasAny(n, "endpoint_url", "data_plane_info", "pending_config") ||
		hasAny(config, "config_version", "traffic_config", "auto_capture_config")
}

// formOf distinguishes a create body from an answer of the platform.
func formOf(n *source.Node) string {
	if isAnswered(n) {
		return FormGet
	}
	return FormCreate
}

// isAnswered says whether an endpoint has what only the platform writes. Its state is
// in every answer, and people write one such key, not two. No answer has limits
// beside the gateway, or a credential in plain text.
func isAnswered(n *source.Node) bool {
	state := n.Get("state")
	ready, update := inCapitals(state.Get("ready")), inCapitals(state.Get("config_update"))
	switch {
	case !ready && !update, hasAny(n, "rate_limits"), holdsPlaintext(n.Get("config")):
		return false
	case ready && update:
		return true
	}
	return hasAny(n, "id", "creator", "creation_timestamp", "last_updated_timestamp", "permission_level", "endpoint_url") ||
		inCapitals(n.Get("endpoint_type")) || hasAny(n.Get("config"), "config_version")
}

// holdsPlaintext says whether a configuration has a field for a credential in plain
// text that is filled in. Environment variables may have any name.
func holdsPlaintext(config *source.Node) bool {
	if config == nil {
		return false
	}
	return slices.ContainsFunc(config.Items(), holdsPlaintext) || slices.ContainsFunc(config.Entries(), func(e source.Entry) bool {
		return plain(e.Value) != "" && strings.HasSuffix(e.Key, "_plaintext") || e.Key != "environment_vars" && holdsPlaintext(e.Value)
	})
}

// isEndpointItem says whether an element of a list is an endpoint.
func isEndpointItem(n *source.Node) bool { return isEndpoint(n) || isListItem(n) }

// endpointForm says what an endpoint was written as. An answer without what only GET
// shows is a list's, also where it is a document of its own: that is how the items of a
// list are taken out of it. GET shows no configuration while the first is deployed.
func endpointForm(n *source.Node, at where) string {
	form := formOf(n)
	if form == FormCreate || isDetailed(n) || at == atRoot && absent(n.Get("config")) {
		return form
	}
	return FormList
}

// listsEndpoints says whether an `endpoints` list is the platform's and not, say,
// a service catalogue's.
func listsEndpoints(list *source.Node, _ bool) bool {
	return slices.ContainsFunc(list.Items(), isEndpointItem)
}

// holdsGateway says whether `ai_gateway` is an endpoint's: applications keep the
// address of their gateway, or a switch for it, under the same key.
func holdsGateway(n, config *source.Node) bool {
	gateway := n.Get("ai_gateway")
	switch {
	case gateway == nil:
		return false
	case config != nil && (gateway.Kind == source.Map || n.Get("name") != nil):
		return true
	case gateway.Kind == source.Map:
		return n.Get("name") != nil || len(gateway.Entries()) == 0 ||
			slices.ContainsFunc(gateway.Entries(), func(e source.Entry) bool { return nearSection(e.Key) })
	default:
		return n.Get("name") != nil && (gateway.Kind == source.List || gateway.Kind == source.Null || unresolved(gateway))
	}
}
