# METADATA
# title: A call names an endpoint that is being retired
# description: |
#   Databricks replaces the endpoints that it provides and bills by the token, `databricks-...`, with model services
#   of `system.ai`. Where the workspace enforces Unity Gateway, as new ones do by default, a call to such an endpoint
#   is refused (PERMISSION_DENIED). No API shows that setting, so the finding is never an error in the default policy.
#   Looked at are an app's resources and environment, external models of provider `databricks-model-serving` in the
#   same workspace, and the serving endpoints that a model service leads to. Client code is not read.
#   Names that begin with `databricks-` are kept for endpoints of Databricks; a scan also sees who made an endpoint.
#   Where an external model names its workspace, only a scan can tell whether that is the same one.
#   Sovereign clouds keep the endpoints: set `params.sovereign` there.
# related_resources:
#   - description: AI Gateway (legacy) for serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/overview-serving-endpoints
#   - description: Supported foundation models on Model Serving
#     ref: https://docs.databricks.com/aws/en/machine-learning/model-serving/foundation-model-overview
# entrypoint: true
# custom:
#   id: GW607
#   severity: high
#   precision: medium
#   subjects: [app, endpoint, model_service]
#   scope: subject
#   requires: [pay_per_token]
#   params: [sovereign]
#   remediation: |
#     Call the model service of `system.ai` that serves the same model. GET of the endpoint shows its name in
#     `config.served_entities[0].foundation_model.name`. In a sovereign cloud set `params.sovereign: true`.
#   controls:
#     dasf: [DASF 31, DASF 32, DASF 54]
#     eu-ai-act: [Art 12, Art 15]
#     mitre-atlas: [AML.M0019, AML.M0020]
#     nist-ai-rmf: [MAP 4.2]
#     owasp-llm-2025: [LLM10]
#   since: 0.1.0
package rules.consumers.retired_endpoint

import data.rules.lib.report

# METADATA
# description: the body of PUT …/ai-gateway says nothing of what the endpoint serves
# scope: document
applies if input.subject.form != "put"

# METADATA
# description: the workspace is in a sovereign cloud, where the endpoints stay
# scope: document
moot if input.context.params.sovereign

findings contains report.at(["pay_per_token", i], message) if {
	some i, called in input.subject.pay_per_token
	called.provided
	values := [report.subject, called.name, _place(called), _instead(called.service)]
	message := sprintf("%v calls `%v`%v, which is refused where Enforce Unity Gateway is on; call %v", values)
}

undecided contains report.at(["pay_per_token", i], called.unsure) if {
	some i, called in input.subject.pay_per_token
	called.unsure != ""
}

_place(called) := "" if called.key == ""

_place(called) := sprintf(" (%v `%v`)", [_words[called.source], called.key]) if called.key != ""

_words := {
	"resource": "resource",
	"environment": "environment variable",
	"external_model": "served entity",
	"destination": "destination",
}

_instead("") := "the model service of `system.ai` that serves its model"

_instead(service) := sprintf("the model service `%v`", [service]) if service != ""
