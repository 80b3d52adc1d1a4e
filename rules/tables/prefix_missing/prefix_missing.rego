# METADATA
# title: No table prefix
# description: |
#   The inference table is on and no prefix is written, so the platform names the table
#   after the endpoint or the service. That works, but the name is then nowhere in the configuration:
#   grants, alerts and queries have to guess it, and a gateway that is created again
#   under another name starts another table.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW104
#   severity: low
#   precision: very-high
#   subjects: [endpoint, model_service, provider_service]
#   scope: subject
#   requires: [inference_table.enabled, inference_table.prefix_looks.written]
#   remediation: |
#     Write `"table_name_prefix": "support_chat"` into `ai_gateway.inference_table_config`,
#     without an underscore at its end.
#   remediation_for:
#     service: |
#       Write `"table_name_prefix": "support_chat"` into `config.inference_table`, without an
#       underscore at its end.
#   since: 0.1.0
package rules.tables.prefix_missing

import data.rules.lib.report

# METADATA
# description: without a gateway GW012 says it all
applies if input.subject.declared

findings contains report.at(["inference_table", "prefix"], message) if {
	input.subject.inference_table.enabled
	not input.subject.inference_table.prefix_looks.written
	message := sprintf(
		"%v has an inference table without `table_name_prefix`, named after the %v",
		[report.subject, _what],
	)
}

_what := "endpoint" if input.subject.kind == "endpoint"

_what := "service" if input.subject.kind != "endpoint"
