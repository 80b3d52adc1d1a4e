# METADATA
# title: Rate limit without a key
# description: |
#   A limit without a `key` is for the whole endpoint. Few readers know that, and a limit that was meant
#   for each user looks the same. A service of Unity Gateway has no such default: a limit without a key
#   limits nobody there.
# related_resources:
#   - description: Rate limits of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/rate-limits
# entrypoint: true
# custom:
#   id: GW311
#   severity: low
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [rate_limits.implicit]
#   remediation: |
#     Write `key: endpoint` where the limit is for all calls together, or the key that is meant.
#   remediation_for:
#     service: |
#       Write `"key": "RATE_LIMIT_KEY_SERVICE"` where the limit is for all calls together, or the
#       key that is meant.
#   fix: safe
#   fix_note: |
#     It writes `key: endpoint`, which is what the limit of an endpoint is already.
#   since: 0.1.0
package rules.limits.limit_key_implicit

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has rate limits
applies if {
	support.has("rate_limits")
	input.subject.declared
}

findings contains report.fixing(report.at(["rate_limits", i], message), _fix(i)) if {
	some i, limit in input.subject.rate_limits
	limit.implicit
	message := sprintf("%v has a rate limit without a key, which %v", [report.subject, _consequence])
}

default _fix(_) := null

# What the limit is already. A service has no such default.
_fix(i) := report.fix("write `key: endpoint`", [report.setting(["rate_limits", i, "key"], "endpoint")]) if {
	input.subject.kind == "endpoint"
}

_consequence := "makes it one for the whole endpoint" if input.subject.kind == "endpoint"

_consequence := "a service has no default for" if input.subject.kind != "endpoint"
