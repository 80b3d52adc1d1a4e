# METADATA
# title: No rate limit
# description: |
#   Without a rate limit, one caller can spend the whole budget of a model in an hour: a loop that
#   never ends, a leaked token, a batch job that was meant for another endpoint. The gateway is the
#   only place where that can be stopped for every caller at once.
#
#   A limit whose `key` the platform does not have is no limit, nor is one in tokens alone on an MCP
#   service. A provider service needs limits of its own: those of a model service do not hold for
#   requests that go straight to it.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW301
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.scope, rate_limits.idle]
#   remediation: |
#     Write at least two limits under `ai_gateway.rate_limits`: one with `key: endpoint` for all
#     calls together and one with `key: user` for each caller, both with `renewal_period: minute`
#     and either `calls` or `tokens`.
#   remediation_for:
#     terraform: |
#       Write at least two blocks `rate_limits` in `ai_gateway`: one with `key = "endpoint"` for all
#       calls together and one with `key = "user"` for each caller, both with `renewal_period =
#       "minute"` and either `calls` or `tokens`.
#     service: |
#       Write at least two limits under `config.rate_limits`: one with `RATE_LIMIT_KEY_SERVICE` for
#       all calls together and one with `RATE_LIMIT_KEY_USER_DEFAULT` for each caller, both with
#       `requests` and `RATE_LIMIT_RENEWAL_PERIOD_MINUTE`.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.limit_missing

import data.rules.lib.limits
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting or service has rate limits; an endpoint without a gateway is GW012's to report
applies if {
	support.has("rate_limits")
	input.subject.declared
}

findings contains report.at(["rate_limits"], message) if {
	limits.valid == []
	message := sprintf("%v has no rate limit", [report.subject])
}
