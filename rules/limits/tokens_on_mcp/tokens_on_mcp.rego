# METADATA
# title: Token limit on an MCP service
# description: |
#   An MCP service runs tools, which have no tokens: a limit in tokens limits nothing there, though it
#   looks like a limit to whoever reviews it. A loop that calls one tool again and again is stopped by
#   a limit in requests only.
# related_resources:
#   - description: Unity Gateway rate limits
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits-beta
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW310
#   severity: medium
#   precision: high
#   subjects: [mcp_service]
#   scope: subject
#   requires: [rate_limits.tokens]
#   remediation: |
#     Write `requests` instead of `tokens`: `{"key": "RATE_LIMIT_KEY_USER_DEFAULT", "requests": "100",
#     "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"}`.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.tokens_on_mcp

import data.rules.lib.report

findings contains report.at(["rate_limits", i, "tokens"], message) if {
	some i, limit in input.subject.rate_limits
	limit.tokens >= 0
	message := sprintf("%v has a limit of %d tokens, which limits no tool", [report.subject, limit.tokens])
}
