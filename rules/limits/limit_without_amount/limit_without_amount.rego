# METADATA
# title: Rate limit without an amount
# description: |
#   A limit that says neither how many calls nor how many tokens limits nothing, though it looks like a
#   limit to whoever reviews the file. It is also what is left when a tool drops an amount of zero.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW309
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.sizes.calls, rate_limits.sizes.tokens]
#   remediation: |
#     Write `calls` or `tokens` with a number above zero, or remove the limit.
#   remediation_for:
#     service: |
#       Write `requests` or `tokens` with a number above zero, or remove the limit.
#     mcp_service: |
#       Write `requests` with a number above zero, or remove the limit.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.limit_without_amount

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has rate limits
applies if {
	support.has("rate_limits")
	input.subject.declared
}

findings contains report.at(["rate_limits", i], message) if {
	some i, limit in input.subject.rate_limits
	limit.sizes == {"calls": "unset", "tokens": "unset"}
	message := sprintf("%v has a rate limit with neither calls nor tokens", [report.subject])
}
