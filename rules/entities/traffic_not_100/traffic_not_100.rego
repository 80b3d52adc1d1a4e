# METADATA
# title: Traffic shares that are not 100 percent
# description: |
#   The shares in `config.traffic_config.routes` have to sum to 100; the API refuses
#   anything else. A share that is not written counts as 0. With one served entity the
#   routes may be left out, and it gets all traffic; with several the platform has no
#   default and refuses a body without routes. It often happens where a list of routes
#   is appended to, not replaced.
#
#   A model service has its shares at `config.routing.destinations`, and the same holds
#   there. One destination alone gets all traffic, and fallbacks have no share.
# related_resources:
#   - description: Serve multiple models to a model serving endpoint
#     ref: https://docs.databricks.com/machine-learning/model-serving/serve-multiple-models-to-serving-endpoint.html
# entrypoint: true
# custom:
#   id: GW207
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [traffic.shares, traffic.destinations]
#   remediation: |
#     Write one route for each served entity, with `traffic_percentage` values that sum to 100. An
#     entity that only stands by as a fallback gets 0.
#   remediation_for:
#     model_service: |
#       Write the `traffic_percentage` of each primary destination, so that they sum to 100. A
#       destination that only stands by belongs in `config.routing.fallback.destinations`.
#   since: 0.1.0
package rules.entities.traffic_not_100

import data.rules.lib.report

# METADATA
# description: a put-ai-gateway body has no place for routes
applies if input.subject.form != "put"

# METADATA
# description: there is nothing to route to
moot if input.subject.traffic.destinations == 0

findings contains report.at(["routes"], message) if {
	count(input.subject.traffic.shares) > 0
	total := sum([max([0, share]) | some share in input.subject.traffic.shares])
	total != 100
	message := sprintf("the traffic shares of %v sum to %v, not to 100", [report.subject, total])
}

# An answer of the platform always shows the routes that it applies.
findings contains report.at(["routes"], message) if {
	input.subject.form in {"create", "bundle", "terraform"}
	count(input.subject.traffic.shares) == 0
	input.subject.traffic.destinations > 1
	message := sprintf(
		"%v serves %v entities and `traffic_config.routes` does not share the traffic among them",
		[report.subject, input.subject.traffic.destinations],
	)
}
