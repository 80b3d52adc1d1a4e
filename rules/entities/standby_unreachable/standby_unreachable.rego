# METADATA
# title: Standby that is never reached
# description: |
#   A served entity has a share of 0 and fallback is off, so no request ever gets to
#   it: not in normal operation, and not when the others fail. Whoever wrote it most
#   likely believes in a second provider that is not there. A share of 0 is right for
#   a standby, but only together with `fallback_config.enabled: true`. An entity that
#   no route names gets no traffic either.
# related_resources:
#   - description: Configure AI Gateway on model serving endpoints, with traffic splitting and fallbacks
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
#     Set `ai_gateway.fallback_config` to `{"enabled": true}` so that requests which
#     fail with 429 or 5xx go on to the standby. Fallback is for external models; for
#     others, give the entity a share of the traffic or remove it.
#   since: 0.1.0
package rules.entities.standby_unreachable

import data.rules.lib.report

# METADATA
# description: a put-ai-gateway body carries neither destinations nor routes
applies if input.subject.form != "put"

# METADATA
# description: there is nothing to reach
moot if input.subject.traffic.destinations == 0

findings contains report.at(["routes", i, "share"], message) if {
	not input.subject.fallback.enabled
	some i, route in input.subject.routes
	route.served
	route.share == 0
	message := sprintf("'%v' of %v gets no traffic: its share is 0 and fallback is off", [route.name, report.subject])
}

# Where a route leads nowhere, it may be meant for the entity: GW208 speaks of that.
findings contains report.at(["destinations", i], message) if {
	not input.subject.fallback.enabled
	count(input.subject.traffic.shares) > 0
	_lead_somewhere
	some i, destination in input.subject.destinations
	destination.share == -1
	not destination.name in _routed
	message := sprintf(
		"'%v' of %v gets no traffic: no route names it and fallback is off",
		[destination.name, report.subject],
	)
}

_lead_somewhere if {
	every route in input.subject.routes {
		route.served
	}
}

_routed contains route.name if some route in input.subject.routes
