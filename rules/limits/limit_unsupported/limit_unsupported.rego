# METADATA
# title: Rate limits that have no effect
# description: |
#   The gateway of an agent endpoint has an inference table and nothing else: rate limits
#   are accepted, and no call of the agent is ever refused. The file promises a protection
#   that is not there.
# related_resources:
#   - description: AI Gateway, and what it supports for each kind of endpoint
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
# entrypoint: true
# custom:
#   id: GW312
#   severity: medium
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [rate_limits.scope]
#   remediation: |
#     Remove `ai_gateway.rate_limits`, and limit the gateway of the models that the agent
#     calls, or the callers in the application.
#   controls:
#     dasf: [DASF 60]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0004]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.limits.limit_unsupported

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting is known to have no rate limits
applies if {
	input.subject.declared
	not support.has("rate_limits")
}

findings contains report.at(["rate_limits"], message) if {
	count(input.subject.rate_limits) > 0
	message := sprintf("%v sets rate limits, which an agent does not have", [report.subject])
}
