# METADATA
# title: No rate limit for the whole endpoint
# description: |
#   Limits for users and groups add up: a hundred users with a hundred calls each are ten thousand
#   calls, and every new user brings more. Only a limit for the whole endpoint bounds what it can cost
#   in a minute, whoever calls.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW302
#   severity: medium
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.scope, rate_limits.idle]
#   remediation: |
#     Add a limit for the whole endpoint to `ai_gateway.rate_limits`: `{"key": "endpoint",
#     "calls": 1000, "renewal_period": "minute"}`, or with `tokens` instead of `calls`.
#   remediation_for:
#     terraform: |
#       Add a block to `ai_gateway` for the whole endpoint: `rate_limits { key = "endpoint", calls = 1000,
#       renewal_period = "minute" }`, each argument on a line of its own, or with `tokens` instead of
#       `calls`.
#     service: |
#       Add a limit for the whole service to `config.rate_limits`: `{"key":
#       "RATE_LIMIT_KEY_SERVICE", "requests": "1000", "renewal_period":
#       "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"}`.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.endpoint_limit_missing

import data.rules.lib.limits
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has rate limits
applies if {
	support.has("rate_limits")
	input.subject.declared
}

# METADATA
# description: no limit is written, and GW301 says it all
moot if limits.valid == []

findings contains report.at(["rate_limits"], message) if {
	every limit in limits.valid {
		limit.scope != "endpoint"
	}
	message := sprintf("%v has no rate limit for the whole %v", [report.subject, limits.whole])
}
