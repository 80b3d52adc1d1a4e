# METADATA
# title: Served entity that fails a probe of its role
# description: |
#   The audit of endpoints says that the model fails what its role needs: it does not
#   answer a short chat, does not stream, loses a long context or breaks quoted SQL. An
#   agent behind the gateway then fails in the middle of its work. What a role needs is
#   `params.role_probes`; streaming does not count where the state file says
#   `streaming_required: false` for the role. `streaming_arg_accepted` is the older name of
#   `streaming_ok`. An entry that has `streaming_ok` alone is judged on that; any other
#   entry in which a probe is missing leaves the rule undecided. A role of the state file
#   that claims a probe's choice (`selected_after_probe: true`) of an endpoint without an
#   entry in the audit is found too: nothing shows that the endpoint was ever probed.
# related_resources:
#   - description: Databricks Foundation Model APIs
#     ref: https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/
# entrypoint: true
# custom:
#   id: GW202
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service, role]
#   scope: subject
#   requires:
#     - destinations.entity
#     - destinations.provider
#     - state.audit
#     - state.roles
#     - binding.endpoint
#     - binding.pending
#     - binding.selected_after_probe
#     - binding.candidates
#     - binding.streaming_required
#   params: [required_roles, role_probes]
#   remediation: |
#     Serve a candidate that passed the probes of the role. If the endpoint has been mended
#     since, run the audit again. If the gateway serves another role, say so in
#     `params.gateway_roles`.
#   remediation_for:
#     role: |
#       Run the audit with the endpoint of the role among its candidates and keep what it
#       found in `endpoint_guardrail_audit`, or write `selected_after_probe: false` until the
#       probe has chosen.
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
moot if {
	input.subject.kind != "role"
	destinations.names == {}
}

# METADATA
# description: the state file claims no choice of a probe for the role (GW204 speaks of it)
moot if {
	input.subject.kind == "role"
	not _claimed
}

_claimed if {
	input.subject.binding.selected_after_probe
	not input.subject.binding.pending
	input.subject.binding.endpoint != ""
}

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

findings contains report.showing(["binding", "selected_after_probe"], message, also) if {
	input.subject.kind == "role"
	_claimed
	not input.subject.binding.endpoint in object.keys(input.context.state.audit)
	not _halted
	message := sprintf(
		"%v claims that a probe selected `%v`, which has no entry in `endpoint_guardrail_audit`",
		[report.subject, input.subject.binding.endpoint],
	)
	also := [{"path": ["binding", "endpoint"], "label": "the role is bound here"}]
}

# GW203 speaks of a required role of which no candidate may still pass.
_halted if {
	input.subject.role in input.context.params.required_roles
	every name in input.subject.binding.candidates { _lost(name) }
}

_lost(name) if {
	name != ""
	not name in object.keys(input.context.state.audit)
}

_lost(name) if {
	needed := probes.needed(input.subject.role, input.subject.binding.streaming_required)
	count(probes.failed(input.context.state.audit[name], needed)) > 0
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
