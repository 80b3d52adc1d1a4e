# METADATA
# title: No alert on refused and failed requests
# description: |
#   A gateway that answers 429 or 5xx tells its callers, and nobody else. Without a SQL alert on the status of
#   requests, a limit that is too tight or a provider that fails is found when users complain. An alert counts
#   when its query names the inference table of the gateway, or the usage table of its kind
#   (`system.serving.endpoint_usage`, `system.ai_gateway.usage`), and the column `status_code`. Names are read
#   from the text of the query, so one that goes through a view is not recognised. Alerts that a bundle
#   declares count where one of them reaches somebody; what other alerts the workspace has, files do not show.
#   Where a scan asked a SQL warehouse (`--warehouse`), the finding says how many requests were refused and
#   failed meanwhile.
# related_resources:
#   - description: Databricks SQL alerts
#     ref: https://docs.databricks.com/aws/en/sql/user/alerts/
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW504
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires:
#     - inference_table.enabled
#     - inference_table.table
#     - inference_table.named
#     - inference_table.deleted
#     - evidence.alerts.names
#     - evidence.alerts.deleted
#     - evidence.alerts.paused
#     - evidence.alerts.scheduled
#     - evidence.alerts.subscribers
#     - evidence.alerts.hidden
#     - evidence.hidden
#     - evidence.traffic
#   remediation: |
#     Create a SQL alert with a schedule and a subscriber on a query such as
#     `SELECT count(*) FROM main.gateway_audit.chat_payload WHERE status_code = 429 OR status_code >= 500`, with
#     the inference table of the gateway and a condition on the time of the request.
#   controls:
#     dasf: [DASF 55]
#     eu-ai-act: [Art 26(5)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4, MANAGE 4.1]
#   since: 0.1.0
package rules.operations.alert_missing

import data.rules.lib.alerts
import data.rules.lib.records
import data.rules.lib.report
import data.rules.lib.support
import data.rules.lib.usage

# METADATA
# description: the hosting has inference tables; without a gateway GW012 says it all
applies if {
	support.has("inference_table")
	input.subject.declared
}

# METADATA
# description: there is no table to watch
moot if not records.payloads

findings contains report.at(["inference_table", "table"], message) if {
	_none
	alerts.open == []
	input.subject.evidence.hidden == ""
	values := [report.subject, input.subject.inference_table.table, records.usage_table, usage.trouble]
	message := sprintf("no SQL alert watches %v: none names `status_code` and `%v` or `%v`%v", values)
}

undecided contains report.at(alerts.hidden_path, alerts.hidden) if _none

undecided contains report.lacking_workspace(["inference_table", "table"]) if {
	_none
	alerts.open == []
	input.subject.evidence.hidden != ""
}

# An alert that a bundle declares and that reaches nobody leaves it open whether the workspace holds another.
_none if {
	alerts.watching == []
	input.subject.evidence.hidden == ""
}

_none if {
	not alerts.works
	input.subject.evidence.hidden != ""
}
