# METADATA
# title: A call goes past the gateway
# description: |
#   The code names a model's own endpoint. What it sends meets no limit and no guardrail of a gateway and is in no
#   record of one, so limits hold and audits are complete for everybody but this caller. A call that goes through a
#   gateway in one environment and past it in another is reported by GW605 alone.
# related_resources:
#   - description: AI Gateway for serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Query a foundation model with an OpenAI client
#     ref: https://docs.databricks.com/aws/en/machine-learning/model-serving/query-foundation-model
# entrypoint: true
# custom:
#   id: GW602
#   severity: high
#   precision: high
#   subjects: [call]
#   scope: subject
#   requires: [call.target, call.gateway, call.raw, call.branches]
#   remediation: |
#     Name the gateway where the code names the endpoint: in `base_url`, in `query(name=...)`, or in the path
#     `/serving-endpoints/<name>/invocations`. The rest of the code stays as it is.
#   controls:
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.consumers.call_bypasses_gateway

import data.rules.lib.calls
import data.rules.lib.report

# METADATA
# description: it depends on the environment, and GW605 says so
moot if calls.is_mixed

findings contains report.at(["call", "target"], message) if {
	calls.raw != []
	places := concat(", ", [calls.describe(place) | some place in calls.raw])
	message := sprintf("%v goes past the gateway: it calls the model's own endpoint %v", [report.subject, places])
}

undecided contains report.at(["call", "target"], reason) if {
	some place in calls.unclear
	reason := sprintf("whether %v is a gateway or a model's own endpoint is not known", [calls.describe(place)])
}
