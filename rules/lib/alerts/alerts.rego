# METADATA
# description: |
#   Which SQL alerts watch a gateway. An alert watches it when its query names the
#   payload table, or the usage table of the gateway's kind, and the column with the
#   status of each request.
package rules.lib.alerts

import data.rules.lib.records

# METADATA
# description: |
#   the places in `evidence.alerts` of the alerts that watch the subject, whether or not they ever fire
places := [i |
	some i, alert in input.subject.evidence.alerts
	_watches(alert)
]

# METADATA
# description: these alerts
watching := [input.subject.evidence.alerts[i] | some i in places]

# METADATA
# description: one of them is known to reach somebody
works if {
	some alert in watching
	alert.hidden == ""
	faults(alert) == []
}

# METADATA
# description: |
#   the places of those of which it is not known whether they watch the subject, or whether they reach somebody
open := [i |
	some i, alert in input.subject.evidence.alerts
	alert.hidden != ""
	_may_watch(alert)
]

# METADATA
# description: why that is not known of the first of these
hidden := input.subject.evidence.alerts[open[0]].hidden

# METADATA
# description: the path of what is not known of it
# scope: document
hidden_path := path(open[0]) if input.subject.evidence.hidden == ""

hidden_path := array.concat(path(open[0]), ["hidden"]) if input.subject.evidence.hidden != ""

# METADATA
# description: |
#   the path of an alert: that of the table where a workspace shows the alerts, which are written nowhere then
# scope: document
path(_) := ["inference_table", "table"] if input.subject.evidence.hidden == ""

path(i) := ["evidence", "alerts", i] if input.subject.evidence.hidden != ""

# METADATA
# description: why an alert never reaches anybody; none for one that does
# scope: document
faults(alert) := [fault | some [_, fault, holds] in _reasons(alert); holds]

# METADATA
# description: the field of the alert in which the first of these stands
fault_field(alert) := [field | some [field, _, holds] in _reasons(alert); holds][0]

_reasons(alert) := [
	["deleted", "is deleted", alert.deleted],
	["paused", "is paused", alert.paused],
	["scheduled", "has no schedule", alert.scheduled == false],
	["subscribers", "has no subscriber", alert.subscribers < 1],
]

_watches(alert) if {
	_names_table(alert.names)
	_names_status(alert.names)
}

_may_watch(alert) if alert.names == []

_may_watch(alert) if _watches(alert)

_names_table(names) if input.subject.inference_table.table in names

_names_table(names) if records.usage_table in names

_names_status(names) if "status_code" in names

# A column may be written with its table.
_names_status(names) if {
	some name in names
	endswith(name, ".status_code")
}
