package fakeworkspace

import (
	"encoding/hex"
	"hash/fnv"
	"slices"
	"strings"
)

// createdAt is when everything was made: nothing here knows the time.
const createdAt = 1755000000000

// ID is the id of the endpoint that the functions of this package make of a
// name: 32 hexadecimal digits.
func ID(name string) string {
	hash := fnv.New128a()
	_, _ = hash.Write([]byte(name)) // never fails
	return hex.EncodeToString(hash.Sum(nil))
}

// External is an endpoint that serves models of other providers, the first of
// them to all traffic and the others as fallback, without a gateway.
func External(name string, entities ...Object) Object {
	routes := make([]any, len(entities))
	for i, entity := range entities {
		share := 0
		if i == 0 {
			share = 100
		}
		routes[i] = route(text(entity, "name"), share)
	}
	return endpoint(name, "EXTERNAL_MODEL", "llm/v1/chat", Object{
		"config_version": 4, "served_entities": anyList(entities), "traffic_config": Object{"routes": routes},
	})
}

// Custom is an endpoint that serves a registered model of one's own, without a
// gateway. GET shows it twice, as entity and as the older served_models.
func Custom(name, model string, variables Object) Object {
	const version = "3"
	served := name + "-" + version
	entity := Object{
		"name": served, "entity_name": model, "entity_version": version, "workload_size": "Small", "workload_type": "CPU",
		"scale_to_zero_enabled": true, "environment_vars": variables, "creator": "ana@example.com",
		"creation_timestamp": createdAt, "state": ready(),
	}
	older := Object{
		"name": served, "model_name": model, "model_version": version, "workload_size": "Small", "workload_type": "CPU",
		"scale_to_zero_enabled": true, "environment_vars": variables, "creator": "ana@example.com",
		"creation_timestamp": createdAt, "state": ready(),
	}
	return endpoint(name, "CUSTOM_MODEL", "", Object{
		"config_version": 7, "served_entities": []any{entity}, "served_models": []any{older},
		"traffic_config": Object{"routes": []any{route(served, 100)}},
	})
}

// Provisioned is an endpoint with provisioned throughput for a model of
// Databricks, without a gateway.
func Provisioned(name, model string) Object {
	return endpoint(name, "FOUNDATION_MODEL", "llm/v1/chat", Object{
		"config_version": 1,
		"served_entities": []any{Object{
			"name": name + "-1", "entity_name": model, "entity_version": "1", "min_provisioned_throughput": 0,
			"max_provisioned_throughput": 9500, "scale_to_zero_enabled": true, "creator": "ana@example.com",
			"creation_timestamp": createdAt, "state": ready(),
		}},
		"traffic_config": Object{"routes": []any{route(name+"-1", 100)}},
	})
}

// Provided is an endpoint that Databricks provides: it has no id and no
// creator.
func Provided(name, display string) Object {
	model := "system.ai." + name
	return Object{
		"name": name, "creator": nil, "creation_timestamp": createdAt, "last_updated_timestamp": createdAt,
		"state": Object{"ready": "READY", "config_update": "NOT_UPDATING"}, "task": "llm/v1/chat",
		"endpoint_type": "FOUNDATION_MODEL_API", "permission_level": "CAN_QUERY", "route_optimized": false,
		"config": Object{"served_entities": []any{Object{
			"name": name, "entity_name": model, "foundation_model": Object{"name": model, "display_name": display, "docs": "https://docs.databricks.com"},
		}}},
	}
}

func endpoint(name, kind, task string, config Object) Object {
	return Object{
		"id": ID(name), "name": name, "creator": "ana@example.com", "creation_timestamp": createdAt, "last_updated_timestamp": createdAt + 100_000_000,
		"state": Object{"ready": "READY", "config_update": "NOT_UPDATING"}, "task": task, "endpoint_type": kind,
		"description": "", "permission_level": "CAN_MANAGE", "route_optimized": false,
		"tags": []any{Object{"key": "team", "value": "platform"}}, "config": config,
	}
}

// Entity is a served entity with a model of another provider, whose key is in a
// secret scope: of openai, anthropic, cohere, palm, ai21labs or
// databricks-model-serving.
func Entity(name, provider, model string) Object {
	block := strings.ReplaceAll(provider, "-", "_") + "_config"
	key := strings.ReplaceAll(provider, "-", "_") + "_api_key"
	if provider == "databricks-model-serving" {
		key = "databricks_api_token"
	}
	return Object{
		"name": name, "creator": "ana@example.com", "creation_timestamp": createdAt, "state": ready(),
		"external_model": Object{
			"name": model, "provider": provider, "task": "llm/v1/chat",
			block: Object{key: "{{secrets/llm/" + provider + "}}"},
		},
	}
}

// Fronting is a served entity that hands on to another endpoint of the same
// workspace.
func Fronting(name, endpoint string) Object {
	entity := Entity(name, "databricks-model-serving", endpoint)
	block := entity["external_model"].(Object)["databricks_model_serving_config"].(Object)
	block["databricks_workspace_url"] = Self
	return entity
}

// Gateway is an ai_gateway that has all it should have. It logs into a schema,
// c.s, with a prefix.
func Gateway(schema, prefix string) Object {
	catalog, schema, _ := strings.Cut(schema, ".")
	return Object{
		"usage_tracking_config":  Object{"enabled": true},
		"fallback_config":        Object{"enabled": true},
		"inference_table_config": Object{"catalog_name": catalog, "schema_name": schema, "table_name_prefix": prefix, "enabled": true},
		"rate_limits": []any{
			Object{"key": "endpoint", "calls": 600, "renewal_period": "minute"},
			Object{"key": "user", "calls": 60, "renewal_period": "minute"},
		},
		"guardrails": Object{
			"input":  Object{"safety": true, "pii": Object{"behavior": "BLOCK"}},
			"output": Object{"safety": true, "pii": Object{"behavior": "MASK"}},
		},
	}
}

func has(list []Object, key, wanted string) bool {
	return slices.ContainsFunc(list, func(o Object) bool { return text(o, key) == wanted })
}

func route(name string, share int) Object {
	return Object{"served_model_name": name, "served_entity_name": name, "traffic_percentage": share}
}

func ready() Object {
	return Object{"deployment": "DEPLOYMENT_READY", "deployment_state_message": ""}
}

// text is the text under a key, "" when there is none.
func text(o Object, key string) string {
	s, _ := o[key].(string)
	return s
}

func anyList(list []Object) []any {
	out := make([]any, len(list))
	for i := range list {
		out[i] = list[i]
	}
	return out
}
