# METADATA
# title: Standby that is never reached
# description: |
#   A served entity has a share of 0, and no fallback leads to it: no request ever gets
#   there, not in normal operation, and not when the others fail. Whoever wrote it most
#   likely believes in a second provider that is not there. A share of 0 is right for a
#   standby of external models, together with `fallback_config.enabled: true`; other
#   endpoints have no fallback, whatever `fallback_config` says. An entity that no route
#   names gets no traffic either.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints, with traffic splitting and fallbacks
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW209
#   severity: high
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [traffic, routes, destinations.name, destinations.share, fallback.enabled]
#   remediation: |
#     Give the entity a share of the traffic, or remove it. Where all entities are external
#     models, set `ai_gateway.fallback_config` to `{"enabled": true}`: requests that fail
#     with 429 or 5xx then go on to the standby.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#   fix: unsafe
#   fix_note: |
#     It writes `fallback_config.enabled: true` where all entities are external models: requests that fail then go on to
#     another provider. Which share an entity should get is yours to say.
#   since: 0.1.0
package rules.entities.standby_unreachable

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: a put-ai-gateway body carries neither destinations nor routes
applies if input.subject.form != "put"

# METADATA
# description: there is nothing to reach
moot if input.subject.traffic.destinations == 0

# METADATA
# description: a route has a share of 0
suspect if 0 in input.subject.traffic.shares

# METADATA
# description: there are routes, and none of them gives a destination a share
suspect if {
	count(input.subject.traffic.shares) > 0
	input.subject.traffic.unshared > 0
}

findings contains report.fixing(report.at(["routes", i, "share"], message), _fix) if {
	some i, route in input.subject.routes
	route.served
	route.share == 0
	message := sprintf("`%v` of %v gets no traffic: its share is 0 and %v", [route.name, report.subject, _why])
}

# Where a route leads nowhere, it may be meant for the entity: GW208 speaks of that.
findings contains report.fixing(report.at(["destinations", i], message), _fix) if {
	count(input.subject.traffic.shares) > 0
	_lead_somewhere
	some i, destination in input.subject.destinations
	destination.share == -1
	not destination.name in _routed
	message := sprintf("`%v` of %v gets no traffic: no route names it and %v", [destination.name, report.subject, _why])
}

default _fix := null

_fix := report.fix_of_written(
	"write `fallback_config.enabled: true`",
	[report.setting(["fallback", "enabled"], true)],
	[["declared"]],
) if {
	input.subject.kind == "endpoint"
	not input.subject.fallback.enabled
	support.has("fallback")
}

# Why no fallback leads there; undefined where one does.
_why := "fallback is off" if not input.subject.fallback.enabled

_why := "fallback works for external models only" if {
	input.subject.fallback.enabled
	not support.has("fallback")
}

_lead_somewhere if {
	every route in input.subject.routes {
		route.served
	}
}

_routed contains route.name if some route in input.subject.routes
