# METADATA
# title: Guardrails where the platform has none
# description: |
#   Custom models and agents have no guardrails: the gateway accepts the block and filters nothing. The
#   file promises a protection that is not there, and whoever reviews it believes in it. The answers of an
#   embedding model are numbers, which no guardrail on output reads.
# related_resources:
#   - description: AI guardrails
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW405
#   severity: medium
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [guardrails]
#   remediation: |
#     Remove the guardrails that the message names and filter in the application or in the agent, or put an
#     endpoint that supports guardrails in front: one with an external model of provider
#     `databricks-model-serving`.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0015, AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM01, LLM02]
#   since: 0.1.0
package rules.guardrails.guardrails_unsupported

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting is known to have no guardrails, or the model to have none on output
applies if {
	input.subject.declared
	not support.has_output_guardrails
}

findings contains report.at(["guardrails"], message) if {
	not support.has("guardrails")
	some direction in ["input", "output"]
	_is_on(input.subject.guardrails[direction])
	message := sprintf("%v sets guardrails, which %v does not have", [report.subject, _hosts[input.subject.hosting]])
}

findings contains report.at(["guardrails", "output"], message) if {
	support.has("guardrails")
	_is_on(input.subject.guardrails.output)
	message := sprintf("%v sets guardrails on output, which an embedding model does not have", [report.subject])
}

_hosts := {
	"custom": "a custom model",
	"agent": "an agent",
}

_is_on(guardrail) if guardrail.pii != "NONE"

_is_on(guardrail) if guardrail.safety

_is_on(guardrail) if count(guardrail.keywords) > 0

_is_on(guardrail) if count(guardrail.topics) > 0
