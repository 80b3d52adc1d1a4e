# METADATA
# title: Route to an entity that is not served
# description: |
#   A route names a served entity that the endpoint does not have: the API refuses the
#   request, or a share of the traffic has nowhere to go. A name that is not written is
#   known to gwlint as the platform makes it: for an external model the model's name
#   with `.` and `:` as `-`, for a model of Unity Catalog the last part of its name and
#   its version, `churn-3`.
# related_resources:
#   - description: Serve multiple models to a model serving endpoint
#     ref: https://docs.databricks.com/machine-learning/model-serving/serve-multiple-models-to-serving-endpoint.html
# entrypoint: true
# custom:
#   id: GW208
#   severity: high
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: [traffic.destinations, routes.name, routes.served, destinations.name, traffic.unserved]
#   remediation: |
#     Write the `name` of a served entity as `served_entity_name`, letter by letter.
#     Give each entity a `name` of its own, so that nobody has to know the default.
#   since: 0.1.0
package rules.entities.route_unknown

import data.rules.lib.report

# METADATA
# description: a put-ai-gateway body has no place for routes
applies if input.subject.form != "put"

# METADATA
# description: there is nothing to route to
moot if input.subject.traffic.destinations == 0

# METADATA
# description: a route names no destination
suspect if input.subject.traffic.unserved > 0

findings contains report.at(["routes", i, "name"], message) if {
	some i, route in input.subject.routes
	not route.served
	message := sprintf("%v, but %v serves `%v`%v", [_lead(route.name), report.subject, _served, _more])
}

_lead("") := "a route names nothing"

_lead(name) := sprintf("a route names `%v`", [name]) if name != ""

# A list of thousands helps nobody, and each finding would repeat it.
_most := 10

_names := [destination.name | some destination in input.subject.destinations]

_served := concat("`, `", array.slice(_names, 0, _most))

default _more := ""

_more := sprintf(" and %d more", [count(_names) - _most]) if count(_names) > _most
