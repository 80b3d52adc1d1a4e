# METADATA
# title: Personal data is not filtered from requests
# description: |
#   Requests carry what people type and what an application adds: names, e-mail addresses, card and
#   account numbers. Without a filter all of it goes to the model, to its provider where the model is an
#   external one, and into the inference table. A block without `behavior`, and `behavior: NONE`, are off.
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
#   id: GW401
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [guardrails.input.pii]
#   remediation: |
#     Set `ai_gateway.guardrails.input.pii.behavior` to `BLOCK`, which refuses the request, or to `MASK`, which
#     replaces what was found.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.guardrails.input_pii_off

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has guardrails; an endpoint without a gateway is GW012's to report
applies if {
	support.has("guardrails")
	input.subject.declared
}

# METADATA
# description: no call gets through, and GW305 says so
moot if input.subject.closed

findings contains report.at(["guardrails", "input", "pii"], message) if {
	not support.guardrails_unsure
	input.subject.guardrails.input.pii == "NONE"
	message := sprintf("%v lets personal data through in requests: the PII filter on input is off", [report.subject])
}

undecided contains report.at(["guardrails", "input", "pii"], support.guardrails_reason) if support.guardrails_unsure
