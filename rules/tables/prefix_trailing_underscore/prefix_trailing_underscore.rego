# METADATA
# title: Table prefix ends in an underscore
# description: |
#   The platform puts its own underscore behind the prefix: `gw` gives `gw_payload`,
#   and `gw_` gives `gw__payload`. Queries, grants, alerts and dashboards that were
#   written for the first name then find no table, often weeks later. Catalog, schema
#   and prefix cannot be changed while the table is on, so the prefix is judged even
#   where the table is still off.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW103
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, provider_service]
#   scope: subject
#   requires:
#     - inference_table.prefix_written
#     - legacy.auto_capture
#     - legacy.auto_capture_prefix
#     - inference_table.prefix_looks.ends_in_underscore
#     - legacy.auto_capture_prefix_looks
#   remediation: |
#     Write the prefix without the underscore at its end, `gw` for `gw_`. If the table is
#     already on, switch it off, change the prefix, and switch it on again; the rows so
#     far stay in the old table.
#   fix: unsafe
#   fix_note: |
#     It writes the prefix without the underscores at its end. The platform then writes to another table: rows so far,
#     and the queries and alerts on them, stay with the old one. There is none for `auto_capture_config`, of which the
#     prefix cannot be changed, nor for services.
#   since: 0.1.0
package rules.tables.prefix_trailing_underscore

import data.rules.lib.report

# METADATA
# description: there is no place where a prefix could be written
moot if {
	not input.subject.declared
	not input.subject.legacy.auto_capture
}

# METADATA
# description: a prefix ends in an underscore
suspect if input.subject.inference_table.prefix_looks.ends_in_underscore

# METADATA
# description: the prefix of a legacy table does
suspect if input.subject.legacy.auto_capture_prefix_looks.ends_in_underscore

findings contains report.fixing(_finding(["inference_table", "prefix"], prefix), _fix(prefix)) if {
	prefix := input.subject.inference_table.prefix_written
}

findings contains _finding(["legacy", "auto_capture_prefix"], input.subject.legacy.auto_capture_prefix)

default _fix(_) := null

# The table of a service cannot be given another prefix.
_fix(prefix) := report.fix(
	sprintf("write `%v` for `%v`", [shorter, prefix]),
	[report.setting(["inference_table", "prefix"], shorter)],
) if {
	input.subject.kind == "endpoint"
	shorter := trim_right(prefix, "_")
	shorter != ""
}

_finding(path, prefix) := report.at(path, message) if {
	endswith(prefix, "_")
	message := sprintf(
		"the table prefix `%v` of %v ends in an underscore: the table becomes `%v_payload`",
		[prefix, report.subject, prefix],
	)
}
