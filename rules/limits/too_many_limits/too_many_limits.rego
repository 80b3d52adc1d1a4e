# METADATA
# title: More rate limits than the platform takes
# description: |
#   An endpoint or a service takes at most 20 rate limits, and at most 5 of them for groups. A deployment with more
#   is refused, or stops half way.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW308
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.scope]
#   remediation: |
#     Put users into groups, give the groups limits, and leave the rest to the default for each user.
#   since: 0.1.0
package rules.limits.too_many_limits

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has rate limits
applies if {
	support.has("rate_limits")
	input.subject.declared
}

# Source: https://docs.databricks.com/aws/en/ai-gateway/rate-limits, "Limitations".
_most := 20

_most_groups := 5

findings contains report.at(["rate_limits", _most], message) if {
	written := count(input.subject.rate_limits)
	written > _most
	message := sprintf("%v has %d rate limits, and the platform takes %d at most", [report.subject, written, _most])
}

findings contains report.at(["rate_limits", groups[_most_groups]], message) if {
	groups := [i | some i, limit in input.subject.rate_limits; limit.scope == "user_group"]
	count(groups) > _most_groups
	amounts := [report.subject, count(groups), _most_groups]
	message := sprintf("%v has %d rate limits for groups, and the platform takes %d at most", amounts)
}
