# METADATA
# title: Credential in plain text
# description: |
#   The configuration holds a credential itself, not a reference to one. Whoever can
#   read the file, its history, a build log or a copy of the request can use the
#   provider's account, past every limit and log of the gateway. A credential that was
#   ever committed counts as known, so no waiver covers it. It is found in the fields
#   for one and wherever else it stands: a token in a description or a tag, a login in
#   an address, a connection string in an environment variable, a key under a name that
#   the API does not know. gwlint shows where it stands, never what it is.
#
#   An answer of the platform does not return plaintext credentials; there the rule
#   judges what is shown.
# related_resources:
#   - description: Configure access to resources from model serving endpoints (secrets in environment variables)
#     ref: https://docs.databricks.com/machine-learning/model-serving/store-env-variable-model-serving.html
#   - description: API reference of serving endpoints, with the fields of each provider
#     ref: https://docs.databricks.com/api/workspace/servingendpoints
# entrypoint: true
# custom:
#   id: GW007
#   severity: critical
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service, state, resource]
#   scope: subject
#   requires: [text.credentials]
#   remediation: |
#     Revoke the credential, put a new one into a secret scope, and refer to it in the field
#     without `_plaintext`: `"openai_api_key": "{{secrets/llm/openai}}"`. The command for the
#     scope is `databricks secrets put-secret llm openai`. Environment variables take the same
#     reference. Amazon Bedrock needs no key at all with `instance_profile_arn`.
#   remediation_for:
#     terraform: |
#       Revoke the credential, put a new one into a secret scope, and refer to it in the argument
#       without `_plaintext`: `openai_api_key = "{{secrets/llm/openai}}"`. Environment variables take
#       the same reference. A variable that is `sensitive` hides the credential on the screen only: the
#       plan and the state hold it in plain text.
#     provider_service: |
#       Revoke the credential, and refer to a `service_credential`, or fill the new one in from a
#       variable when you deploy.
#     state: |
#       Revoke the credential, and remove it from the state file.
#   controls:
#     dasf: [DASF 33]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0012]
#     nist-ai-rmf: [MEASURE 2.7]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.document.plaintext_secret

import data.rules.lib.report

findings contains report.at(["text", "credentials", i], message) if {
	some i, credential in input.subject.text.credentials
	credential.key != ""
	message := sprintf("`%v` of %v %v", [credential.key, report.subject, _fault[credential.form]])
}

findings contains report.at(["text", "credentials", i], message) if {
	some i, credential in input.subject.text.credentials
	credential.key == ""
	message := sprintf("%v %v", [report.subject, _fault[credential.form]])
}

_fault := {
	"plaintext": "holds a credential in plain text",
	"reference": "holds a credential where a reference such as `{{secrets/scope/key}}` belongs",
	"environment": "hands a credential in plain text to the model",
	"key": "has a credential for a key",
}
