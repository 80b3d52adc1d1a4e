package gateway

import (
	"maps"
	"strings"

	"github.com/gwlint/gwlint/internal/source"
)

// places remembers where the parts of a subject are written, as far as the
// model's own paths do not tell.
type places struct {
	base         []string // pointer of the subject in its document
	written      map[string]string
	destinations string // the key of the list they were read from
	// apart says that destinations that stand by have a list of their own.
	apart bool
	text  map[string][]span
	// found are the pointers of what is written in a place of its own, by the path
	// in the model: app/endpoints/0.
	found map[string][]string
}

// span is a place found while reading the text.
type span struct {
	ranges  source.Range
	pointer []string // from the subject
}

func generalise(path []string) (pattern string, indices []string) {
	var b strings.Builder
	for i, segment := range path {
		if i > 0 {
			b.WriteByte('/')
		}
		if segment != "" && segment[0] >= '0' && segment[0] <= '9' {
			indices = append(indices, segment)
			segment = "#"
		}
		b.WriteString(segment)
	}
	return b.String(), indices
}

func concretise(to, destinations string, indices []string) []string {
	segments := strings.Split(to, "/")
	for i, segment := range segments {
		switch segment {
		case "@":
			segments[i] = destinations
		case "#":
			segments[i], indices = indices[0], indices[1:]
		}
	}
	return segments
}

// endpointKeys maps paths of the model to the keys they are written under in an
// endpoint; `#` stands for an index. A path that is not here is written where its
// longest known ancestor is. Where a thing is written in one of several ways, they
// stand behind each other. Each kind of subject has such a map.
var endpointKeys = map[string]string{
	"declared":                       "ai_gateway",
	"name":                           "name",
	"task":                           "task",
	"usage_tracking":                 "ai_gateway/usage_tracking_config",
	"usage_tracking/enabled":         "ai_gateway/usage_tracking_config/enabled",
	"inference_table":                "ai_gateway/inference_table_config",
	"inference_table/enabled":        "ai_gateway/inference_table_config/enabled",
	"inference_table/catalog":        "ai_gateway/inference_table_config/catalog_name",
	"inference_table/schema":         "ai_gateway/inference_table_config/schema_name",
	"inference_table/prefix_written": "ai_gateway/inference_table_config/table_name_prefix",
	"inference_table/prefix":         "ai_gateway/inference_table_config/table_name_prefix",
	"rate_limits":                    "ai_gateway/rate_limits",
	"rate_limits/#":                  "ai_gateway/rate_limits/#",
	"rate_limits/#/scope":            "ai_gateway/rate_limits/#/key",
	"rate_limits/#/principal":        "ai_gateway/rate_limits/#/principal",
	"rate_limits/#/calls":            "ai_gateway/rate_limits/#/calls",
	"rate_limits/#/tokens":           "ai_gateway/rate_limits/#/tokens",
	"rate_limits/#/period":           "ai_gateway/rate_limits/#/renewal_period",
	"guardrails":                     "ai_gateway/guardrails",
	"guardrails/input":               "ai_gateway/guardrails/input",
	"guardrails/input/pii":           "ai_gateway/guardrails/input/pii/behavior",
	"guardrails/input/safety":        "ai_gateway/guardrails/input/safety",
	"guardrails/input/keywords":      "ai_gateway/guardrails/input/invalid_keywords",
	"guardrails/input/topics":        "ai_gateway/guardrails/input/valid_topics",
	"guardrails/output":              "ai_gateway/guardrails/output",
	"guardrails/output/pii":          "ai_gateway/guardrails/output/pii/behavior",
	"guardrails/output/safety":       "ai_gateway/guardrails/output/safety",
	"guardrails/output/keywords":     "ai_gateway/guardrails/output/invalid_keywords",
	"guardrails/output/topics":       "ai_gateway/guardrails/output/valid_topics",
	"fallback":                       "ai_gateway/fallback_config",
	"fallback/enabled":               "ai_gateway/fallback_config/enabled",
	"sections/fallback":              "ai_gateway/fallback_config",
	"destinations":                   "config/@",
	"destinations/#":                 "config/@/#",
	"destinations/#/name":            "config/@/#/name",
	"destinations/#/entity":          "config/@/#/entity_name|config/@/#/external_model/name|config/@/#/foundation_model/name|config/@/#/model_name",
	"destinations/#/version":         "config/@/#/entity_version",
	"destinations/#/provider":        "config/@/#/external_model/provider",
	"routes":                         "config/traffic_config/routes",
	"routes/#":                       "config/traffic_config/routes/#",
	"routes/#/name":                  "config/traffic_config/routes/#/served_entity_name",
	"routes/#/share":                 "config/traffic_config/routes/#/traffic_percentage",
	"traffic/destinations":           "config/@",
	"traffic/shares":                 "config/traffic_config/routes",
	"legacy/served_models":           "config/served_models",
	"legacy/auto_capture":            "config/auto_capture_config",
	"legacy/auto_capture_prefix":     "config/auto_capture_config/table_name_prefix",
	"legacy/rate_limits":             "rate_limits",
}

