# METADATA
# title: Table prefix that the state file does not have
# description: |
#   The state file keeps the prefix of the gateway's tables
#   (`Foundation.f4_gateway.inference_table_prefix`), and the configuration has another
#   one. Grants, queries and alerts are made from what the state file says and look for a
#   table that does not exist. Upper and lower case make no difference.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW109
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - inference_table.enabled
#     - inference_table.prefix
#     - state.inference_table_prefix
#   remediation: |
#     Write the prefix that the gateway has into the state file, or the one of the state file
#     into `table_name_prefix`. If the table is already on, switch it off, change the prefix,
#     and switch it on again.
#   since: 0.1.0
package rules.tables.prefix_not_captured

import data.rules.lib.report

# METADATA
# description: the table is off, so there is no prefix to capture
moot if not input.subject.inference_table.enabled

_prefix := input.subject.inference_table.prefix

_captured := input.context.state.inference_table_prefix

findings contains report.showing(["inference_table", "prefix"], message, also) if {
	_prefix != ""
	lower(_prefix) != lower(_captured)
	message := sprintf(
		"the table prefix `%v` of %v is not `%v`, which the state file has",
		[_prefix, report.subject, _captured],
	)
	also := [{"path": ["state", "inference_table_prefix"], "label": "the prefix captured"}]
}

# METADATA
# description: the name decides, and how the platform makes a prefix of it is not known
undecided contains report.at(["inference_table", "prefix"], "no prefix is written, so the name decides") if {
	_prefix == ""
}
