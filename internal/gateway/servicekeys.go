package gateway

import (
	"maps"
	"strings"
)

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
