# METADATA
# title: A call without a request id
# description: |
#   The gateway writes the header `databricks_request_id` of a request beside what it logs. A call that passes
#   the id of its trace there can be found in the inference table, and the trace of a disputed answer from the
#   row. Without it the two can be joined only by time, which is a guess once there is more than one user.
#   Calls of OpenAI-style clients to a gateway are looked at.
# related_resources:
#   - description: AI Gateway inference tables
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
#   - description: Query a foundation model with an OpenAI client
#     ref: https://docs.databricks.com/aws/en/machine-learning/model-serving/query-foundation-model
# entrypoint: true
# custom:
#   id: GW603
#   severity: medium
#   precision: high
#   subjects: [call]
#   scope: subject
#   requires: [call.target, call.gateway, call.raw, call.openai, call.request_id, call.branches]
#   remediation: |
#     Pass the id of the trace with the call:
#     `client.chat.completions.create(..., extra_headers={"databricks_request_id": trace_id})`.
#   controls:
#     nist-ai-rmf: [MEASURE 2.8]
#   since: 0.1.0
package rules.consumers.request_id_missing

import data.rules.lib.calls
import data.rules.lib.report

# METADATA
# description: the client is of another style, or the call goes past every gateway, which GW602 reports
# scope: document
moot if not input.subject.call.openai

moot if {
	calls.gateways == []
	calls.unclear == []
}

findings contains report.at(["call", "request_id"], message) if {
	not input.subject.call.request_id
	values := [report.subject, calls.describe(calls.gateways[0])]
	message := sprintf("%v calls the gateway %v without the header 'databricks_request_id'", values)
}

undecided contains report.at(["call", "target"], reason) if {
	not input.subject.call.request_id
	some place in calls.unclear
	reason := sprintf("whether %v is a gateway is not known", [calls.describe(place)])
}
