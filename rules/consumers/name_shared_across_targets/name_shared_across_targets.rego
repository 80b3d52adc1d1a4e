# METADATA
# title: Two targets deploy one gateway
# description: |
#   Two targets of a bundle deploy a gateway under the same name and, as far as the bundle says, to the same
#   workspace. The second deployment then takes over what the first made, or fails because the name is taken:
#   development changes the limits of production. Targets whose workspaces are known to differ may share a
#   name. Where a variable without a value decides, it is unknown.
# related_resources:
#   - description: Deployment modes of Databricks Asset Bundles
#     ref: https://docs.databricks.com/aws/en/dev-tools/bundles/deployment-modes
# entrypoint: true
# custom:
#   id: GW604
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: workspace
#   requires: [deployment.name, deployment.target, deployment.host]
#   group_by: deployment.name
#   remediation: |
#     Give each target a name of its own, for instance `name: chat-gateway-${bundle.target}`, or state the
#     workspace of each target in `workspace.host`.
#   since: 0.1.0
package rules.consumers.name_shared_across_targets

import data.rules.lib.report

# The engine shows the rule what the targets of one bundle deploy under one name.
findings contains report.among(subject.id, ["deployment", "name"], message, others) if {
	some subject in input.subjects
	clashing := {other.deployment.target | some other in input.subjects; _clashes(subject, other)}
	count(clashing) > 0
	others := [_first(subject, target) | some target in array.slice(sort(clashing), 0, 3)]
	targets := sort(clashing | {subject.deployment.target})
	message := sprintf(
		"targets %v deploy %v under one name, and state no workspaces that differ",
		[_listed(targets), report.subject],
	)
}

_clashes(one, other) if {
	one.kind == other.kind
	one.deployment.target != other.deployment.target
	not _apart(_host(one.deployment.host), _host(other.deployment.host))
}

# Only hosts that are both known are known to differ.
_apart(one, other) if {
	one != ""
	other != ""
	one != other
}

_host(written) := trim_suffix(trim_prefix(lower(written), "https://"), "/")

_first(subject, target) := min({other.id |
	some other in input.subjects
	other.deployment.target == target
	_clashes(subject, other)
})

_listed(targets) := sprintf(
	"`%v`%v",
	[concat("`, `", array.slice(targets, 0, 4)), _more(count(targets) - 4)],
)

_more(n) := "" if n < 1

_more(n) := sprintf(" and %v more", [n]) if n > 0
