# METADATA
# title: The agent's service principal lacks explicit grants
# description: |
#   The agent ties its traces to the gateway's record of requests and responses, and marks what it has
#   looked into. Its service principal needs SELECT and MODIFY on the inference table for that, granted
#   on the table itself: a right that comes from a schema, a catalog or ownership is lost when the
#   table is moved or its owner changes, and nobody sees it in the table's own list of grants. The service
#   principals are those of the apps that use the gateway, and those in `params.agent_principals`.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
#   - description: Unity Catalog privileges and securable objects
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges
# entrypoint: true
# custom:
#   id: GW501
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - inference_table.enabled
#     - inference_table.table
#     - inference_table.named
#     - inference_table.deleted
#     - evidence.grants
#     - evidence.agents
#     - evidence.hidden
#   params: [agent_principals]
#   remediation: |
#     Grant both privileges on the table that the message names:
#     ``GRANT SELECT, MODIFY ON TABLE main.gateway_audit.chat_payload TO `<application id>` ``. If another
#     principal is the agent's, change `params.agent_principals` in `.gwlint.yaml`.
#   controls:
#     dasf: [DASF 5, DASF 43, DASF 64]
#     eu-ai-act: [Art 12, Art 26(5)]
#     mitre-atlas: [AML.M0019, AML.M0026]
#   since: 0.1.0
package rules.operations.agent_grant_missing

import data.rules.lib.access
import data.rules.lib.agents
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
# description: there is no table to grant anything on
moot if not records.payloads

# A bundle cannot declare grants on a table that the platform makes.
findings contains report.at(["inference_table", "table"], message) if {
	input.subject.evidence.hidden == ""
	some agent in agents.principals
	lacking := agents.not_explicit(agent)
	lacking != []

	# GW502 speaks of what it has instead.
	not access.has(input.subject.evidence.grants, agent, "ALL_PRIVILEGES")
	values := [report.subject, input.subject.inference_table.table, agent, concat(" and ", lacking)]
	message := sprintf("%v logs to `%v`, where the agent's service principal `%v` has no explicit grant of %v", values)
}

undecided contains report.at(["inference_table", "table"], agents.unknown) if {
	input.subject.evidence.hidden == ""
	agents.principals == set()
}

undecided contains report.lacking_workspace(["inference_table", "table"]) if input.subject.evidence.hidden != ""
