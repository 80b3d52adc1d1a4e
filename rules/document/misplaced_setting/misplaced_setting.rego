# METADATA
# title: Setting in the wrong place
# description: |
#   The setting is spelt right and has its right shape, but stands where the API does
#   not look: `ai_gateway` or `rate_limits` inside `config`, or `traffic_percentage` on
#   a served entity. It is dropped without a word. Of all mistakes this is the one that
#   review finds last, because the block itself looks perfect. Terraform refuses it.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
#   - description: Serve multiple models to a model serving endpoint (where the traffic split belongs)
#     ref: https://docs.databricks.com/machine-learning/model-serving/serve-multiple-models-to-serving-endpoint.html
# entrypoint: true
# custom:
#   id: GW005
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service, resource]
#   scope: subject
#   requires: [text.misplaced]
#   remediation: |
#     Move the setting to the place that the finding names. `ai_gateway` stands beside
#     `config`, rate limits stand in `ai_gateway.rate_limits`, and shares of traffic
#     stand in `config.traffic_config.routes`.
#   since: 0.1.0
package rules.document.misplaced_setting

import data.rules.lib.report

findings contains report.at(["text", "misplaced", i], message) if {
	some i, misplaced in input.subject.text.misplaced
	message := sprintf(
		"`%v` of %v %v; it belongs in `%v`",
		[misplaced.key, report.subject, _fault, misplaced.belongs],
	)
}

default _fault := "has no effect where it stands"

_fault := "is refused by Terraform where it stands" if input.subject.form == "terraform"
