# METADATA
# title: Two limits for the same thing
# description: |
#   Two limits with the same key, principal, unit and period contradict each other. Only one can hold,
#   and the next reader sees the other one: a limit that somebody raised and that still refuses calls,
#   or one that was tightened and is not.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW306
#   severity: medium
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires:
#     - rate_limits.scope
#     - rate_limits.principal
#     - rate_limits.calls
#     - rate_limits.tokens
#     - rate_limits.period
#     - rate_limits.sizes
#     - limit_counts.repeated
#   remediation: |
#     Keep one of the two. A limit in `calls` and one in `tokens` for the same key are no duplicates, nor
#     are limits for different principals.
#   since: 0.1.0
package rules.limits.duplicate_limit

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
# description: a limit has an amount in the same unit as an earlier one for the same
suspect if input.subject.limit_counts.repeated > 0

findings contains report.at(["rate_limits", later, unit], message) if {
	some n, [unit, scope, principal, period, later] in _sorted
	[unit, scope, principal, period] == array.slice(_sorted[n - 1], 0, 4)
	limit := input.subject.rate_limits[later]
	before := input.subject.rate_limits[_sorted[n - 1][4]]
	values := [report.subject, unit, period, limits.key(limit), before[unit], limit[unit]]
	message := sprintf("%v has two limits of %v per %v for the same key `%v`: %d and %d", values)
}

# Limits for the same thing stand next to each other: to compare each with each takes
# minutes where there are thousands.
_sorted := sort([[unit, limit.scope, limit.principal, limit.period, i] |
	some i, limit in input.subject.rate_limits
	limit.scope != "invalid" # GW003 reports that, and an invalid period
	limit.period != ""
	some unit in limits.amounts
	limit.sizes[unit] != "unset"
	not limits.is_unsent(limit.sizes[unit])
])
