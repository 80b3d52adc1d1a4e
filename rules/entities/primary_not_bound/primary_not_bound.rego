# METADATA
# title: Primary destination that its role is not bound to
# description: |
#   The gateway sends most of its traffic to another model than the endpoint that the state
#   file binds to the gateway's role (`llm_role_endpoints`). What was probed and chosen is
#   then not what agents get, and whoever binds the role anew changes nothing. The primary
#   destination is the one with the greatest share; names are compared without
#   `system.ai.`. Which role a gateway serves is `params.gateway_roles`.
# related_resources:
#   - description: Serve multiple models to a model serving endpoint
#     ref: https://docs.databricks.com/machine-learning/model-serving/serve-multiple-models-to-serving-endpoint.html
# entrypoint: true
# custom:
#   id: GW206
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - destinations.entity
#     - destinations.provider
#     - destinations.share
#     - destinations.standby
#     - state.roles
#   remediation: |
#     Serve the endpoint that the role is bound to as the primary destination, or let the
#     probe bind the role to the one that is served. If the gateway serves another role,
#     say so in `params.gateway_roles`.
#   since: 0.1.0
package rules.entities.primary_not_bound

import data.rules.lib.destinations
import data.rules.lib.report

# METADATA
# description: the gateway serves a role
applies if destinations.serve_a_role

# METADATA
# description: roles do not concern what gets the traffic
moot if _primary == {}

_shares[i] := destination.share if {
	some i, destination in input.subject.destinations
	not destination.standby
}

# Those with the greatest share, as far as they are models that a role can be bound to.
_primary[i] := destinations.names[i] if {
	some i, share in _shares
	share == _greatest
}

_greatest := max([share | some share in _shares])

_bound := input.context.state.roles[input.subject.role]

_unbound if _bound.pending

_unbound if _bound.endpoint == ""

findings contains report.showing(["destinations", first, "entity"], message, also) if {
	not _unbound
	names := {name | some name in _primary}
	not _bound.endpoint in names
	not "" in names
	first := min([i | some i, _ in _primary])
	message := sprintf(
		"the primary destination of %v is `%v`, but the role `%v` is bound to `%v`",
		[report.subject, concat("`, `", names), input.subject.role, _bound.endpoint],
	)
	also := [{"path": ["state", "roles", input.subject.role, "endpoint"], "label": "the role is bound here"}]
}

# METADATA
# description: the role is yet to be bound
undecided contains report.at(["destinations"], reason) if {
	_unbound
	reason := sprintf("role `%v` is not bound yet", [input.subject.role])
}

# METADATA
# description: the state file does not have the role
undecided contains report.at(["destinations"], reason) if {
	not _bound
	reason := sprintf("the state file has no role `%v`", [input.subject.role])
}

# METADATA
# description: what the primary destination serves is not written
undecided contains report.at(["destinations", i], "the primary destination names no entity") if {
	not _bound.endpoint in {name | some name in _primary}
	some i, name in _primary
	name == ""
}
