# METADATA
# title: Limit below what the service needs
# description: |
#   A limit for the endpoint below 50 calls stops the nightly batch.
# related_resources:
#   - description: Our runbook
#     ref: https://wiki.example.com/gateways
# entrypoint: true
# custom:
#   id: OUR001
#   severity: high
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [rate_limits.scope, rate_limits.calls]
#   remediation: |
#     Raise the limit to 50 or more.
#   since: 1.0.0
package rules.limits.limit_is_low

import data.rules.lib.report

findings contains report.at(["rate_limits", i, "calls"], message) if {
	some i, limit in input.subject.rate_limits
	limit.scope == "endpoint"
	limit.calls >= 0
	limit.calls < 50
	message := sprintf("the limit of %v is %v, below 50", [report.subject, limit.calls])
}