// tableKeys maps paths of the model to the keys of a service's inference table.
var tableKeys = map[string]string{
	"inference_table":                "config/inference_table",
	"inference_table/enabled":        "config/inference_table/disabled",
	"inference_table/catalog":        "config/inference_table/parent",
	"inference_table/schema":         "config/inference_table/parent",
	"inference_table/prefix_written": "config/inference_table/table_name_prefix",
	"inference_table/prefix":         "config/inference_table/table_name_prefix",
	"inference_table/deleted":        "config/inference_table/is_deleted",
}

// commonKeys maps paths of the model to what every service has.
var commonKeys = map[string]string{ //nolint:gosec // G101: names of fields, no secrets
	"declared":                "config",
	"name":                    "name",
	"task":                    "supported_api_types",
	"rate_limits":             "config/rate_limits",
	"rate_limits/#":           "config/rate_limits/#",
	"rate_limits/#/scope":     "config/rate_limits/#/key",
	"rate_limits/#/principal": "config/rate_limits/#/principal",
	"rate_limits/#/calls":     "config/rate_limits/#/requests",
	"rate_limits/#/tokens":    "config/rate_limits/#/tokens",
	"rate_limits/#/period":    "config/rate_limits/#/renewal_period",
}

// modelServiceKeys maps paths of the model to the keys of a model service. The
// destinations that stand by have a list of their own there: see standby.
var modelServiceKeys = joined(commonKeys, tableKeys, map[string]string{
	"guardrails":             "config",
	"destinations":           "config/routing/destinations",
	"destinations/#":         "config/routing/destinations/#",
	"destinations/#/name":    "config/routing/destinations/#/name",
	"destinations/#/entity":  entityKeys("config/routing/destinations/#"),
	"destinations/#/share":   "config/routing/destinations/#/traffic_percentage",
	"standby/#":              "config/routing/fallback/destinations/#",
	"standby/#/name":         "config/routing/fallback/destinations/#/name",
	"standby/#/entity":       entityKeys("config/routing/fallback/destinations/#"),
	"standby/#/share":        "config/routing/fallback/destinations/#/traffic_percentage",
	"destinations/#/deleted": "config/routing/destinations/#/is_deleted",
	"standby/#/deleted":      "config/routing/fallback/destinations/#/is_deleted",
	"routes":                 "config/routing/destinations",
	"traffic":                "config/routing",
	"traffic/destinations":   "config/routing/destinations",
	"traffic/shares":         "config/routing/destinations",
	"traffic/fallbacks":      "config/routing/fallback/destinations",
	"fallback":               "config/routing/fallback",
	"fallback/enabled":       "config/routing/fallback/destinations",
	"sections/fallback":      "config/routing/fallback",
})

var mcpServiceKeys = joined(commonKeys, map[string]string{
	"mcp":             "config",
	"mcp/selectors":   "config/include_tool_selectors",
	"mcp/selectors/#": "config/include_tool_selectors/#",
	"mcp/connection":  "config/source_connection/name",
	"mcp/deleted":     "config/source_connection/is_deleted",
})

var providerServiceKeys = joined(commonKeys, tableKeys, map[string]string{
	"provider":                          "config",
	"provider/allow_all_targets":        "config/allow_all_targets",
	"provider/forward_headers":          "config/forward_headers",
	"provider/forward_query_parameters": "config/forward_query_parameters",
	"provider/forward_unmanaged_paths":  "config/forward_unmanaged_paths",
	"provider/targets":                  "config/targets",
	"text/credentials":                  "config",
})

// entityKeys are the ways in which a destination may name what it leads to.
func entityKeys(destination string) string {
	return strings.Join([]string{
		destination + "/external_model_config/target/model",
		destination + "/pay_per_token_config/model",
		destination + "/provisioned_throughput_config/model_serving_endpoint",
		destination + "/provisioned_throughput_config/model",
	}, "|")
}

func joined(all ...map[string]string) map[string]string {
	whole := map[string]string{}
	for _, keys := range all {
		maps.Copy(whole, keys)
	}
	return whole
}
