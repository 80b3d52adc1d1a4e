# METADATA
# title: The agent's access comes from ALL PRIVILEGES
# description: |
#   ALL PRIVILEGES gives the agent every privilege that the table has now and will ever have, such as the
#   right to change its tags or its policies. What an agent may do is then decided by the platform's next
#   release, and an agent that is talked into something can do more than it was meant to. Explicit grants of
#   SELECT and MODIFY are what it needs. A grant of ALL PRIVILEGES on the table is reported in any case, one
#   on its schema or catalog where the agent has no explicit grants beside it. Where a bundle declares one on
#   those, files do not show whether it has, and the outcome is `unknown`.
# related_resources:
#   - description: Unity Catalog privileges and securable objects
#     ref: https://docs.databricks.com/aws/en/data-governance/unity-catalog/manage-privileges/privileges
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW502
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
#     - evidence.agents
#     - evidence.hidden
#   params: [agent_principals]
#   remediation: |
#     Grant what is needed, then revoke the rest where it was granted:
#     ``GRANT SELECT, MODIFY ON TABLE main.gateway_audit.chat_payload TO `<application id>` `` and
#     ``REVOKE ALL PRIVILEGES ON TABLE main.gateway_audit.chat_payload FROM `<application id>` ``.
#   controls:
#     dasf: [DASF 5, DASF 43, DASF 64]
#     eu-ai-act: [Art 12, Art 26(5)]
#     mitre-atlas: [AML.M0019, AML.M0026]
#     owasp-llm-2025: [LLM06]
#   since: 0.1.0
package rules.operations.all_privileges_granted

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

findings contains report.at(["inference_table", "table"], message) if {
	input.subject.evidence.hidden == ""
	some agent in agents.principals
	some whence in _sources(agent)
	values := [report.subject, input.subject.inference_table.table, agent, whence]
	message := sprintf("%v logs to `%v`, where the agent's service principal `%v` has ALL_PRIVILEGES %v", values)
}

# Terraform may grant on the table itself.
findings contains report.at(["evidence", "grants", i], message) if {
	input.subject.evidence.hidden != ""
	some i, grant in input.subject.evidence.grants
	grant.explicit
	some agent in agents.principals
	access.has([grant], agent, "ALL_PRIVILEGES")
	values := [report.subject, input.subject.inference_table.table, agent]
	message := sprintf("%v logs to `%v`, where the agent's service principal `%v` has ALL_PRIVILEGES on the table", values)
}

undecided contains report.at(["inference_table", "table"], agents.unknown) if {
	input.subject.evidence.hidden == ""
	agents.principals == set()
}

# A bundle grants on schemas and catalogs, and cannot show what is granted on the table beside that.
undecided contains report.at(["evidence", "grants", i], message) if {
	input.subject.evidence.hidden != ""
	some i, grant in input.subject.evidence.grants
	not grant.explicit
	some agent in agents.principals
	access.has([grant], agent, "ALL_PRIVILEGES")
	values := [agent, input.subject.inference_table.table]
	message := sprintf("`%v` inherits ALL_PRIVILEGES; whether it has explicit grants on `%v` too is not shown", values)
}

undecided contains report.lacking_workspace(["inference_table", "table"]) if input.subject.evidence.hidden != ""

_sources(agent) := ["on the table"] if access.has_explicit(input.subject.evidence.grants, agent, "ALL_PRIVILEGES")

_sources(agent) := ["by inheritance"] if {
	not access.has_explicit(input.subject.evidence.grants, agent, "ALL_PRIVILEGES")
	access.has(input.subject.evidence.grants, agent, "ALL_PRIVILEGES")
	agents.not_explicit(agent) != []
}
