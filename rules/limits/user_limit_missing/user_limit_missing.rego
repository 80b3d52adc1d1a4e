# METADATA
# title: No rate limit for each user
# description: |
#   A limit for the whole endpoint protects the budget, not the callers: one script that loops uses all
#   of it, and everybody else is refused. A limit with `key: user` and no `principal` is the default for
#   each user; limits for named users, groups and service principals override it, and leave everybody
#   they do not name unlimited when it is missing.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW303
#   severity: medium
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.scope, rate_limits.principal, rate_limits.idle]
#   remediation: |
#     Add a default for each user to `ai_gateway.rate_limits`: `{"key": "user", "calls": 100,
#     "renewal_period": "minute"}`, without `principal`, below the limit of the endpoint.
#   remediation_for:
#     terraform: |
#       Add a block to `ai_gateway` as a default for each user: `rate_limits { key = "user", calls = 100,
#       renewal_period = "minute" }`, each argument on a line of its own and without `principal`, below
#       the limit of the endpoint.
#     service: |
#       Add a default for each user to `config.rate_limits`: `{"key": "RATE_LIMIT_KEY_USER_DEFAULT",
#       "requests": "100", "renewal_period": "RATE_LIMIT_RENEWAL_PERIOD_MINUTE"}`, below the limit
#       of the service.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.user_limit_missing

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

# METADATA
# description: no call gets through, and GW305 says so
moot if limits.closed

findings contains report.at(["rate_limits"], message) if {
	count([limit | some limit in limits.valid; limit.scope == "user"; limit.principal == ""]) == 0
	message := sprintf("%v has no rate limit that holds for each user", [report.subject])
}
