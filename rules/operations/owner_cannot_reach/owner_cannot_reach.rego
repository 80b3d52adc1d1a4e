# METADATA
# title: Owner of the service may not use its destination
# description: |
#   A model service sends requests with the rights of its owner, not with those of its callers. An owner
#   who lacks EXECUTE on the model or the provider service that a destination leads to, or CAN QUERY on its
#   serving endpoint, makes every request to that destination fail; where it is a fallback, that shows only on the
#   day that it is needed. Rights get lost when the owner changes, or when grants are tidied up.
# related_resources:
#   - description: Unity Catalog privileges and securable objects
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges
#   - description: API reference of Unity AI Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW508
#   severity: medium
#   precision: high
#   subjects: [model_service]
#   scope: subject
#   requires: [evidence.owner, evidence.dependencies]
#   remediation: |
#     Grant the owner what the message names: `GRANT EXECUTE ON MODEL PROVIDER SERVICE main.ai.openai TO` the owner
#     (the same on a model), or CAN QUERY in the permissions of the serving endpoint.
#   controls:
#     dasf: [DASF 43]
#     eu-ai-act: [Art 15]
#     nist-ai-rmf: [MEASURE 2.4, MANAGE 4.1]
#   since: 0.1.0
package rules.operations.owner_cannot_reach

import data.rules.lib.holders
import data.rules.lib.report

# METADATA
# description: a person owns the service, and not Databricks
applies if not input.subject.provided

# METADATA
# description: no destination can be called
moot if input.subject.evidence.dependencies == []

findings contains report.at(["evidence", "dependencies", i], message) if {
	some i, dependency in input.subject.evidence.dependencies
	not holders.owner_holds(dependency)
	not _doubts[i]
	values := [report.subject, input.subject.evidence.owner, holders.right(dependency), holders.named(dependency)]
	message := sprintf("%v cannot reach its destination: its owner `%v` lacks %v on %v", values)
}

undecided contains report.at(["evidence", "dependencies", i], reason) if {
	some i, dependency in input.subject.evidence.dependencies
	not holders.owner_holds(dependency)
	values := [input.subject.evidence.owner, holders.named(dependency), min(_doubts[i])]
	reason := sprintf("whether the owner `%v` may use %v is not known: %v", values)
}

# Why the owner may hold the right all the same, by the index of a dependency.
_doubts[i] contains dependency.hidden if {
	some i, dependency in input.subject.evidence.dependencies
	dependency.hidden != ""
}

_doubts[i] contains "who owns it is not shown" if {
	some i, dependency in input.subject.evidence.dependencies
	dependency.owner == ""
	not _has_no_owner(dependency)
}

_doubts[i] contains reason if {
	some i, dependency in input.subject.evidence.dependencies
	some principal in _principals(dependency)
	holders.may_hold_owner(principal)
	reason := sprintf("`%v` holds the right, and who is in it is not shown", [principal])
}

_principals(dependency) := {holder.principal | some holder in dependency.holders} | ({dependency.owner} - {""})

# The permissions of an endpoint name whoever made it; the models of system.ai belong to Databricks.
_has_no_owner(dependency) if dependency.kind == "serving_endpoint"

_has_no_owner(dependency) if startswith(dependency.name, "system.ai.")
