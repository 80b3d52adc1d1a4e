# METADATA
# title: Inference table deleted
# description: |
#   The service still names its inference table, and the table is gone. Requests go on, and
#   nothing of them is kept, until the table is restored or another one is named. Only services
#   of Unity Gateway show this; of an endpoint, a scan of the workspace tells whether the table
#   is there.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW112
#   severity: high
#   precision: very-high
#   subjects: [model_service, provider_service]
#   scope: subject
#   requires: [inference_table.enabled, inference_table.deleted]
#   remediation: |
#     Restore the table with `UNDROP TABLE` while the platform still keeps it. If that time is
#     over, create the service anew with an `inference_table` whose `table_name_prefix` is
#     another one: parent and prefix of a table cannot be changed.
#   controls:
#     dasf: [DASF 14]
#     eu-ai-act: [Art 12, Art 19, Art 26(6)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4]
#   since: 0.1.0
package rules.tables.table_deleted

import data.rules.lib.report

# METADATA
# description: what a person writes says nothing of what is gone
applies if input.subject.form in {"get", "list"}

# METADATA
# description: the table is off
moot if not input.subject.inference_table.enabled

findings contains report.at(["inference_table", "deleted"], message) if {
	input.subject.inference_table.deleted
	message := sprintf("%v logs nothing: its inference table is deleted", [report.subject])
}
