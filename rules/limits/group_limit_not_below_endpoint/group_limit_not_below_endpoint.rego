# METADATA
# title: Group limit is not below the limit of the endpoint
# description: |
#   The members of a group share its limit. Where it is as high as that of the whole
#   endpoint, the group alone can use all of it, and everybody else is refused. Limits are
#   compared only in the same unit and the same period, and against the tightest limit of
#   the endpoint.
# related_resources:
#   - description: AI Gateway rate limits
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW313
#   severity: low
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires:
#     - rate_limits.scope
#     - rate_limits.principal
#     - rate_limits.calls
#     - rate_limits.tokens
#     - rate_limits.period
#     - limit_counts.groups
#   remediation: |
#     Set the limit of the group below the one with `key: endpoint`, or raise that one. If the
#     group is everybody who calls, keep the two as they are and set the level of this rule in
#     `.gwlint.yaml`.
#   remediation_for:
#     service: |
#       Set the limit of the group below the one with `RATE_LIMIT_KEY_SERVICE`, or raise that one.
#       If the group is everybody who calls, keep the two as they are and set the level of this rule
#       in `.gwlint.yaml`.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.group_limit_not_below_endpoint

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
# description: a limit is for a group
suspect if input.subject.limit_counts.groups > 0

findings contains report.at(["rate_limits", i, unit], message) if {
	some i, group in input.subject.rate_limits
	group.scope == "user_group"
	some unit in limits.amounts
	most := limits.endpoint[unit][group.period]
	group[unit] >= most
	values := [report.subject, group.principal, group[unit], unit, group.period, most]
	message := sprintf("%v lets group `%v` take %d %v per %v, and allows all callers together %d", values)
}
