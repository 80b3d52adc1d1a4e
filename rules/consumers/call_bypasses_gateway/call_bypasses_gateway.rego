# METADATA
# title: A call goes past the gateway
# description: |
#   The code names a model's own endpoint. What it sends meets no limit and no guardrail of a gateway and is in no
#   record of one, so limits hold and audits are complete for everybody but this caller. A call that goes through a
#   gateway in one environment and past it in another is reported by GW605 alone.
#   A scan with a SQL warehouse (`--warehouse`) finds the same from the other side: more requests reached an
#   endpoint, in whole days, than its gateways can have sent there. That number is a lower bound: what a gateway
#   refuses itself hides as many that went past it.
# related_resources:
#   - description: AI Gateway (legacy) for serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Query a foundation model with an OpenAI client
#     ref: https://docs.databricks.com/aws/en/machine-learning/model-serving/query-foundation-model
# entrypoint: true
# custom:
#   id: GW602
#   severity: high
#   precision: high
#   subjects: [call, endpoint, model_service]
#   scope: subject
#   requires: [call.target, call.gateway, call.raw, call.branches, evidence.traffic]
#   remediation: |
#     Name the gateway where the code names the endpoint: in `base_url`, in `query(name=...)`, or in the path
#     `/serving-endpoints/<name>/invocations`. The rest of the code stays as it is. Then take CAN_QUERY on the
#     endpoint from everybody but the gateway.
#   controls:
#     dasf: [DASF 31, DASF 32, DASF 54]
#     eu-ai-act: [Art 12, Art 15]
#     mitre-atlas: [AML.M0019, AML.M0020]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.consumers.call_bypasses_gateway

import data.rules.lib.calls
import data.rules.lib.report
import data.rules.lib.usage

# METADATA
# description: |
#   code says what it calls; what went past a gateway the usage tables tell, where a
#   warehouse was asked
# scope: document
applies if _is_call

applies if {
	not _is_call
	input.subject.measured
}

_is_call if input.subject.kind == "call"

_traffic := input.subject.evidence.traffic

# METADATA
# description: it depends on the environment, and GW605 says so, or there is no endpoint behind the gateway
# scope: document
moot if {
	_is_call
	calls.is_mixed
}

moot if {
	not _is_call
	input.subject.evidence.traffic.fronts == []
}

findings contains report.at(["call", "target"], message) if {
	_is_call
	calls.raw != []
	places := concat(", ", [calls.describe(place) | some place in calls.raw])
	message := sprintf("%v goes past the gateway: it calls the model's own endpoint %v", [report.subject, places])
}

findings contains report.at(["destinations"], message) if {
	not _is_call
	_traffic.direct > 0
	behind := concat(" or ", [sprintf("`%v`", [name]) | some name in _traffic.fronts])
	values := [usage.requests(_traffic.direct), behind, usage.window, report.subject]
	message := sprintf("at least %v to %v %v went past %v", values)
}

undecided contains report.at(["call", "target"], reason) if {
	_is_call
	some place in calls.unclear
	reason := sprintf("whether %v is a gateway or a model's own endpoint is not known", [calls.describe(place)])
}

undecided contains report.at(["destinations"], reason) if {
	not _is_call
	_traffic.direct < 0
	reason := _traffic.direct_reason
}
