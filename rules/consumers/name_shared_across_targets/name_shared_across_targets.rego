# METADATA
# title: Two targets deploy one gateway
# description: |
#   Two targets of a bundle deploy a gateway under the same name and, as far as the bundle says, to the same
#   workspace. The second deployment then takes over what the first made, or fails because the name is taken:
#   development changes the limits of production. Targets whose workspaces are known to differ may share a
#   name.
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

# The engine shows the rule one group at a time: the subjects that are deployed under one name.
findings contains report.among(subject.id, ["deployment", "name"], message, others) if {
	some subject in input.subjects
	targets := {other.deployment.target | some other in input.subjects; _clashes(subject, other)}
	count(targets) > 0
	shown := array.slice(sort(targets), 0, 3)
	others := [_first(subject, target) | some target in shown]
	values := [subject.deployment.target, report.subject, subject.deployment.name, _others(shown, count(targets))]
	message := sprintf("target `%v` deploys %v as `%v`, and so %v, with no other workspace stated", values)
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

_others(targets, 1) := sprintf("does target `%v`", targets)

_others(targets, total) := sprintf("do targets `%v`%v", [concat("`, `", targets), _more(total - count(targets))]) if {
	total > 1
}

_more(0) := ""

_more(n) := sprintf(" and %v more", [n]) if n > 0
