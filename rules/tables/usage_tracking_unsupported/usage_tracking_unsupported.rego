# METADATA
# title: Usage tracking that has no effect
# description: |
#   The gateway of an agent endpoint has an inference table and nothing else: usage
#   tracking is accepted, and no row of the agent's requests appears in
#   `system.serving.endpoint_usage`. Dashboards and alerts on that table are silent about
#   the agent.
# related_resources:
#   - description: AI Gateway, and what it supports for each kind of endpoint
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
# entrypoint: true
# custom:
#   id: GW113
#   severity: low
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [usage_tracking.enabled]
#   remediation: |
#     Remove `ai_gateway.usage_tracking_config`, and count the agent's requests in its
#     inference table.
#   controls:
#     dasf: [DASF 55]
#     eu-ai-act: [Art 12, Art 26(5)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4]
#   since: 0.1.0
package rules.tables.usage_tracking_unsupported

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting is known to track no usage
applies if {
	input.subject.declared
	not support.has("usage_tracking")
}

findings contains report.at(["usage_tracking", "enabled"], message) if {
	input.subject.usage_tracking.enabled
	message := sprintf("%v sets usage tracking, which an agent does not have", [report.subject])
}
