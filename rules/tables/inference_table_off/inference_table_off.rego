# METADATA
# title: Inference table off
# description: |
#   Without an inference table no request and no response is kept. When an answer is
#   disputed, a prompt was injected or data has leaked, there is nothing to look into,
#   and what was not logged cannot be logged later. A block that names a catalog and a
#   schema but lacks `enabled: true` is off as well; that is easy to overlook. A model
#   service of Unity Gateway logs where `config.inference_table` is written.
# related_resources:
#   - description: Inference tables of AI Gateway (legacy)
#     ref: https://docs.databricks.com/aws/en/ai-gateway/inference-tables
#   - description: Configure AI Gateway (legacy) on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW102
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service]
#   scope: subject
#   requires: [inference_table.enabled]
#   remediation: |
#     Set `ai_gateway.inference_table_config` to `{"enabled": true, "catalog_name": "main",
#     "schema_name": "gateway_audit", "table_name_prefix": "support_chat"}`, with a catalog,
#     schema and prefix of your own.
#   remediation_for:
#     terraform: |
#       Add a block `inference_table_config` to `ai_gateway`, with `enabled = true` and with
#       `catalog_name`, `schema_name` and `table_name_prefix` of your own.
#     model_service: |
#       Write `config.inference_table` as `{"parent": "schemas/main.gateway_audit",
#       "table_name_prefix": "support_chat"}`, with a catalog, schema and prefix of your own.
#   controls:
#     dasf: [DASF 14]
#     eu-ai-act: [Art 12, Art 19, Art 26(6)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4, MANAGE 4.1]
#   fix: unsafe
#   fix_note: |
#     It writes `inference_table_config.enabled: true` where catalog, schema and prefix are written: requests and
#     responses are kept from then on. There is none for services.
#   since: 0.1.0
package rules.tables.inference_table_off

import data.rules.lib.limits
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: the hosting or service has inference tables; without a gateway GW012 says it all
applies if {
	support.has("inference_table")
	input.subject.declared
}

# METADATA
# description: no call gets through, and GW305 says so
moot if limits.closed

findings contains report.fixing(report.at(["inference_table", "enabled"], message), _fix) if {
	not input.subject.inference_table.enabled
	message := sprintf("%v logs no requests and responses: %v", [report.subject, _cause])
}

default _fix := null

_fix := report.fix_of_written(
	"write `inference_table_config.enabled: true`",
	[report.setting(["inference_table", "enabled"], true)],
	[["inference_table", "catalog"], ["inference_table", "schema"], ["inference_table", "prefix"]],
) if {
	input.subject.kind == "endpoint"
}

_cause := sprintf("`%v` is missing", [_block]) if not input.subject.sections.inference_table

_cause := "`inference_table_config.enabled` is not true" if {
	input.subject.sections.inference_table
	_block == "inference_table_config"
}

# Earlier versions of services can pause the log.
_cause := "`inference_table` is written and off" if {
	input.subject.sections.inference_table
	_block == "inference_table"
}

_block := "inference_table_config" if input.subject.kind == "endpoint"

_block := "inference_table" if input.subject.kind != "endpoint"
