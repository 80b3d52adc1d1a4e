# METADATA
# title: Served entity that fails a probe of its role
# description: |
#   The audit of endpoints says that the model fails what its role needs: it does not
#   answer a short chat, does not stream, loses a long context or breaks quoted SQL. An
#   agent behind the gateway then fails in the middle of its work. What a role needs is
#   `params.role_probes`; streaming does not count where the state file says
#   `streaming_required: false` for the role. `streaming_arg_accepted` is the older name of
#   `streaming_ok`. An entry that has `streaming_ok` alone is judged on that; any other
#   entry in which a probe is missing leaves the rule undecided.
# related_resources:
#   - description: Databricks Foundation Model APIs
#     ref: https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/
# entrypoint: true
# custom:
#   id: GW202
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [destinations.entity, destinations.provider, state.audit, state.roles]
#   params: [role_probes]
#   remediation: |
#     Serve a candidate that passed the probes of the role. If the endpoint has been mended
#     since, run the audit again. If the gateway serves another role, say so in
#     `params.gateway_roles`.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0008]
#     nist-ai-rmf: [MEASURE 2.3]
#   since: 0.1.0
package rules.entities.entity_failed_probe

import data.rules.lib.destinations
import data.rules.lib.probes
import data.rules.lib.report

# METADATA
# description: the gateway serves a role
applies if destinations.serve_a_role

# METADATA
# description: the audit concerns none of the destinations
moot if destinations.names == {}

# GW201 speaks of those that the audit does not have.
_entries[i] := input.context.state.audit[name] if some i, name in destinations.names

# While nobody has said whether the role needs streaming, what it needs in any case.
_needed := probes.needed(input.subject.role, _streaming)

_streaming := false if _unsaid

_streaming := object.get(input.context.state.roles, [input.subject.role, "streaming_required"], true) if not _unsaid

_unsaid if {
	role := input.context.state.roles[input.subject.role]
	not "streaming_required" in object.keys(role)
}

findings contains report.showing(["destinations", i, "entity"], message, also) if {
	some i, entry in _entries
	failed := probes.failed(entry, _needed)
	count(failed) > 0
	name := destinations.names[i]
	message := sprintf(
		"`%v` of %v fails `%v`, which the role `%v` needs",
		[name, report.subject, concat("`, `", failed), input.subject.role],
	)
	also := [{"path": ["state", "audit", name, "probes", probe], "label": "the audit says so"} | some probe in failed]
}

# METADATA
# description: the audit lacks a probe of the role
undecided contains report.at(["destinations", i, "entity"], reason) if {
	some i, entry in _entries
	missing := probes.missing(entry, _needed)
	count(missing) > 0
	reason := sprintf("the audit of `%v` has no `%v`", [destinations.names[i], concat("`, `", missing)])
}

# METADATA
# description: the entry has not passed streaming, and whether that counts is yet to be filled in
undecided contains report.at(["destinations", i, "entity"], reason) if {
	_unsaid
	"streaming_ok" in probes.needed(input.subject.role, true)
	some i, entry in _entries
	not entry.probes.streaming_ok
	reason := sprintf("`streaming_required` of role `%v` is not filled in yet in the state file", [input.subject.role])
}

# METADATA
# description: nobody has said what the role needs
undecided contains report.at(["destinations"], reason) if {
	count(_entries) > 0
	not _needed
	reason := sprintf("no probes are known for role `%v`; set params.role_probes", [input.subject.role])
}
