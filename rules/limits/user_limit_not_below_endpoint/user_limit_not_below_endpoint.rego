# METADATA
# title: User limit is not below the limit of the endpoint
# description: |
#   When one user may make as many calls as the whole endpoint, a single caller can use all of it and
#   everybody else is refused: the limit for users protects nobody. Limits are compared only in the same
#   unit and the same period, and against the tightest limit of the endpoint.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW304
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.scope, rate_limits.calls, rate_limits.tokens, rate_limits.period]
#   remediation: |
#     Set the limit with `key: user` well below the one with `key: endpoint`: a tenth is a common
#     start.
#   remediation_for:
#     service: |
#       Set the limit with `RATE_LIMIT_KEY_USER_DEFAULT` well below the one with
#       `RATE_LIMIT_KEY_SERVICE`: a tenth is a common start.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.user_limit_not_below_endpoint

import data.rules.lib.limits
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has rate limits
applies if {
	support.has("rate_limits")
	input.subject.declared
}

findings contains report.at(["rate_limits", i, unit], message) if {
	some i, user in input.subject.rate_limits
	user.scope == "user"
	some unit in limits.amounts
	user[unit] > 0 # that of the endpoint need not be known for what is unset
	most := limits.endpoint[unit][user.period]
	user[unit] >= most
	values := [report.subject, user[unit], unit, user.period, most]
	message := sprintf("%v lets one user take %d %v per %v, and allows all users together %d", values)
}
