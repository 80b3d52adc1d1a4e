# METADATA
# title: Personal data is not filtered from responses
# description: |
#   A model repeats what it was given in its context, and sometimes what it was trained on. Without a
#   filter on responses, one person's data reaches another through a retrieved document or a tool's
#   answer, which no filter on requests has seen. A block without `behavior`, and `behavior: NONE`, are off.
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
#   id: GW402
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [guardrails.output.pii]
#   remediation: |
#     Set `ai_gateway.guardrails.output.pii.behavior` to `BLOCK`, which refuses the response, or to `MASK`,
#     which replaces what was found.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.guardrails.output_pii_off

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

findings contains report.at(["guardrails", "output", "pii"], message) if {
	not support.guardrails_unsure
	input.subject.guardrails.output.pii == "NONE"
	message := sprintf("%v lets personal data through in responses: the PII filter on output is off", [report.subject])
}

undecided contains report.at(["guardrails", "output", "pii"], support.guardrails_reason) if support.guardrails_unsure
