# METADATA
# title: Usage tracking off
# description: |
#   Without usage tracking nobody can say who called the endpoint, how often and with
#   how many tokens. There is nothing to charge teams by, nothing to see a runaway
#   agent in, and nothing to set rate limits from. A `usage_tracking_config` without
#   `enabled: true` is off. It records counts, not the content of requests.
# related_resources:
#   - description: Usage tracking
#     ref: https://docs.databricks.com/aws/en/ai-gateway/usage-tracking
#   - description: Configure AI Gateway (legacy) on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW101
#   severity: high
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: [usage_tracking.enabled]
#   remediation: |
#     Set `ai_gateway.usage_tracking_config` to `{"enabled": true}`. The counts appear
#     in `system.serving.endpoint_usage`, once an account admin has enabled the system
#     schema `serving`.
#   remediation_for:
#     terraform: |
#       Add a block `usage_tracking_config` with `enabled = true` to `ai_gateway`. The counts appear
#       in `system.serving.endpoint_usage`, once an account admin has enabled the system schema
#       `serving`.
#   controls:
#     dasf: [DASF 55]
#     eu-ai-act: [Art 12, Art 26(5)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4]
#     owasp-llm-2025: [LLM10]
#   fix: unsafe
#   fix_note: |
#     It writes `usage_tracking_config.enabled: true`: usage is tracked from then on, which an account pays for.
#   since: 0.1.0
package rules.tables.usage_tracking_off

import data.rules.lib.limits
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting can track usage; without a gateway GW012 says it all
applies if {
	support.has("usage_tracking")
	input.subject.declared
}

# METADATA
# description: no call gets through, and GW305 says so
moot if limits.closed

findings contains report.fixing(report.at(["usage_tracking", "enabled"], message), _fix) if {
	not input.subject.usage_tracking.enabled
	message := sprintf("%v does not track usage: `usage_tracking_config.enabled` is not true", [report.subject])
}

_fix := report.fix(
	"write `usage_tracking_config.enabled: true`",
	[report.setting(["usage_tracking", "enabled"], true)],
)
