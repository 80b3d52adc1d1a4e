# METADATA
# title: Rate limits outside the gateway
# description: |
#   `rate_limits` stands beside `ai_gateway`, not in it. That field is deprecated.
#   Bundles and Terraform do not apply later changes to it, and GET does not show it:
#   a limit that was lowered here stays as it was, and nobody can read which one is in
#   force.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints, with its rate limits
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
#   - description: API reference of serving endpoints, where rate_limits is marked as deprecated
#     ref: https://docs.databricks.com/api/workspace/servingendpoints/create
# entrypoint: true
# custom:
#   id: GW010
#   severity: high
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: [legacy.rate_limits]
#   remediation: |
#     Move the list into `ai_gateway.rate_limits`. Its items keep their form:
#     `{"key": "user", "calls": 60, "renewal_period": "minute"}`.
#   remediation_for:
#     terraform: |
#       Move the blocks `rate_limits` into `ai_gateway`. Their arguments stay the same.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.document.legacy_rate_limits

import data.rules.lib.report

# METADATA
# description: a person wrote it; no answer of the platform returns it
applies if input.subject.form in {"create", "bundle", "terraform"}

findings contains report.at(["legacy", "rate_limits"], message) if {
	input.subject.legacy.rate_limits
	message := sprintf(
		"%v has `rate_limits` beside `ai_gateway`, %v",
		[report.subject, "which is deprecated: later changes to it are not applied, and GET does not show it"],
	)
}
