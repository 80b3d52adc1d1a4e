# METADATA
# description: |
#   Which SQL alerts watch a gateway. An alert watches it when its query names the
#   payload table, or the usage table of the gateway's kind, and the column with the
#   status of each request.
package rules.lib.alerts

import data.rules.lib.records

# METADATA
# description: the alerts that watch the subject, whether or not they ever fire
watching := [alert |
	some alert in input.context.workspace.alerts
	_is_on_status(lower(alert.query))
	_watches(_names(alert.query))
]

# METADATA
# description: why an alert never reaches anybody; none for one that does
# scope: document
faults(alert) := [fault | some [fault, holds] in _reasons(alert); holds]

_reasons(alert) := [
	["is deleted", alert.deleted],
	["is paused", alert.paused],
	["has no schedule", alert.scheduled == false],
	["has no subscriber", alert.subscribers < 1],
]

# A cheap look first: most alerts of a workspace are about something else.
_is_on_status(query) if {
	contains(query, "status_code")
	"status_code" in regex.find_n(`[\p{L}\p{N}_]+`, _code(query), -1)
}

_watches(names) if _names_table(names, input.subject.inference_table.table)

_watches(names) if _names_table(names, records.usage_table)

_names_table(names, table) if table in names

# A column may be written with its table.
_names_table(names, table) if {
	some name in names
	startswith(name, concat("", [table, "."]))
}

# The dotted names in a query; backticks and space around the dots do not matter.
_names(query) := {name | some name in regex.find_n(`[\p{L}\p{N}_.-]+`, _joined(query), -1)}

_joined(query) := regex.replace(replace(_code(lower(query)), "`", ""), `\s*\.\s*`, ".")

# A query without its comments; what is quoted stays, even where it looks like one.
_code(query) := regex.replace(query, sprintf("(%v)|%v", [_quoted, _comment]), "$1 ")

_quoted := concat("|", [`'(?:[^'\\]|\\.)*'`, `"(?:[^"\\]|\\.)*"`, "`[^`]*`"])

_comment := concat("|", [`--[^\n]*`, `(?s:/\*.*?\*/)`])
