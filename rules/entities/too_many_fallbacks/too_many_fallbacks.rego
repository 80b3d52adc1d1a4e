# METADATA
# title: Fallback that is never tried
# description: |
#   After an external model has failed, the platform tries two others at most, in the order
#   of the served entities, and then answers with the error. A standby further down gets no
#   request, although its share of 0 and the fallback look right.
# related_resources:
#   - description: Configure AI Gateway on model serving endpoints, with fallbacks
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW214
#   severity: low
#   precision: medium
#   subjects: [endpoint]
#   scope: subject
#   requires: [fallback.enabled, destinations.name, destinations.share]
#   remediation: |
#     Keep the two standbys that matter most and list them first in
#     `config.served_entities`, or give the others a share of the traffic.
#   controls:
#     dasf: [DASF 32]
#     eu-ai-act: [Art 15]
#   since: 0.1.0
package rules.entities.too_many_fallbacks

import data.rules.lib.report

# METADATA
# description: |
#   the endpoint falls back, as far as it is known; a put-ai-gateway body says nothing of
#   destinations
applies if {
	input.subject.hosting == "external"
	input.subject.form != "put"
}

# METADATA
# description: the endpoint falls back
suspect if input.subject.fallback.enabled

findings contains report.at(["destinations", i], message) if {
	input.subject.fallback.enabled
	some i, destination in input.subject.destinations
	destination.share == 0
	not _tried(i)
	message := sprintf(
		"`%v` of %v is never tried: after a failure only two other entities are, in the order they are listed",
		[destination.name, report.subject],
	)
}

# The first two are tried after any failure, the third after that of one of these.
_tried(i) if i < 2

_tried(2) if {
	some before in [0, 1]
	input.subject.destinations[before].share > 0
}
