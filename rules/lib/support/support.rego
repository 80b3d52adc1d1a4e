# METADATA
# description: |
#   What each hosting supports. A rule asks `support.has` in its `applies`, so that
#   nobody is told to switch on what the platform would ignore.
#
#   Sources: the doc comment of AiGatewayConfig in databricks-sdk-go
#   (service/serving/model.go: "External model, provisioned throughput, and
#   pay-per-token endpoints are fully supported; agent endpoints currently only
#   support inference tables"), and the feature table of
#   https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints.
package rules.lib.support

_everything := {"usage_tracking", "inference_table", "rate_limits", "guardrails", "traffic", "fallback"}

# What a put-ai-gateway body belongs to is not known, so it is judged in full.
_features := {
	"external": _everything,
	"foundation": _everything,
	"provisioned": _everything,
	"unknown": _everything,
	"custom": {"usage_tracking", "inference_table", "rate_limits", "traffic"},
	"agent": {"inference_table", "traffic"},
}

# METADATA
# description: |
#   the hosting of the subject supports the feature: usage_tracking,
#   inference_table, rate_limits, guardrails, traffic or fallback
has(feature) if feature in _features[input.subject.hosting]

# METADATA
# description: |
#   responses of the subject can be filtered; embeddings are numbers, which no
#   output guardrail reads
has_output_guardrails if {
	has("guardrails")
	input.subject.task != "llm/v1/embeddings"
}
