# METADATA
# title: Category of a service policy is not a tag
# description: |
#   The `categories` of a service policy are classification tags, which begin with `class.`:
#   `class.us_ssn`, `class.credit_card`. A word that is no tag, such as `CREDIT_CARD`, was seen to make the
#   policy fail closed: it blocks every prompt, whatever is in it, and the service answers nobody.
# related_resources:
#   - description: Detect sensitive data
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/service-policies/detect-sensitive-data
# entrypoint: true
# custom:
#   id: GW411
#   severity: medium
#   precision: high
#   subjects: [model_service, mcp_service]
#   scope: subject
#   requires: [policies.list.name, policies.list.categories]
#   remediation: |
#     Write each category of `options.categories` as its classification tag, which begins with `class.`, with
#     commas between them: `class.us_ssn,class.credit_card`.
#   controls:
#     dasf: [DASF 54]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0015, AML.M0020, AML.M0033]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM02]
#   since: 0.1.0
package rules.guardrails.policy_category_invalid

import data.rules.lib.report

findings contains report.at(["policies", "list", i, "categories"], message) if {
	some i, policy in input.subject.policies.list
	odd := [category | some category in policy.categories; not startswith(category, "class.")]
	count(odd) > 0
	message := sprintf("%v has service policy `%v` that blocks every call when in force: %v", [
		report.subject,
		policy.name,
		_fault(odd),
	])
}

_fault(odd) := sprintf("its category `%v` does not begin with `class.`", [odd[0]]) if count(odd) == 1

_fault(odd) := sprintf("its categories `%v` do not begin with `class.`", [concat("`, `", odd)]) if count(odd) > 1
