# METADATA
# title: A call takes the gateway in one environment only
# description: |
#   The code goes through a gateway in one environment and to the model's own endpoint in another. What is
#   tested is then not what runs: limits, guardrails, errors and the record of requests differ between the
#   two, and the difference shows first in production. The same path everywhere, with the name of a gateway
#   for each environment, tests what will run.
# related_resources:
#   - description: AI Gateway (legacy) for serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Query a foundation model with an OpenAI client
#     ref: https://docs.databricks.com/aws/en/machine-learning/model-serving/query-foundation-model
# entrypoint: true
# custom:
#   id: GW605
#   severity: medium
#   precision: high
#   subjects: [call]
#   scope: subject
#   requires: [call.target, call.gateway, call.raw, call.branches]
#   remediation: |
#     Let every environment go through a gateway of its own, and let the environment decide nothing but its name.
#   controls:
#     dasf: [DASF 31, DASF 32, DASF 54]
#     eu-ai-act: [Art 12, Art 15]
#     mitre-atlas: [AML.M0019, AML.M0020]
#     nist-ai-rmf: [MEASURE 2.3]
#   since: 0.1.0
package rules.consumers.base_url_by_environment

import data.rules.lib.calls
import data.rules.lib.report

findings contains report.at(["call", "branches"], message) if {
	calls.is_mixed
	values := [report.subject, _list(calls.gateways), _list(calls.raw)]
	message := sprintf("%v calls the gateway %v, and past it %v", values)
}

undecided contains report.at(["call", "branches"], reason) if {
	count(calls.places) > 1
	some place in calls.unclear
	reason := sprintf("whether %v is a gateway or a model's own endpoint is not known", [calls.describe(place)])
}

_list(places) := concat(", ", [calls.describe(place) | some place in places])
