# METADATA
# title: One destination and no fallback
# description: |
#   Everything behind the endpoint hangs on one model of one provider. When it answers
#   429 or 5xx, so does the gateway, and agents that depend on it stop. A second
#   destination with fallback takes over without any change in the clients. Endpoints have
#   fallback for external models only, so all others are left out, and so is what
#   Databricks provides.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints, with fallbacks
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW210
#   severity: low
#   precision: medium
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [traffic.destinations, fallback.enabled]
#   remediation: |
#     Add a second served entity with a route of `"traffic_percentage": 0`, and set
#     `ai_gateway.fallback_config` to `{"enabled": true}`. If the endpoint may fail with its
#     provider, set the level of this rule in `.gwlint.yaml`.
#   remediation_for:
#     model_service: |
#       List a second destination under `config.routing.fallback.destinations`. If the service may
#       fail with its provider, set the level of this rule in `.gwlint.yaml`.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#   since: 0.1.0
package rules.entities.no_fallback

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: somebody could add a fallback; a put-ai-gateway body does not show to what
applies if {
	support.has("fallback")
	not input.subject.provided
	input.subject.form != "put"
}

# METADATA
# description: there is no destination at all
moot if input.subject.traffic.destinations == 0

# METADATA
# description: without a gateway there is nothing to add a fallback to (GW012 speaks)
moot if not input.subject.declared

findings contains report.at(["fallback", "enabled"], message) if {
	input.subject.traffic.destinations == 1
	not input.subject.fallback.enabled
	message := sprintf("%v has one destination and no fallback: it fails when that one fails", [report.subject])
}
