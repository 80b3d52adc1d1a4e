# METADATA
# title: Two gateways write to one table
# description: |
#   Two endpoints or services have the same catalog, schema and prefix, so both name one table for
#   their requests and responses. Grants, retention and alerts cannot be set for one
#   without the other, and what one team's callers write becomes readable to the next.
#   Documents that describe the same endpoint, by its name, count as one. Of a bundle, it compares what one target
#   deploys: two of its targets need not meet anywhere.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW110
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service, provider_service]
#   scope: workspace
#   requires: [inference_table.table]
#   group_by: inference_table.table
#   remediation: |
#     Give each gateway a `table_name_prefix` of its own, for instance its name with
#     underscores: `"table_name_prefix": "support_chat"`.
#   controls:
#     dasf: [DASF 5, DASF 14]
#     eu-ai-act: [Art 12]
#     mitre-atlas: [AML.M0019]
#   since: 0.1.0
package rules.tables.table_shared

import data.rules.lib.report

# The engine shows the rule one group at a time: the subjects that write to one table.
findings contains report.among(subject.id, ["inference_table", "table"], message, others) if {
	count(_names) > 1
	some subject in _named
	names := array.slice([name | some name in _first; name != subject.name], 0, 3)
	others := [_id[name] | some name in names]
	message := sprintf(
		"%v writes to `%v`, and so %v",
		[report.subject, subject.inference_table.table, _others(names, count(_names) - 1)],
	)
}

# A body without a name may belong to any of the others, so it is left out.
_named := [subject | some subject in input.subjects; subject.name != ""]

_names := sort({subject.name | some subject in _named})

# Each finding names three others, so four are enough to choose from.
_first := array.slice(_names, 0, 4)

# Of several documents of one endpoint, one stands for all.
_id[name] := min({subject.id | some subject in _named; subject.name == name}) if some name in _names

_others(names, 1) := sprintf("does `%v`", names)

_others(names, total) := sprintf("do `%v`%v", [concat("`, `", names), _more(total - count(names))]) if total > 1

_more(0) := ""

_more(n) := sprintf(" and %v more", [n]) if n > 0
