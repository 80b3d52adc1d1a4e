# METADATA
# title: Personal data is masked where it must be blocked
# description: |
#   Masking replaces what the filter recognised and lets the rest of the request or response through;
#   blocking stops the whole of it. Where the configuration of gwlint asks for blocking (`params.pii` in
#   `.gwlint.yaml`), masking is not enough. Nothing is asked for by default.
# related_resources:
#   - description: AI guardrails
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW408
#   severity: medium
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: [guardrails.input.pii, guardrails.output.pii]
#   params: [pii]
#   remediation: |
#     Set `pii.behavior` to `BLOCK` in the direction named, or change `params.pii` in `.gwlint.yaml`.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0020, AML.M0033]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.guardrails.pii_weaker_than_required

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has guardrails, and the configuration asks for blocking somewhere
applies if {
	support.has("guardrails")
	input.subject.declared
	_blocking != set()
}

_blocking contains "input" if input.context.params.pii.input == "BLOCK"

_blocking contains "output" if {
	support.has_output_guardrails
	input.context.params.pii.output == "BLOCK"
}

_behaviors := {
	"input": input.subject.guardrails.input.pii,
	"output": input.subject.guardrails.output.pii,
}

findings contains report.at(["guardrails", direction, "pii"], message) if {
	some direction in _blocking
	_behaviors[direction] == "MASK"
	message := sprintf("%v masks personal data on %v, where `BLOCK` is required", [report.subject, direction])
}
