# METADATA
# title: Destination deleted
# description: |
#   The model or the provider service behind a destination is gone, and the service still
#   sends requests there. Its share of the traffic fails, or the fallback that everybody
#   counts on is not there. Only services of Unity Gateway show this.
# related_resources:
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW211
#   severity: high
#   precision: very-high
#   subjects: [model_service]
#   scope: subject
#   requires: [destinations.deleted, destinations.name, destinations.standby]
#   remediation: |
#     Restore the model or the provider service, or replace the destination in
#     `config.routing`. Where it had a share of the traffic, give that to the others: the
#     shares of the primary destinations sum to 100.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#   since: 0.1.0
package rules.entities.destination_deleted

import data.rules.lib.report

# METADATA
# description: what a person writes says nothing of what is gone
applies if input.subject.form in {"get", "list"}

findings contains report.at(["destinations", i, "deleted"], message) if {
	some i, destination in input.subject.destinations
	destination.deleted
	what := _role[destination.standby]
	message := sprintf("the %v `%v` of %v leads to what is deleted", [what, destination.name, report.subject])
}

_role := {
	true: "fallback",
	false: "destination",
}
