package corpus

import "encoding/json"

// Plan is what `terraform show -json` prints of a plan that creates n endpoints, each of
// them written in a resource of its own: about 7 KB an endpoint.
func Plan(n int, seed uint64) ([]byte, error) { return plan(Endpoints(n, seed)) }

func plan(endpoints []map[string]any) ([]byte, error) {
	var changes, planned, configured []any
	for i, endpoint := range endpoints {
		head := func(more ...any) map[string]any {
			resource := object(more...)
			resource["address"], resource["mode"] = "databricks_model_serving."+label(i), "managed"
			resource["type"], resource["name"] = "databricks_model_serving", label(i)
			return resource
		}
		after, provider := inPlan(endpoint), "registry.terraform.io/databricks/databricks"
		marks := marksOf(after)
		changes = append(changes, head("provider_name", provider, "change", object("actions", []any{"create"},
			"before", nil, "after", after, "after_unknown", object("id", true, "serving_endpoint_id", true, "endpoint_url", true, "provider_config", true),
			"before_sensitive", false, "after_sensitive", marks)))
		planned = append(planned, head("provider_name", provider, "schema_version", 0, "values", after, "sensitive_values", marks))
		configured = append(configured, head("provider_config_key", "databricks", "schema_version", 0, "expressions", expressionsOf(endpoint)))
	}
	return json.Marshal(object("format_version", "1.2", "terraform_version", "1.11.4",
		"planned_values", object("root_module", object("resources", planned)), "resource_changes", changes,
		"configuration", object("root_module", object("resources", configured)),
		"timestamp", "2026-11-29T00:00:00Z", "applyable", true, "complete", true, "errored", false))
}

// notSet are the arguments of an endpoint and of what it serves that a plan has as null.
var notSet = map[string][]string{
	"":            {"budget_policy_id", "description", "route_optimized", "timeouts"},
	"rate_limits": {"calls", "principal", "tokens"},
	"input":       {"invalid_keywords", "valid_topics"},
	"output":      {"invalid_keywords", "valid_topics"},
	"served_entities": {
		"burst_scaling_enabled", "entity_name", "entity_version", "environment_vars", "instance_profile_arn",
		"max_provisioned_concurrency", "max_provisioned_throughput", "min_provisioned_concurrency",
		"min_provisioned_throughput", "provisioned_model_units", "scale_to_zero_enabled", "workload_size",
	},
}

// noBlocks are the blocks that a plan has as empty lists where they are not written.
var noBlocks = map[string][]string{
	"":                {"email_notifications", "rate_limits", "tags", "telemetry_config"},
	"ai_gateway":      {"fallback_config"},
	"config":          {"auto_capture_config", "served_models"},
	"served_entities": {"external_model"},
}

// inPlan is an endpoint as a plan has it: with a list for each block.
func inPlan(endpoint map[string]any) map[string]any { return planned("", endpoint) }

func planned(key string, n map[string]any) map[string]any {
	out := map[string]any{}
	for _, name := range notSet[key] {
		out[name] = nil
	}
	for _, name := range noBlocks[key] {
		out[name] = []any{}
	}
	for name, value := range n {
		if name == unknownKey {
			continue // no plan can be made of it
		}
		switch value := value.(type) {
		case map[string]any:
			if name == mapArgument {
				out[name] = value
				continue
			}
			out[name] = []any{planned(name, value)}
		case []any:
			var list []any
			for _, item := range value {
				if block, ok := item.(map[string]any); ok {
					item = planned(name, block)
				}
				list = append(list, item)
			}
			out[name] = list
		default:
			out[name] = value
		}
	}
	return out
}

// marksOf are the marks of blocks in which nothing is sensitive.
func marksOf(n map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range n {
		if list, ok := value.([]any); ok {
			marks := []any{}
			for _, item := range list {
				if block, ok := item.(map[string]any); ok {
					marks = append(marks, marksOf(block))
				}
			}
			out[name] = marks
		}
	}
	return out
}

// expressionsOf are the expressions of an endpoint, all constants.
func expressionsOf(n map[string]any) map[string]any {
	out := map[string]any{}
	for name, value := range n {
		if name == unknownKey {
			continue
		}
		switch value := value.(type) {
		case map[string]any:
			if name == mapArgument {
				out[name] = object("constant_value", value)
				continue
			}
			out[name] = []any{expressionsOf(value)}
		case []any:
			var list []any
			for _, item := range value {
				if block, ok := item.(map[string]any); ok {
					list = append(list, expressionsOf(block))
				}
			}
			out[name] = list
		default:
			out[name] = object("constant_value", value)
		}
	}
	return out
}
