# METADATA
# title: Personal data is not filtered from requests
# description: |
#   Requests carry what people type and what an application adds: names, e-mail addresses, card and
#   account numbers. Without a filter all of it goes to the model, to its provider where the model is an
#   external one, and into the inference table. A block without `behavior`, and `behavior: NONE`, are off.
#
#   A model service of Unity Gateway is filtered by its service policies in the phase `pre_call`:
#   `detect_sensitive_data`, `block_pii` and `mask_pii` of `system.ai`, and those that `params.policy_kinds`
#   names. One that only logs (`dry_run`) does not count. Where `service_policies` is not shown, it is not
#   decided whether there are any.
# related_resources:
#   - description: AI guardrails
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
#   - description: Service policies
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/service-policies/
# entrypoint: true
# custom:
#   id: GW401
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - guardrails.input.pii
#     - policies.seen
#     - policies.reason
#     - policies.list.name
#     - policies.list.type
#     - policies.list.handler
#     - policies.list.in_force
#     - policies.list.unsure
#   params: [pii, policy_kinds]
#   remediation: |
#     Set `ai_gateway.guardrails.input.pii.behavior` to `BLOCK`, which refuses the request, or to
#     `MASK`, which replaces what was found.
#   remediation_for:
#     model_service: |
#       Add a policy with the handler `system.ai.block_pii` or `system.ai.mask_pii` to
#       `config.service_policies`, with `pre_call` among its `options.phases`.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM02]
#   fix: unsafe
#   fix_note: |
#     It writes the behavior that `params.pii.input` asks for: requests then are refused or changed.
#     Without the parameter there is none, since either behavior may be meant; nor is there one for
#     services.
#   since: 0.1.0
package rules.guardrails.input_pii_off

import data.rules.lib.limits
import data.rules.lib.policies
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
moot if limits.closed

findings contains report.fixing(report.at(["guardrails", "input", "pii"], message), _fix) if {
	input.subject.kind == "endpoint"
	not support.guardrails_unsure
	input.subject.guardrails.input.pii == "NONE"
	message := sprintf("%v lets personal data through in requests: the PII filter on input is off", [report.subject])
}

findings contains report.at(["policies"], message) if {
	policies.off("pii", "input")
	message := sprintf("%v lets personal data through in requests: no policy in force filters them", [report.subject])
}

undecided contains report.at(["guardrails", "input", "pii"], support.guardrails_reason) if support.guardrails_unsure

undecided contains reason if some reason in policies.undecided("pii", "input")

default _fix := null

_fix := report.fix(
	sprintf("write `guardrails.input.pii.behavior: %v`", [behavior]),
	[report.setting(["guardrails", "input", "pii"], behavior)],
) if {
	behavior := input.context.params.pii.input
	behavior in {"BLOCK", "MASK"}
}
