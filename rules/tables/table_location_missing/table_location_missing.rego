# METADATA
# title: Inference table without a location
# description: |
#   The inference table is on, but the configuration does not say in which catalog and
#   schema it lies. Nobody who reads it can tell where prompts and answers are logged,
#   who may read them there, or whether they are logged at all. A name of which a part is
#   known, such as `dev_${var.team}_gw`, is not missing whatever the rest is.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
# entrypoint: true
# custom:
#   id: GW106
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, provider_service]
#   scope: subject
#   requires: [inference_table.enabled, inference_table.catalog_parts, inference_table.schema_parts]
#   remediation: |
#     Write both into `ai_gateway.inference_table_config`: `"catalog_name": "main"` and
#     `"schema_name": "gateway_audit"`. Whoever creates the endpoint needs CREATE TABLE in that
#     schema.
#   remediation_for:
#     service: |
#       Write `"parent": "schemas/main.gateway_audit"` into `config.inference_table`. Whoever
#       creates the service needs CREATE TABLE in that schema.
#   controls:
#     dasf: [DASF 14]
#     eu-ai-act: [Art 12, Art 19, Art 26(6)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4, MANAGE 4.1]
#   since: 0.1.0
package rules.tables.table_location_missing

import data.rules.lib.report

# METADATA
# description: without a gateway GW012 says it all
applies if input.subject.declared

# METADATA
# description: there is no table; GW102 speaks where there should be one
moot if not input.subject.inference_table.enabled

findings contains _finding("catalog", "catalog_name") if {
	input.subject.kind == "endpoint"
	input.subject.inference_table.catalog_parts == []
}

findings contains _finding("schema", "schema_name") if {
	input.subject.kind == "endpoint"
	input.subject.inference_table.schema_parts == []
}

# A service writes both in one: schemas/{catalog}.{schema}.
findings contains _finding("schema", "parent") if {
	input.subject.kind != "endpoint"
	[] in [input.subject.inference_table.catalog_parts, input.subject.inference_table.schema_parts]
}

_finding(part, key) := report.at(["inference_table", part], message) if {
	message := sprintf("%v has an inference table without `%v`", [report.subject, key])
}
