# METADATA
# title: Limit of zero
# description: |
#   Zero is not "no limit": the platform answers every call that falls under it with 403, "the endpoint
#   is disabled due to a rate limit set to 0". That is a way to close an endpoint on purpose, which
#   Databricks itself recommends, and a way to close it by accident. An endpoint that is closed needs no
#   usage tracking, table, limit for each user or guardrail: the rules of these are silent about it, and
#   the default policy makes this finding a note.
#
#   A zero for a named user, group or service principal shuts out that one and is not reported. Nor is a
#   zero for each user where others are let in by name: that is a list of who may call. Tokens do not
#   limit an MCP service, so a zero of them blocks nothing there.
#
#   In Terraform zero means the opposite for an endpoint: the provider does not send it, so that there is
#   no such limit, for anybody. The rules of missing limits count it as not written, and the default
#   policy makes this finding an error. A service is sent its zero.
# related_resources:
#   - description: Disable or restrict access to the foundation model APIs
#     ref: https://kb.databricks.com/machine-learning/disable-or-restrict-access-to-the-foundation-model-apis
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW305
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires:
#     - rate_limits.scope
#     - rate_limits.principal
#     - rate_limits.sizes.calls
#     - rate_limits.sizes.tokens
#     - rate_limits.idle
#   remediation: |
#     Leave `calls` or `tokens` out for no limit in that unit, or write the number that is meant.
#     To close an endpoint on purpose, keep the zero and set the level of this rule in
#     `.gwlint.yaml`.
#   remediation_for:
#     terraform: |
#       Write the number that is meant, or leave the argument out for no limit in that unit. Terraform
#       cannot close an endpoint by a limit of 0: take the rights of its callers away instead, with
#       `databricks_permissions`.
#     service: |
#       Leave `requests` or `tokens` out for no limit in that unit, or write the number that is
#       meant. To close a service on purpose, keep the zero and set the level of this rule in
#       `.gwlint.yaml`.
#   since: 0.1.0
package rules.limits.zero_limit

import data.rules.lib.limits
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has rate limits
applies if {
	support.has("rate_limits")
	input.subject.declared
}

findings contains report.at(["closed"], message) if {
	input.subject.closed
	message := sprintf(
		"%v is closed: every call is refused, since the limit for the whole %v is 0",
		[report.subject, limits.whole],
	)
}

findings contains report.at(["rate_limits", i, unit], message) if {
	not input.subject.closed
	some unit in limits.amounts
	some i, limit in input.subject.rate_limits
	limit.sizes[unit] == "zero"
	not limits.is_unsent(limit.sizes[unit])
	who := _whom(limit.scope, limit.principal)
	message := sprintf("%v has a limit of 0 %v for %v, which blocks every call", [report.subject, unit, who])
}

findings contains report.at(["rate_limits", i, unit], message) if {
	some unit in limits.amounts
	some i, limit in input.subject.rate_limits
	limits.is_unsent(limit.sizes[unit])
	message := sprintf(
		"%v has a limit of 0 %v for the key `%v`, which Terraform does not send: there is no such limit",
		[report.subject, unit, limits.key(limit)],
	)
}

_whom("endpoint", _) := sprintf("the whole %v", [limits.whole])

_whom("user", "") := "each user" if not _somebody_is_let_in

_somebody_is_let_in if {
	some limit in limits.valid
	limit.principal != ""
	some unit in limits.amounts
	limit.sizes[unit] == "positive"
}
