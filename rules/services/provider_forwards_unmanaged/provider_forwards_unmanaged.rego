# METADATA
# title: Provider service forwards what it does not know
# description: |
#   With `forward_unmanaged_paths`, requests to paths that the gateway does not know go to the
#   provider as they are: files, fine-tuning, whatever its API has, with the gateway's own
#   credential. With `forward_headers` and `forward_query_parameters`, what a caller writes there
#   reaches the provider too: internal names, trace identifiers, another organisation to bill.
# related_resources:
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW704
#   severity: medium
#   precision: high
#   subjects: [provider_service]
#   scope: subject
#   requires: [provider.forward_unmanaged_paths, provider.forward_headers, provider.forward_query_parameters]
#   remediation: |
#     Leave the three out, or set them to `false`. If one client needs them, give it a provider
#     service of its own, and EXECUTE on that one to nobody else.
#   controls:
#     dasf: [DASF 32, DASF 43, DASF 64]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0019, AML.M0028]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.services.provider_forwards_unmanaged

import data.rules.lib.report

findings contains report.at(["provider", key], message) if {
	some key, [forwarded, what] in _forwarding
	forwarded
	message := sprintf("%v forwards %v to its provider: `%v` is true", [report.subject, what, key])
}

_forwarding := {
	"forward_unmanaged_paths": [input.subject.provider.forward_unmanaged_paths, "paths that the gateway does not know"],
	"forward_headers": [input.subject.provider.forward_headers, "the headers of each request"],
	"forward_query_parameters": [input.subject.provider.forward_query_parameters, "the parameters of each request"],
}
