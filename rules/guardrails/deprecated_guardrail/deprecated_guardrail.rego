# METADATA
# title: Deprecated guardrail
# description: |
#   `invalid_keywords` and `valid_topics` are deprecated in favour of `pii` and `safety`, and will go. A list
#   of words is also easy to get around and hard to keep: it refuses "assassin" in a history lesson and
#   lets a misspelling pass.
# related_resources:
#   - description: databricks_model_serving in the Terraform provider
#     ref: https://registry.terraform.io/providers/databricks/databricks/latest/docs/resources/model_serving
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW406
#   severity: low
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: [guardrails.input.keywords, guardrails.input.topics, guardrails.output.keywords, guardrails.output.topics]
#   remediation: |
#     Remove `invalid_keywords` and `valid_topics`, set `pii.behavior` and `safety`, and keep what is special to
#     your application in its own prompt or code.
#   since: 0.1.0
package rules.guardrails.deprecated_guardrail

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has guardrails; where it has none, GW405 says so
applies if {
	support.has("guardrails")
	input.subject.declared
}

_deprecated := [
	["input", "keywords", "invalid_keywords", input.subject.guardrails.input.keywords],
	["input", "topics", "valid_topics", input.subject.guardrails.input.topics],
	["output", "keywords", "invalid_keywords", input.subject.guardrails.output.keywords],
	["output", "topics", "valid_topics", input.subject.guardrails.output.topics],
]

findings contains report.at(["guardrails", direction, field], message) if {
	some [direction, field, key, words] in _deprecated
	count(words) > 0
	message := sprintf("%v uses `%v` on %v, which is deprecated", [report.subject, key, direction])
}
