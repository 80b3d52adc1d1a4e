# METADATA
# title: Inference table not visible after the first traffic
# description: |
#   Requests have come through the gateway for longer than the platform takes to make the
#   payload table, and the table is not visible: what was asked and answered meanwhile is not
#   kept, or whoever looks may not see it. `params.table_visible_within` says how long that
#   takes, 60 minutes by default: the documentation has rows arrive within one hour. Mostly the
#   owner of the endpoint may not create tables in the schema, or the catalog cannot hold
#   them. A gateway without traffic has no table yet; where the time of the first request is
#   not known, neither is whether the table should be there.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW111
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [inference_table.enabled, evidence.table, evidence.traffic]
#   params: [table_visible_within]
#   remediation: |
#     Grant CREATE TABLE in the schema of the table to whoever owns the endpoint, then switch
#     the inference table off and on again. If the table is there and whoever runs gwlint may
#     not see it, grant BROWSE or SELECT on it.
#   controls:
#     dasf: [DASF 14]
#     eu-ai-act: [Art 12, Art 19, Art 26(6)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4]
#   since: 0.1.0
package rules.tables.table_not_visible

import data.rules.lib.report

# METADATA
# description: the table is off, and GW102 says so
moot if not input.subject.inference_table.enabled

_traffic := input.subject.evidence.traffic

findings contains report.at(["inference_table"], message) if {
	not input.subject.evidence.table.exists
	_traffic.seen
	_traffic.first_request != ""
	since := time.parse_rfc3339_ns(input.context.as_of) - time.parse_rfc3339_ns(_traffic.first_request)
	since > time.parse_duration_ns(input.context.params.table_visible_within)
	message := sprintf(
		"the inference table of %v is not visible, though requests have come since %v",
		[report.subject, _traffic.first_request],
	)
}

# METADATA
# description: whether the table should be there depends on the first request
undecided contains report.at(["inference_table"], concat(": ", _unknown)) if {
	not input.subject.evidence.table.exists
	not _traffic.seen
}

_unknown := [part |
	some part in ["the inference table is not visible, and when the first request came is not known", _traffic.reason]
	part != ""
]
