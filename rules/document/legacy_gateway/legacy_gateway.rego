# METADATA
# title: Gateway of a serving endpoint
# description: |
#   The gateway is configured on a serving endpoint, which Databricks now titles "AI Gateway (legacy)". The
#   services of Unity Catalog are the current form: Unity Gateway. Nothing migrates by itself, and an endpoint that
#   stays as it is works on. The rule is a wish for a migration, not a mistake, so only the policy
#   `strict` has it speak,
#   or a level in the configuration.
# related_resources:
#   - description: AI Gateway (legacy) for serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Unity Gateway
#     ref: https://docs.databricks.com/aws/en/ai-gateway/
# entrypoint: true
# custom:
#   id: GW013
#   severity: low
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: []
#   remediation: |
#     Create a model service in Unity Catalog with the same limits, inference table and destinations, move
#     the callers to it, and then remove `ai_gateway` from the endpoint.
#   since: 0.1.0
package rules.document.legacy_gateway

import data.rules.lib.report

# METADATA
# description: custom models and agents have no service to move to, and a list may leave the gateway out
applies if {
	input.subject.hosting in {"external", "foundation", "provisioned"}
	input.subject.form in {"create", "get", "put", "bundle", "terraform"}
	not input.subject.provided
}

findings contains report.at(["declared"], message) if {
	input.subject.declared
	message := sprintf("%v has its gateway on the serving endpoint, which is `AI Gateway (legacy)`", [report.subject])
}
