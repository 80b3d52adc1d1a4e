# METADATA
# title: A call without a request id
# description: |
#   The gateway writes the header `databricks_request_id` of a request beside what it logs. A call that passes
#   the id of its trace there can be found in the inference table, and the trace of a disputed answer from the
#   row. Without it the two can be joined only by time, which is a guess once there is more than one user.
#   Calls of OpenAI-style clients to a gateway are looked at. A scan with a SQL warehouse (`--warehouse`) also
#   counts the requests of whole days: more than 5 % without a `client_request_id` in the usage table are too
#   many. That column has the id that a client put into the body of its request; the usage table of model
#   services shows no such id.
# related_resources:
#   - description: Usage tracking table schemas
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints#usage-tracking-table-schemas
#   - description: AI Gateway inference tables
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
#   - description: Query a foundation model with an OpenAI client
#     ref: https://docs.databricks.com/aws/en/machine-learning/model-serving/query-foundation-model
# entrypoint: true
# custom:
#   id: GW603
#   severity: medium
#   precision: high
#   subjects: [call, endpoint, model_service]
#   scope: subject
#   requires:
#     - call.target
#     - call.gateway
#     - call.raw
#     - call.openai
#     - call.request_id
#     - call.branches
#     - evidence.traffic
#   remediation: |
#     Pass the id of the trace with the call:
#     `client.chat.completions.create(..., extra_headers={"databricks_request_id": trace_id})`. For the usage table
#     put it into the body too: `extra_body={"client_request_id": trace_id}`.
#   controls:
#     eu-ai-act: [Art 12]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.8]
#   since: 0.1.0
package rules.consumers.request_id_missing

import data.rules.lib.calls
import data.rules.lib.report
import data.rules.lib.usage

# METADATA
# description: |
#   code says how it calls; of a gateway the usage table tells, where a warehouse was asked;
#   without a gateway GW012 says it all
# scope: document
applies if _is_call

applies if {
	not _is_call
	input.subject.measured
	input.subject.declared
}

_is_call if input.subject.kind == "call"

_traffic := input.subject.evidence.traffic

# As many percent of requests may come from somebody who tries something out.
_tolerated := 5

# METADATA
# description: |
#   the client is of another style, the call goes past every gateway, which GW602 reports, or
#   nobody has used the gateway
# scope: document
moot if {
	_is_call
	not input.subject.call.openai
}

moot if {
	_is_call
	calls.gateways == []
	calls.unclear == []
}

moot if {
	not _is_call
	usage.unused
}

findings contains report.at(["call", "request_id"], message) if {
	_is_call
	not input.subject.call.request_id
	values := [report.subject, calls.describe(calls.gateways[0])]
	message := sprintf("%v calls the gateway %v without the header 'databricks_request_id'", values)
}

findings contains report.at(["usage_tracking"], message) if {
	not _is_call
	_traffic.seen
	_traffic.identified >= 0
	without := _traffic.requests - _traffic.identified
	without * 100 > _traffic.requests * _tolerated
	values := [usage.grouped(without), usage.grouped(_traffic.requests), report.subject, usage.window]
	message := sprintf("%v of %v requests to %v %v carry no client request id", values)
}

undecided contains report.at(["call", "target"], reason) if {
	_is_call
	not input.subject.call.request_id
	some place in calls.unclear
	reason := sprintf("whether %v is a gateway is not known", [calls.describe(place)])
}

undecided contains report.at(["usage_tracking"], reason) if {
	not _is_call
	not _traffic.seen
	reason := _traffic.reason
}

undecided contains report.at(["usage_tracking"], reason) if {
	not _is_call
	_traffic.seen
	_traffic.identified < 0
	reason := "the usage table of model services shows no id that a client gives"
}
