# METADATA
# title: Usage is tracked into a schema that is off
# description: |
#   Usage tracking writes to a system table, and system tables exist only once an account admin has enabled
#   their schema for the metastore: `system.serving` for serving endpoints, `system.ai_gateway` for the services
#   of Unity Catalog. Until then nobody can read who used which model and what it cost, and no alert can
#   watch it, though the configuration says that usage is tracked.
# related_resources:
#   - description: System tables
#     ref: https://docs.databricks.com/aws/en/admin/system-tables/
#   - description: Configure AI Gateway (legacy) on serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW507
#   severity: medium
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: [usage_tracking.enabled, evidence.usage_schema]
#   remediation: |
#     Let an account admin enable the schema that the message names:
#     `databricks system-schemas enable <metastore id> serving`.
#   controls:
#     dasf: [DASF 55]
#     eu-ai-act: [Art 12, Art 26(5)]
#     mitre-atlas: [AML.M0024]
#     nist-ai-rmf: [MEASURE 2.4]
#   since: 0.1.0
package rules.operations.usage_schema_off

import data.rules.lib.records
import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: usage can be tracked; that of services always is, and without a gateway GW012 says it all
# scope: document
applies if input.subject.kind != "endpoint"

applies if {
	support.has("usage_tracking")
	input.subject.declared
}

# METADATA
# description: usage is not tracked, and GW101 says so
moot if {
	input.subject.kind == "endpoint"
	not input.subject.usage_tracking.enabled
}

findings contains report.at(["usage_tracking"], message) if {
	not input.subject.evidence.usage_schema.enabled
	values := [report.subject, records.usage_schema]
	message := sprintf("the use of %v is recorded nowhere: the system schema `%v` is not enabled", values)
}
