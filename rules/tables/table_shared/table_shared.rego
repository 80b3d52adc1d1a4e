# METADATA
# title: Two gateways write to one table
# description: |
#   Two endpoints have the same catalog, schema and prefix, so both name one table for
#   their requests and responses. Grants, retention and alerts cannot be set for one
#   without the other, and what one team's callers write becomes readable to the next.
#   Documents that describe the same endpoint, by its name, count as one.
# related_resources:
#   - description: AI Gateway inference tables
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW110
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: workspace
#   requires: [inference_table.table]
#   remediation: |
#     Give each gateway a `table_name_prefix` of its own, for instance its name with
#     underscores: `"table_name_prefix": "support_chat"`.
#   since: 0.1.0
package rules.tables.table_shared

import data.rules.lib.report

findings contains report.among(subject.id, ["inference_table", "table"], message, others) if {
	some subject in _named
	table := subject.inference_table.table
	names := array.slice([name | some name in _first[table]; name != subject.name], 0, 3)
	others := [_id[name] | some name in names]
	message := sprintf(
		"%v writes to '%v', and so %v",
		[report.subject, table, _others(names, count(_shared[table]) - 1)],
	)
}

# A body without a name may belong to any of the others, so it is left out.
_named := [subject |
	some subject in input.subjects
	subject.name != ""
	subject.inference_table.table != ""
]

# Table -> the names that write to it, where there are several. OPA indexes the inner
# comprehension by table, so this is one pass over the subjects. As an object rule it
# would be one pass for each table: a minute for 10,000 subjects, not half a second.
# regal ignore:prefer-set-or-object-rule
_shared := {table: names |
	some table in {subject.inference_table.table | some subject in _named}
	names := {subject.name |
		some subject in _named
		subject.inference_table.table == table
	}
	count(names) > 1
}

# Each finding names three others, so four are enough to choose from.
_first[table] := array.slice(sort(names), 0, 4) if some table, names in _shared

# Of several documents of one endpoint, one stands for all.
# regal ignore:prefer-set-or-object-rule
_id := {name: min(ids) |
	some name in {name | some names in _first; some name in names}
	ids := {subject.id |
		some subject in _named
		subject.name == name
	}
}

_others(names, 1) := sprintf("does '%v'", names)

_others(names, total) := sprintf("do '%v'%v", [concat("', '", names), _more(total - count(names))]) if total > 1

_more(0) := ""

_more(n) := sprintf(" and %v more", [n]) if n > 0
