# METADATA
# title: Operations cannot read what the gateway records
# description: |
#   When callers are refused or answers go wrong, somebody has to look into the inference table and the
#   usage table at once. Whoever is on duty needs SELECT on both and a SQL warehouse to query them
#   with; finding out during an incident that a grant is missing costs the time that matters. Who is on
#   duty is told in `params.ops_principals`. What all users may read or use counts for each of them.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
#   - description: System tables
#     ref: https://docs.databricks.com/aws/en/admin/system-tables/
#   - description: Access control lists
#     ref: https://docs.databricks.com/aws/en/security/auth/access-control/
# entrypoint: true
# custom:
#   id: GW503
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - inference_table.enabled
#     - inference_table.table
#     - inference_table.named
#     - inference_table.deleted
#     - evidence.grants
#     - evidence.usage_grants
#     - workspace.warehouses
#   params: [ops_principals]
#   remediation: |
#     Grant what the message names:
#     `GRANT SELECT ON TABLE main.gateway_audit.chat_payload TO operations`, the same for
#     `system.serving.endpoint_usage` (serving endpoints) or `system.ai_gateway.usage` (services), and
#     CAN USE on a SQL warehouse in its permissions.
#   controls:
#     dasf: [DASF 5, DASF 43, DASF 64]
#     eu-ai-act: [Art 12, Art 26(5)]
#     mitre-atlas: [AML.M0019, AML.M0026]
#     nist-ai-rmf: [MEASURE 2.4, MANAGE 4.1]
#   since: 0.1.0
package rules.operations.ops_access_missing

import data.rules.lib.access
import data.rules.lib.records
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has inference tables; without a gateway GW012 says it all
applies if {
	support.has("inference_table")
	input.subject.declared
}

# METADATA
# description: there is no table to read
moot if not records.payloads

findings contains report.at(["inference_table", "table"], message) if {
	some principal in input.context.params.ops_principals
	lacking := array.concat(_unread(principal), _unqueried(principal))
	lacking != []
	message := sprintf("operations principal `%v` of %v lacks %v", [principal, report.subject, concat(", ", lacking)])
}

undecided contains report.at(["inference_table", "table"], reason) if {
	input.context.params.ops_principals == []
	reason := "no principal of operations is known; set params.ops_principals"
}

undecided contains report.at(["inference_table", "table"], reason) if {
	some principal in input.context.params.ops_principals
	not access.can_query(input.context.workspace.warehouses, principal)
	reason := sprintf("whether `%v` may use a SQL warehouse is not known: %v", [principal, _hidden[0]])
}

_unread(principal) := [sprintf("SELECT on `%v`", [table]) |
	some [table, grants] in _tables
	not access.can_read(grants, principal)
]

_tables := [
	[input.subject.inference_table.table, input.subject.evidence.grants],
	[records.usage_table, input.subject.evidence.usage_grants],
]

_unqueried(principal) := ["CAN_USE on a SQL warehouse" |
	not access.can_query(input.context.workspace.warehouses, principal)
	count(_hidden) == 0
]

# Why nobody knows who may use a warehouse, for each that does not show it.
_hidden := [warehouse.hidden |
	some warehouse in input.context.workspace.warehouses
	warehouse.hidden != ""
]
