# METADATA
# title: Table prefix of the traces
# description: |
#   The prefix of the inference table is the one that the state file keeps for trace tables
#   (`otel_table_prefix`). The gateway's log of requests and the application's traces have
#   different owners, grants and lifetimes; under one prefix, grants and clean-ups by
#   pattern hit both, and nobody can tell by the name which is which. Upper and lower case
#   and underscores at the end make no difference. The prefix is judged even where the table
#   is still off, since it cannot be changed while it is on.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW108
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [inference_table.prefix, inference_table.prefixed, state.otel_table_prefix]
#   remediation: |
#     Give the gateway a prefix of its own, such as `"table_name_prefix": "gw"`, and keep it
#     as `Foundation.f4_gateway.inference_table_prefix` in the state file. If the table is
#     already on, switch it off, change the prefix, and switch it on again.
#   since: 0.1.0
package rules.tables.prefix_is_trace_prefix

import data.rules.lib.report

# METADATA
# description: no prefix is written (GW104 speaks where a table is on)
moot if not input.subject.inference_table.prefixed

findings contains report.showing(["inference_table", "prefix"], message, also) if {
	prefix := input.subject.inference_table.prefix
	_bare(prefix) == _bare(input.context.state.otel_table_prefix)
	message := sprintf("the table prefix `%v` of %v is that of the trace tables", [prefix, report.subject])
	also := [{"path": ["state", "otel_table_prefix"], "label": "the prefix of the trace tables"}]
}

_bare(prefix) := trim_right(lower(prefix), "_")
