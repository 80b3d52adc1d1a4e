# METADATA
# title: Service policy only logs
# description: |
#   A service policy with `dry_run: "true"` is on trial: it logs what it would have stopped, and lets
#   every request and response through. That is right for a while, before a policy that could stop too much
#   is put in force. Left so, it looks like a guardrail in every list of policies and protects nobody. It
#   does not count for GW401 to GW404.
# related_resources:
#   - description: Service policies
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/service-policies/
# entrypoint: true
# custom:
#   id: GW409
#   severity: high
#   precision: very-high
#   subjects: [model_service, mcp_service]
#   scope: subject
#   requires: [policies.list.name, policies.list.dry_run]
#   remediation: |
#     Set `options.dry_run` to `"false"` once the policy logs what it should, or remove the policy.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0015, AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM01, LLM02]
#   since: 0.1.0
package rules.guardrails.policy_log_only

import data.rules.lib.report

findings contains report.at(["policies", "list", i, "dry_run"], message) if {
	some i, policy in input.subject.policies.list
	policy.dry_run
	message := sprintf("%v has service policy `%v` that only logs: it blocks nothing while `dry_run` is `\"true\"`", [
		report.subject,
		policy.name,
	])
}
