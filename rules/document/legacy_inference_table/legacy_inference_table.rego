# METADATA
# title: Legacy inference table
# description: |
#   `config.auto_capture_config` switches on the legacy inference table. Since
#   2026-02-20 it cannot be switched on any more, and since 2026-03-20 it is not
#   supported: whoever relies on it has no log of requests and responses. It also
#   exists beside the gateway's own table, which has another schema.
# related_resources:
#   - description: Enable inference tables using the API (legacy, with the dates of its end)
#     ref: https://docs.databricks.com/machine-learning/model-serving/enable-model-serving-inference-tables.html
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW009
#   severity: medium
#   precision: very-high
#   subjects: [endpoint]
#   scope: subject
#   requires: [legacy.auto_capture]
#   remediation: |
#     Remove `auto_capture_config` and log through the gateway:
#     `ai_gateway.inference_table_config` with `enabled: true`, `catalog_name`,
#     `schema_name` and a `table_name_prefix` of its own.
#   since: 0.1.0
package rules.document.legacy_inference_table

import data.rules.lib.report

# METADATA
# description: a put-ai-gateway body has no place for it
applies if input.subject.form != "put"

findings contains report.at(["legacy", "auto_capture"], message) if {
	input.subject.legacy.auto_capture
	message := sprintf("%v logs through `auto_capture_config`, which is no longer supported", [report.subject])
}
