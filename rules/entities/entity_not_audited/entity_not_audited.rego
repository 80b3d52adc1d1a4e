# METADATA
# title: Served entity without an audit
# description: |
#   The gateway serves a model that the audit of endpoints (`endpoint_guardrail_audit` in
#   the state file) has no entry for: somebody picked it by hand, and whether it can do
#   what its role needs shows when agents fail. Names are compared without `system.ai.`,
#   and versions do not matter. Models of other providers are not in the audit; an
#   external model of the provider `databricks-model-serving` is an endpoint of a
#   workspace and is judged by its name.
# related_resources:
#   - description: Databricks Foundation Model APIs
#     ref: https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/
# entrypoint: true
# custom:
#   id: GW201
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [destinations.entity, destinations.provider, state.audit]
#   remediation: |
#     Run the audit with the endpoint among its candidates and keep what it found in
#     `endpoint_guardrail_audit`, or serve an entity that the audit has and that passed the
#     probes of the role. If the entry is there under another name, write `entity_name` as
#     the audit does.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0008]
#     owasp-llm-2025: [LLM03]
#     nist-ai-rmf: [MEASURE 2.3]
#   since: 0.1.0
package rules.entities.entity_not_audited

import data.rules.lib.destinations
import data.rules.lib.report

# METADATA
# description: the gateway serves a role
applies if destinations.serve_a_role

# METADATA
# description: the audit concerns none of the destinations
moot if destinations.names == {}

findings contains report.at(["destinations", i, "entity"], message) if {
	some i, name in destinations.names
	name != ""
	not name in _audited
	message := sprintf("`%v` of %v has no entry in the audit of endpoints", [name, report.subject])
}

_audited := object.keys(input.context.state.audit)

# METADATA
# description: what a destination serves is not written
undecided contains report.at(["destinations", i], "the destination names no entity") if {
	some i, name in destinations.names
	name == ""
}
