# METADATA
# title: An app calls a model past its gateway
# description: |
#   A gateway stands before this endpoint, and the app names the endpoint behind it. What the app sends meets
#   no limit and no guardrail of the gateway, and neither its inference table nor its usage tracking shows it:
#   the record is complete only when every consumer goes through the gateway. Both the app's resource of type
#   serving endpoint and the environment variables it is deployed with are looked at. A resource that is a
#   model service of Unity Gateway binds the app to a gateway. Of a bundle, `resources` and `config.env` of
#   the app are read, and not app.yaml beside its code; which gateways stand before an endpoint of another
#   owner, only a scan shows.
# related_resources:
#   - description: Add a model serving endpoint to a Databricks app
#     ref: https://docs.databricks.com/aws/en/dev-tools/databricks-apps/model-serving
#   - description: AI Gateway (legacy) for serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
# entrypoint: true
# custom:
#   id: GW601
#   severity: high
#   precision: high
#   subjects: [app]
#   scope: subject
#   requires: [app.endpoints]
#   remediation: |
#     Name the gateway in the app's resource, or in the environment variable that the message names, and deploy the app
#     again. Then take the app's permission on the endpoint behind it away.
#   controls:
#     dasf: [DASF 31, DASF 32, DASF 54]
#     eu-ai-act: [Art 12, Art 15]
#     mitre-atlas: [AML.M0019, AML.M0020]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.consumers.app_bound_to_raw_endpoint

import data.rules.lib.report

findings contains report.at(["app", "endpoints", i], message) if {
	some i, endpoint in input.subject.app.endpoints
	endpoint.gateways != []
	values := [report.subject, concat("`, `", endpoint.gateways), _place[endpoint.source], endpoint.key, endpoint.name]
	message := sprintf("%v bypasses the gateway `%v`: %v `%v` names `%v`", values)
}

_place := {
	"resource": "resource",
	"environment": "environment variable",
}
