# METADATA
# title: No candidate of a required role passed its probes
# description: |
#   A role that is required has no endpoint that passed its probes, so there is nothing
#   that a gateway could rightly serve for it. gwlint halts and asks the operator for
#   candidates, and neither a default nor any other endpoint takes their place. A role that
#   the state file does not have fails too. A candidate without an entry in the audit does
#   not pass; where the role names no candidates, the endpoint that it is bound to is the
#   only one. One that is not filled in yet leaves the rule undecided as long as the audit
#   has an endpoint that could be meant. Which roles are required is `params.required_roles`.
# related_resources:
#   - description: Databricks Foundation Model APIs
#     ref: https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/
# entrypoint: true
# custom:
#   id: GW203
#   severity: critical
#   precision: very-high
#   subjects: [role, endpoint, model_service]
#   scope: subject
#   requires: [binding.candidates, binding.streaming_required, state.audit, state.roles]
#   params: [required_roles, role_probes]
#   halts: true
#   remediation: |
#     Answer the prompt: give the name of the workspace and the names of endpoints that may
#     serve the role, and let the probe bind the role again. Create no gateway before.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0008]
#     nist-ai-rmf: [MEASURE 2.3]
#   since: 0.1.0
package rules.entities.role_without_candidate

import data.rules.lib.probes
import data.rules.lib.report

# METADATA
# description: some role is required
applies if count(input.context.params.required_roles) > 0

# METADATA
# description: the role is not a required one
moot if {
	input.subject.kind == "role"
	not input.subject.role in input.context.params.required_roles
}

# METADATA
# description: where the state file is seen, its roles are judged and not the gateways
moot if {
	input.subject.kind != "role"
	is_object(input.context.state.roles)
	is_object(input.context.state.audit)
}

_needed := probes.needed(input.subject.role, input.subject.binding.streaming_required)

# Of the candidates, best first, those that the audit has.
_audited := [name |
	some name in input.subject.binding.candidates
	name in _names
]

_names := object.keys(input.context.state.audit)

_passed contains name if {
	some name in _audited
	probes.passes(input.context.state.audit[name], _needed)
}

_failed[name] := failed if {
	some name in _audited
	failed := probes.failed(input.context.state.audit[name], _needed)
	count(failed) > 0
}

_open := [name | some name in _audited; not name in _passed; not _failed[name]]

# A candidate is yet to be named, and the audit has one that it may turn out to be.
_pending if {
	"" in input.subject.binding.candidates
	some entry in input.context.state.audit
	not _fails(entry)
}

_fails(entry) if count(probes.failed(entry, _needed)) > 0

# The operator is shown this sentence as it stands.
findings contains report.showing(["binding"], message, also) if {
	_passed == set()
	_open == []
	not _pending
	message := sprintf("%v %v %v", [
		sprintf("No FMAPI endpoint passed the role probe for %v.", [input.subject.role]),
		"Provide a workspace-specific candidate list (workspace name + endpoint names)",
		"so vibecoding-state.llm_role_endpoint_probe can re-bind.",
	])
	also := [{"path": ["state", "audit", name, "probes", probe], "label": sprintf("`%v` fails `%v`", [name, probe])} |
		some name in _audited
		some probe in _failed[name]
	]
}

# METADATA
# description: no candidate passed, and one of them may
undecided contains report.at(["binding"], _reason(_open[0])) if _passed == set()

# METADATA
# description: no candidate passed, and another is yet to be named
undecided contains report.at(["binding"], "a candidate is not filled in yet in the state file") if {
	_passed == set()
	_open == []
	_pending
}

_reason(name) := sprintf("the audit of `%v` has no `%v`", [name, concat("`, `", missing)]) if {
	missing := probes.missing(input.context.state.audit[name], _needed)
}

_reason(_) := sprintf("no probes are known for role `%v`; set params.role_probes", [input.subject.role]) if {
	not _needed
}
