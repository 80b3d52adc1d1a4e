# METADATA
# description: |
#   What each hosting of an endpoint supports, and each kind of service. A rule asks
#   `support.has` in its `applies`, so that nobody is told to switch on what the platform
#   would ignore.
#
#   Sources: the doc comment of AiGatewayConfig in databricks-sdk-go
#   (service/serving/model.go: "External model, provisioned throughput, and
#   pay-per-token endpoints are fully supported; agent endpoints currently only
#   support inference tables"), and the feature table of
#   https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints; for services
#   the fields of ModelServiceConfig, McpServiceConfig and ModelProviderServiceConfig in
#   service/catalog/model.go.
package rules.lib.support

_everything := {"usage_tracking", "inference_table", "rate_limits", "guardrails", "traffic", "fallback"}

# Only external models fall back to each other (Databricks' notebook "Enable AI Gateway
# features").
_own_models := _everything - {"fallback"}

# What a put-ai-gateway body belongs to is known only where another document of the run
# shows an endpoint of its name; else it is judged in full.
_features := {
	"external": _everything,
	"foundation": _own_models,
	"provisioned": _own_models,
	"unknown": _everything,
	"custom": {"usage_tracking", "inference_table", "rate_limits", "traffic"},
	"agent": {"inference_table", "traffic"},
}

# Usage of services is always tracked. The guardrails of a model service are its service
# policies; an MCP service has some too, and is not asked to filter with them. The table of
# a provider service holds only what bypasses the model services, so none is missed.
_services := {
	"model_service": {"inference_table", "rate_limits", "guardrails", "traffic", "fallback"},
	"mcp_service": {"rate_limits"},
	"provider_service": {"rate_limits"},
}

# METADATA
# description: |
#   the hosting of the subject, or its kind of service, supports the feature:
#   usage_tracking, inference_table, rate_limits, guardrails, traffic or fallback
# scope: document
has(feature) if {
	input.subject.kind == "endpoint"
	feature in _features[input.subject.hosting]
}

has(feature) if feature in _services[input.subject.kind]

# METADATA
# description: |
#   responses of the subject can be filtered; embeddings are numbers, which no
#   output guardrail reads
has_output_guardrails if {
	has("guardrails")
	input.subject.task != "llm/v1/embeddings"
}

# METADATA
# description: |
#   whether the subject should have guardrails cannot be told: it is a put-ai-gateway body
#   without any, and nothing shows the endpoint that it belongs to. GW011 says what the
#   PUT switches off
guardrails_unsure if {
	input.subject.form == "put"
	input.subject.hosting == "unknown"
	not input.subject.sections.guardrails
}

# METADATA
# description: why it cannot be told
guardrails_reason := concat("", [
	"a put-ai-gateway body does not show the endpoint it belongs to, and a custom model or an agent has no ",
	"guardrails; write the endpoint's `name` into it, and check it together with a document that shows the endpoint",
])
