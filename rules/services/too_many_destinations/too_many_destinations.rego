# METADATA
# title: More destinations than the platform takes
# description: |
#   A model service takes at most 10 primary destinations and at most 5 fallbacks. A deployment with
#   more is refused, or stops half way.
# related_resources:
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW705
#   severity: medium
#   precision: very-high
#   subjects: [model_service]
#   scope: subject
#   requires: [traffic.destinations, traffic.fallbacks]
#   remediation: |
#     Keep the destinations that carry traffic, and put models that serve another purpose behind a
#     service of their own.
#   since: 0.1.0
package rules.services.too_many_destinations

import data.rules.lib.report

# Source: doc comments on ModelServiceConfigRoutingConfig and
# ModelServiceConfigFallbackConfig, databricks-sdk-go v0.182.0 service/catalog/model.go.
_most := 10

_most_fallbacks := 5

findings contains report.at(["destinations", _most], message) if {
	written := input.subject.traffic.destinations
	written > _most
	values := [report.subject, written, _most]
	message := sprintf("%v has %d primary destinations, and the platform takes %d at most", values)
}

# In the model the fallbacks stand behind the primary destinations.
findings contains report.at(["destinations", input.subject.traffic.destinations + _most_fallbacks], message) if {
	written := input.subject.traffic.fallbacks
	written > _most_fallbacks
	values := [report.subject, written, _most_fallbacks]
	message := sprintf("%v has %d fallbacks, and the platform takes %d at most", values)
}
