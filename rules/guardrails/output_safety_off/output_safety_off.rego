# METADATA
# title: Unsafe responses are not filtered
# description: |
#   The safety filter keeps harmful content that a model produced from reaching people and the systems
#   that act on it. A harmless request is enough to get one: text hidden in a retrieved document can ask
#   for it, and the filter on requests may not see that.
#
#   A model service of Unity Gateway is filtered by its service policies in the phase `post_call`:
#   `block_unsafe_content` of `system.ai`, and those that `params.policy_kinds` names. One that only logs
#   (`dry_run`) does not count. Where `service_policies` is not shown, it is not decided whether there are
#   any.
# related_resources:
#   - description: AI guardrails
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
#   - description: Service policies
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/service-policies/
# entrypoint: true
# custom:
#   id: GW404
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - guardrails.output.safety
#     - policies.seen
#     - policies.reason
#     - policies.list.name
#     - policies.list.type
#     - policies.list.handler
#     - policies.list.in_force
#     - policies.list.unsure
#   params: [policy_kinds]
#   remediation: |
#     Set `ai_gateway.guardrails.output.safety` to `true`.
#   remediation_for:
#     model_service: |
#       Add a policy with the handler `system.ai.block_unsafe_content` to `config.service_policies`,
#       with `post_call` among its `options.phases`.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0015, AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM01]
#   fix: unsafe
#   fix_note: |
#     It writes `guardrails.output.safety: true`: unsafe responses are refused from then on. There is none for services.
#   since: 0.1.0
package rules.guardrails.output_safety_off

import data.rules.lib.limits
import data.rules.lib.policies
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
moot if limits.closed

findings contains report.fixing(report.at(["guardrails", "output", "safety"], message), _fix) if {
	input.subject.kind == "endpoint"
	not support.guardrails_unsure
	not input.subject.guardrails.output.safety
	message := sprintf("%v does not filter unsafe responses: the safety filter on output is off", [report.subject])
}

findings contains report.at(["policies"], message) if {
	policies.off("safety", "output")
	message := sprintf("%v does not filter unsafe responses: no policy in force filters them", [report.subject])
}

undecided contains report.at(["guardrails", "output", "safety"], support.guardrails_reason) if support.guardrails_unsure

undecided contains reason if some reason in policies.undecided("safety", "output")

_fix := report.fix(
	"write `guardrails.output.safety: true`",
	[report.setting(["guardrails", "output", "safety"], true)],
)
