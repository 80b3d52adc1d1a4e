# METADATA
# title: Provider service holds its key itself
# description: |
#   A key that a template fills in stands in the build's variables, in its logs where those are printed, and in the
#   request, and it works until somebody replaces it there. A service credential of Unity Catalog holds no key
#   that anybody could copy: for AWS it serves Amazon Bedrock, for Azure it serves Azure OpenAI and Microsoft
#   Foundry. Every provider's key may be a secret of Unity Catalog, which whoever may use it is granted, and which
#   is replaced in one place. A key that stands in the file itself is GW007, and not reported again here.
#
#   An answer of the platform shows no key, so that it does not decide this.
# related_resources:
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW707
#   severity: low
#   precision: high
#   subjects: [provider_service]
#   scope: subject
#   requires: [provider.inline_keys]
#   remediation: |
#     Refer to a service credential (`service_credential: {name: credentials/bedrock}`) for Amazon Bedrock, Azure
#     OpenAI and Microsoft Foundry, and to a secret of Unity Catalog for the key of any other provider.
#   controls:
#     dasf: [DASF 33]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0012]
#     nist-ai-rmf: [MEASURE 2.7]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.services.provider_inline_secret

import data.rules.lib.report

findings contains report.at(["provider", "inline_keys", i], message) if {
	some i, key in input.subject.provider.inline_keys
	message := sprintf("%v holds its key itself in `%v`: refer to %v", [report.subject, key, _instead(key)])
}

_instead(key) := "a service credential" if split(key, ".")[1] in _credentialed

_instead(key) := "a secret of Unity Catalog" if not split(key, ".")[1] in _credentialed

# The providers that service credentials exist for.
_credentialed := {"amazon_bedrock", "azure_openai", "microsoft_foundry"}
