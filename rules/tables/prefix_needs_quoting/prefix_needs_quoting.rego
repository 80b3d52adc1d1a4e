# METADATA
# title: Table prefix that needs quoting
# description: |
#   The prefix becomes part of a table's name. Letters other than A to Z, hyphens,
#   dots and spaces make that name one that SQL takes in backticks only: every query,
#   grant and alert has to quote it, and the one that does not fails to parse, or reads
#   `support-chat_payload` as a subtraction.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW105
#   severity: medium
#   precision: very-high
#   subjects: [endpoint, model_service, provider_service]
#   scope: subject
#   requires:
#     - inference_table.enabled
#     - inference_table.prefix
#     - inference_table.prefix_written
#     - inference_table.prefix_looks.needs_quoting
#   remediation: |
#     Use letters, digits and underscores only: `"table_name_prefix": "support_chat"`.
#     If the table is already on, switch it off, change the prefix, and switch it on
#     again.
#   fix: unsafe
#   fix_note: |
#     It writes an underscore for each hyphen, dot and space. The platform then writes to another table: rows so far,
#     and the queries and alerts on them, stay with the old one. There is none for services, nor for other characters.
#   since: 0.1.0
package rules.tables.prefix_needs_quoting

import data.rules.lib.placeholders
import data.rules.lib.report

# METADATA
# description: without a gateway GW012 says it all
applies if input.subject.declared

# METADATA
# description: a prefix is written that is not plain
suspect if {
	input.subject.inference_table.enabled
	input.subject.inference_table.prefix_looks.needs_quoting
}

findings contains report.fixing(report.at(["inference_table", "prefix"], message), _fix) if {
	count(_quoted) > 0
	not placeholders.first(input.subject.inference_table.prefix_written)
	message := sprintf(
		"the table prefix `%v` of %v has to be quoted in every query because of `%v`",
		[input.subject.inference_table.prefix_written, report.subject, concat("`, `", _quoted)],
	)
}

default _fix := null

# What would end in an underscore is no better.
_fix := report.fix(
	sprintf("write `%v` for `%v`", [plain, prefix]),
	[report.setting(["inference_table", "prefix"], plain)],
) if {
	input.subject.kind == "endpoint"
	prefix := input.subject.inference_table.prefix_written
	plain := regex.replace(prefix, `[-. ]`, "_")
	regex.match(`^[A-Za-z0-9_]*[A-Za-z0-9]$`, plain)
}

# GW006 says that it is no prefix yet.
undecided contains report.at(["inference_table", "prefix"], reason) if {
	count(_quoted) > 0
	reason := sprintf("`%v` is not filled in", [placeholders.first(input.subject.inference_table.prefix_written)])
}

# The characters that SQL takes in backticks only.
_quoted contains character if {
	input.subject.inference_table.enabled
	some character in regex.find_n(`[^A-Za-z0-9_]`, input.subject.inference_table.prefix_written, -1)
}
