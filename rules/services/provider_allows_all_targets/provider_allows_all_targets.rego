# METADATA
# title: Provider service lets every model through
# description: |
#   With `allow_all_targets` a model provider service takes any model that its provider has: also
#   those that nobody looked at, the most expensive one, and those that come out next year.
#   `targets` restricts nothing then, though it looks like a list of what is allowed.
# related_resources:
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW703
#   severity: medium
#   precision: very-high
#   subjects: [provider_service]
#   scope: subject
#   requires: [provider.allow_all_targets]
#   remediation: |
#     Set `config.allow_all_targets` to `false`, or leave it out, and list the models in
#     `config.targets`, each with its `native_api_types`.
#   controls:
#     dasf: [DASF 32, DASF 43, DASF 64]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0019, AML.M0028]
#     owasp-llm-2025: [LLM03]
#   since: 0.1.0
package rules.services.provider_allows_all_targets

import data.rules.lib.report

findings contains report.at(["provider", "allow_all_targets"], message) if {
	input.subject.provider.allow_all_targets
	message := sprintf("%v lets every model of its provider through: `allow_all_targets` is true", [report.subject])
}
