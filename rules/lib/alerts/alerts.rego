# METADATA
# description: |
#   Which SQL alerts watch a gateway. An alert watches it when its query names the
#   payload table, or the usage table of the gateway's kind, and the column with the
#   status of each request.
package rules.lib.alerts

import data.rules.lib.records

# METADATA
# description: the alerts that watch the subject, whether or not they ever fire
watching := [input.context.workspace.alerts[i] | some i in _places]

_places contains i if some i in _by_name[input.subject.inference_table.table]

_places contains i if some i in _by_name[records.usage_table]

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

# The places of the alerts on the status of requests, by what they name. It reads
# nothing of the subject, so as one value it is worked out once for all of them.
# regal ignore:prefer-set-or-object-rule
_by_name := {name: places | some name, places in _on_status}

_on_status[name] contains i if {
	some i, alert in input.context.workspace.alerts
	_names_status(alert.names)
	some name in alert.names
}

_names_status(names) if "status_code" in names

# A column may be written with its table.
_names_status(names) if {
	some name in names
	endswith(name, ".status_code")
}
