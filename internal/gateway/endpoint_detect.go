package gateway

import (
	"slices"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
	"github.com/gwlint/gwlint/schema"
)

// isEndpoint says whether an object is a serving endpoint with something that a
// gateway or its models need.
func isEndpoint(n *source.Node) bool {
	if n.Kind != source.Map {
		return false
	}
	config := n.Get("config")
	if holdsGateway(n, config) {
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

// isUnwrapped says whether an object has at its top what belongs in `config`.
func isUnwrapped(n *source.Node) bool {
	entities := n.Get("served_entities")
	return n.Get("name") != nil && entities != nil && entities.Kind == source.List
}

// isListItem says whether an object carries what only the platform writes into
// an endpoint; Databricks' own endpoints have little else.
func isListItem(n *source.Node) bool {
	if n.Kind != source.Map || n.Get("name") == nil {
		return false
	}
	state := n.Get("state")
	kind := plain(n.Get("endpoint_type"))
	return kind == strings.ToUpper(kind) && strings.Contains(kind, "_") && n.Get("config") != nil ||
		state != nil && state.Kind == source.Map && state.Get("ready") != nil && state.Get("config_update") != nil
}

// isDetailed says whether an answer holds what GET shows and lists leave out.
// Source: the fields of ServingEndpointDetailed that ServingEndpoint lacks, in
// databricks-sdk-go v0.182.0 service/serving/model.go.
func isDetailed(n *source.Node) bool {
	for _, key := range []string{"permission_level", "route_optimized", "endpoint_url", "data_plane_info", "email_notifications", "pending_config"} {
		if n.Get(key) != nil {
			return true
		}
	}
	config := n.Get("config")
	return config.Get("config_version") != nil || config.Get("traffic_config") != nil || config.Get("auto_capture_config") != nil
}

// formOf distinguishes a create body from an answer of the platform by the fields that
// only the platform writes.
func formOf(n *source.Node) string {
	for _, key := range []string{"id", "creator", "creation_timestamp", "last_updated_timestamp", "state", "permission_level", "endpoint_type"} {
		if n.Get(key) != nil {
			return FormGet
		}
	}
	return FormCreate
}

// isPutBody says whether an object is the body of a put-ai-gateway call. Any of
// its sections may stand alone, so each must show its own shape.
func isPutBody(n *source.Node) bool {
	for _, key := range []string{"usage_tracking_config", "inference_table_config"} {
		if block := n.Get(key); block != nil && block.Kind == source.Map {
			return true
		}
	}
	stranger := func(e source.Entry) bool { return !slices.Contains(sections, e.Key) }
	if n.Get("fallback_config").Get("enabled") != nil && !slices.ContainsFunc(n.Entries, stranger) {
		return true
	}
	return isGuardrails(n) || isRateLimits(n.Get("rate_limits"))
}

// isGuardrails says whether an object has guardrails as we know them. Agents
// have guardrails of their own, some with a key of ours: beside what no body of
// ours has, only what no other document has counts.
func isGuardrails(n *source.Node) bool {
	known := !slices.ContainsFunc(n.Entries, foreign)
	for _, side := range []string{"input", "output"} {
		filters := n.Get("guardrails").Get(side)
		if filters.Get("pii").Get("behavior") != nil || filters.Get("invalid_keywords") != nil || filters.Get("valid_topics") != nil {
			return true
		}
		if known && (filters.Get("pii") != nil || filters.Get("safety") != nil) {
			return true
		}
	}
	return false
}

func isRateLimits(n *source.Node) bool {
	return n != nil && slices.ContainsFunc(n.Items, func(limit *source.Node) bool {
		amount := hasAny(limit, "calls", "tokens")
		scope := oneOf(plain(limit.Get("key")), scopes...)
		if limit.Get("renewal_period") != nil {
			return amount || limit.Get("key") != nil
		}
		return amount && scope != ""
	})
}

// isEndpointItem says whether an element of a list is an endpoint.
func isEndpointItem(n *source.Node) bool { return isEndpoint(n) || isListItem(n) }

// endpointForm says what an endpoint was written as. An answer in a list without
// what only GET shows is the list's.
func endpointForm(n *source.Node, at where) string {
	form := formOf(n)
	if at == atRoot || form == FormCreate || isDetailed(n) {
		return form
	}
	return FormList
}

// listsEndpoints says whether an `endpoints` list is the platform's and not, say,
// a service catalogue's.
func listsEndpoints(list *source.Node, _ bool) bool {
	return slices.ContainsFunc(list.Items, isEndpointItem)
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
		return n.Get("name") != nil || len(gateway.Entries) == 0 ||
			slices.ContainsFunc(gateway.Entries, func(e source.Entry) bool { return nearSection(e.Key) })
	default:
		return n.Get("name") != nil && (gateway.Kind == source.List || gateway.Kind == source.Null || unresolved(gateway))
	}
}

// nearSection says whether a key is that of a section, or was meant to be.
func nearSection(key string) bool {
	return slices.Contains(sections, key) || schema.Nearest(key, sections) != ""
}

// foreign says whether a key stands at the top of no document of ours.
func foreign(e source.Entry) bool {
	switch e.Key {
	case "name", "config", "tags", "description":
		return false
	}
	return !strings.ContainsAny(e.Key[:min(1, len(e.Key))], "$_") && !nearSection(e.Key)
}
