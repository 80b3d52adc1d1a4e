# METADATA
# title: The alert on failed requests reaches nobody
# description: |
#   An alert that is paused, deleted, without a schedule or without a subscriber looks like one that is there,
#   and never fires or tells nobody. That is worse than none: people rely on it. The rule fails when every
#   alert that watches the gateway is like that; one that works is enough. Of a bundle, the alerts of the same
#   target are judged; a target in development mode pauses those that do not say `pause_status`.
# related_resources:
#   - description: Databricks SQL alerts
#     ref: https://docs.databricks.com/aws/en/sql/user/alerts/
# entrypoint: true
# custom:
#   id: GW505
#   severity: medium
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - inference_table.enabled
#     - inference_table.table
#     - inference_table.named
#     - inference_table.deleted
#     - evidence.alerts.name
#     - evidence.alerts.names
#     - evidence.alerts.deleted
#     - evidence.alerts.paused
#     - evidence.alerts.scheduled
#     - evidence.alerts.subscribers
#     - evidence.alerts.hidden
#     - evidence.hidden
#   remediation: |
#     Give the alert that the message names a schedule that is not paused, and at least one subscriber or
#     notification destination.
#   controls:
#     dasf: [DASF 55]
#     eu-ai-act: [Art 26(5)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4, MANAGE 4.1]
#   since: 0.1.0
package rules.operations.alert_inert

import data.rules.lib.alerts
import data.rules.lib.records
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting has inference tables; without a gateway GW012 says it all
applies if {
	support.has("inference_table")
	input.subject.declared
}

# METADATA
# description: there is no table to watch, or no alert does and GW504 says so
# scope: document
moot if not records.payloads

moot if {
	_none
	input.subject.evidence.hidden == ""
}

findings contains report.at(_path, message) if {
	alerts.watching != []
	alerts.open == []
	not alerts.works
	inert := [_describe(alert) | some alert in alerts.watching]
	shown := array.slice(inert, 0, 3)
	values := [report.subject, concat("; ", shown), _more(count(inert) - count(shown))]
	message := sprintf("no SQL alert that watches %v reaches anybody: %v%v", values)
}

undecided contains report.at(alerts.hidden_path, alerts.hidden) if not alerts.works

undecided contains report.lacking_workspace(["inference_table", "table"]) if {
	_none
	input.subject.evidence.hidden != ""
}

_none if {
	alerts.watching == []
	alerts.open == []
}

# What a workspace shows is written nowhere.
_path := alerts.path(alerts.places[0]) if input.subject.evidence.hidden == ""

_path := array.concat(alerts.path(alerts.places[0]), [alerts.fault_field(alerts.watching[0])]) if {
	input.subject.evidence.hidden != ""
}

_describe(alert) := sprintf("`%v` %v", [alert.name, concat(" and ", alerts.faults(alert))])

_more(0) := ""

_more(n) := sprintf("; and %v more", [n]) if n > 0
