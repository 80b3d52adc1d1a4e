# METADATA
# title: Fallback with nowhere to go
# description: |
#   Fallback is on, and the endpoint has one destination. A request that fails has
#   nowhere else to go, so the setting does nothing; readers of the file take it for a
#   second provider.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints, with fallbacks
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW212
#   severity: low
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: [traffic.destinations, fallback.enabled]
#   remediation: |
#     Add a second served entity with a route of `"traffic_percentage": 0`, or remove
#     `ai_gateway.fallback_config`.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#   since: 0.1.0
package rules.entities.fallback_alone

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: |
#   there can be a fallback, else GW213 speaks; a put-ai-gateway body says nothing of
#   destinations
applies if {
	support.has("fallback")
	input.subject.form != "put"
}

# METADATA
# description: there is no destination at all
moot if input.subject.traffic.destinations == 0

findings contains report.at(["fallback", "enabled"], message) if {
	input.subject.fallback.enabled
	input.subject.traffic.destinations == 1
	message := sprintf("%v has fallback on and one destination: there is nothing to fall back to", [report.subject])
}
