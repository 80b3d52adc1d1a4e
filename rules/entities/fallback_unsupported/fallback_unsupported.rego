# METADATA
# title: Fallback that has no effect
# description: |
#   Fallback is on, and what the endpoint serves is no external model: the platform takes
#   the setting and never falls back. Foundation models, custom models and agents answer
#   429 and 5xx to the caller, whatever stands here; whoever reviews the file believes in a
#   second destination.
# related_resources:
#   - description: Configure AI Gateway on model serving endpoints, with fallbacks
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW213
#   severity: medium
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [fallback.enabled]
#   remediation: |
#     Remove `ai_gateway.fallback_config`, and let the client retry. For a fallback, put an
#     endpoint of external models in front: those of provider `databricks-model-serving`
#     lead to endpoints of a workspace.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#   since: 0.1.0
package rules.entities.fallback_unsupported

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: what the endpoint serves is known, and has no fallback
applies if {
	input.subject.declared
	not support.has("fallback")
}

findings contains report.at(["fallback", "enabled"], message) if {
	input.subject.fallback.enabled
	message := sprintf(
		"%v has fallback on, which works for external models only and not for %v",
		[report.subject, _served],
	)
}

_served := {
	"foundation": "foundation models",
	"provisioned": "provisioned throughput",
	"custom": "custom models",
	"agent": "agents",
}[input.subject.hosting]
