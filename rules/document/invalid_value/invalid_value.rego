# METADATA
# title: Invalid value
# description: |
#   A known key holds a value that the API does not take: another word
#   (`behavior: REDACT`), another spelling (`block`), another type (`safety: {…}`, a
#   list where a map belongs). The platform refuses the request or ignores the value;
#   either way the setting is not on. The other rules therefore take the value as not
#   set, and speak up beside this one.
# related_resources:
#   - description: Configure AI Gateway on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
#   - description: API reference of put-ai-gateway, with the values that each key takes
#     ref: https://docs.databricks.com/api/workspace/servingendpoints/putaigateway
# entrypoint: true
# custom:
#   id: GW003
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service, state]
#   scope: subject
#   requires: []
#   remediation: |
#     Write one of the values that the finding lists. `pii.behavior` takes `BLOCK`,
#     `MASK` or `NONE`; `safety` takes `true` or `false`; `renewal_period` takes
#     `minute`; the `key` of a rate limit takes `endpoint`, `user`, `user_group` or
#     `service_principal`. In services the words are long ones: `RATE_LIMIT_KEY_SERVICE`,
#     `RATE_LIMIT_RENEWAL_PERIOD_MINUTE`.
#   since: 0.1.0
package rules.document.invalid_value

import data.rules.lib.report

findings contains report.at(["text", "invalid_values", i], message) if {
	some i, invalid in input.subject.text.invalid_values
	message := sprintf(
		"'%v' of %v must be %v%v, and counts as not set",
		[invalid.key, report.subject, invalid.expected, _written(invalid)],
	)
}

# A value that must not be shown is left out.
_written(invalid) := "" if invalid.written == ""

_written(invalid) := sprintf(", not '%v'", [invalid.written]) if invalid.written != ""
