# METADATA
# title: Role that no probe has bound
# description: |
#   The state file binds the role to an endpoint by hand (`selected_after_probe` is not
#   true), or not at all. A gateway that serves the role then rests on a guess: nobody
#   has seen that endpoint do what the role needs.
# related_resources:
#   - description: Databricks Foundation Model APIs
#     ref: https://docs.databricks.com/aws/en/machine-learning/foundation-model-apis/
# entrypoint: true
# custom:
#   id: GW204
#   severity: medium
#   precision: very-high
#   subjects: [role]
#   scope: subject
#   requires:
#     [binding.listed, binding.endpoint, binding.pending, binding.selected_after_probe, binding.bare]
#   remediation: |
#     Let the probe choose among the candidates of the role and write what it chose:
#     `endpoint`, and `selected_after_probe: true`.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0008]
#     nist-ai-rmf: [MEASURE 2.3]
#   since: 0.1.0
package rules.entities.role_not_probed

import data.rules.lib.report

# METADATA
# description: the state file does not have the role (GW203 speaks where it is required)
moot if not input.subject.binding.listed

# METADATA
# description: |
#   the state file keeps only what the role is bound to, and says nothing of a probe's
#   choice; GW201 and GW202 ask the audit
moot if {
	input.subject.binding.bare
	not _unbound
}

findings contains report.at(["binding", "endpoint"], message) if {
	_unbound
	message := sprintf("%v is not bound to an endpoint yet", [report.subject])
}

findings contains report.at(["binding", "selected_after_probe"], message) if {
	not _unbound
	not input.subject.binding.selected_after_probe
	message := sprintf(
		"%v is bound to `%v`, which no probe has selected",
		[report.subject, input.subject.binding.endpoint],
	)
}

_unbound if input.subject.binding.pending

_unbound if input.subject.binding.endpoint == ""
