# METADATA
# title: Unsafe responses are not filtered
# description: |
#   The safety filter keeps harmful content that a model produced from reaching people and the systems
#   that act on it. A harmless request is enough to get one: text hidden in a retrieved document can ask
#   for it, and the filter on requests may not see that.
#
#   A model service of Unity Gateway is filtered by service policies, which no API shows, so it is not
#   decided whether it is.
# related_resources:
#   - description: AI guardrails
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Configure AI Gateway on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW404
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [guardrails.output.safety]
#   remediation: |
#     Set `ai_gateway.guardrails.output.safety` to `true`.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0015, AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM01]
#   since: 0.1.0
package rules.guardrails.output_safety_off

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: responses of this hosting and task can be filtered; an endpoint without a gateway is GW012's to report
applies if {
	support.has_output_guardrails
	input.subject.declared
}

# METADATA
# description: no call gets through, and GW305 says so
moot if input.subject.closed

findings contains report.at(["guardrails", "output", "safety"], message) if {
	not support.guardrails_unsure
	not input.subject.guardrails.output.safety
	message := sprintf("%v does not filter unsafe responses: the safety filter on output is off", [report.subject])
}

undecided contains report.at(["guardrails", "output", "safety"], support.guardrails_reason) if support.guardrails_unsure
