# METADATA
# title: Limit whose principal does not fit its key
# description: |
#   A limit for a group or a service principal that names none limits nobody, and a limit for the whole
#   endpoint that names a principal does not do what its author thinks: it was meant for that principal.
#   A limit without a `key` is for the endpoint, so a `principal` beside it is such a case.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW307
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.scope, rate_limits.principal]
#   remediation: |
#     Name the group (`key: user_group`) or the application ID of the service principal (`key:
#     service_principal`) in `principal`; leave `principal` out with `key: endpoint`. A limit for
#     one user has `key: user` and the user's e-mail address.
#   remediation_for:
#     service: |
#       Name the group (`RATE_LIMIT_KEY_USER_GROUP`) or the application ID of the service principal
#       (`RATE_LIMIT_KEY_SERVICE_PRINCIPAL`) in `principal`; leave `principal` out with
#       `RATE_LIMIT_KEY_SERVICE`. A limit for one user has `RATE_LIMIT_KEY_USER` and the user's
#       e-mail address.
#   since: 0.1.0
package rules.limits.principal_mismatch

import data.rules.lib.limits
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has rate limits
applies if {
	support.has("rate_limits")
	input.subject.declared
}

findings contains report.at(["rate_limits", i, "principal"], message) if {
	some i, limit in input.subject.rate_limits
	limit.principal == ""
	some scope, who in {"user_group": "group", "service_principal": "service principal"}
	limit.scope == scope
	message := sprintf("%v has a limit for a %v that names no %v", [report.subject, who, who])
}

findings contains report.at(["rate_limits", i, "principal"], message) if {
	some i, limit in input.subject.rate_limits
	limit.scope == "endpoint"
	limit.principal != ""
	values := [report.subject, limits.whole, limit.principal]
	message := sprintf("%v has a limit for the whole %v that names the principal `%v`", values)
}
