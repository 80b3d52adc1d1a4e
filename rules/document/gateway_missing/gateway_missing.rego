# METADATA
# title: Endpoint without a gateway
# description: |
#   The endpoint has no `ai_gateway` at all: nobody counts its tokens, logs its
#   requests, limits its callers or filters what goes in and out. This one finding
#   stands for all of that; the rules of the single settings stay silent. Endpoints of
#   custom models and agents, and those that Databricks provides, support less of it,
#   so the default policy makes it a note there.
# related_resources:
#   - description: AI Gateway (legacy), and what it supports for each kind of endpoint
#     ref: https://docs.databricks.com/aws/en/ai-gateway/
#   - description: Configure AI Gateway (legacy) on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW012
#   severity: high
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: []
#   remediation: |
#     Add an `ai_gateway` block with `usage_tracking_config`, `inference_table_config`,
#     `rate_limits` and `guardrails`. For an endpoint that exists, PUT the block's
#     content to `/api/2.0/serving-endpoints/{name}/ai-gateway`.
#   remediation_for:
#     terraform: |
#       Add a block `ai_gateway` with the blocks `usage_tracking_config`, `inference_table_config`,
#       `rate_limits` and `guardrails`.
#   controls:
#     dasf: [DASF 14, DASF 32, DASF 54, DASF 55, DASF 60]
#     eu-ai-act: [Art 12, Art 15, Art 19, Art 26(5), Art 26(6)]
#     mitre-atlas: [AML.M0004, AML.M0015, AML.M0020, AML.M0024, AML.M0033]
#     nist-ai-rmf: [MAP 4.2, MEASURE 2.4, MANAGE 4.1]
#     owasp-llm-2025: [LLM01, LLM02, LLM10]
#   since: 0.1.0
package rules.document.gateway_missing

import data.rules.lib.limits
import data.rules.lib.report

# METADATA
# description: |
#   a put-ai-gateway body is a gateway, a list answer may leave it out, and a body that
#   changes what is served does not hold it
applies if input.subject.form in {"create", "get", "bundle", "terraform"}

# METADATA
# description: |
#   no call gets through; there is a gateway, and that alone is no pass for what it is to
#   have
moot if limits.closed

findings contains report.at(["declared"], message) if {
	not input.subject.declared
	count(_elsewhere) == 0
	message := sprintf(
		"%v has no `ai_gateway`: usage, logging, rate limits and guardrails are all left out",
		[report.subject],
	)
}

# Where the block stands in a wrong place, that is the same fault, and so is its place.
findings contains report.at(["text", "misplaced", i], message) if {
	not input.subject.declared
	i := min(_elsewhere)
	message := sprintf(
		"%v has no `ai_gateway` in force, only `%v`: usage, logging, rate limits and guardrails are all left out",
		[report.subject, input.subject.text.misplaced[i].key],
	)
}

_elsewhere contains i if {
	some i, misplaced in input.subject.text.misplaced
	misplaced.belongs == "ai_gateway"
}
