# METADATA
# description: what is recorded of a gateway, and where
package rules.lib.records

# METADATA
# description: |
#   requests and responses go to a table whose name is known and that is there; where
#   not, GW102, GW106 or GW112 says so
payloads if {
	input.subject.inference_table.enabled
	input.subject.inference_table.named
	not input.subject.inference_table.deleted
}

# METADATA
# description: |
#   the system schema that records the use of the subject's kind: serving endpoints have
#   one, the services of Unity Catalog the other
# scope: document
usage_schema := "serving" if input.subject.kind == "endpoint"

usage_schema := "ai_gateway" if input.subject.kind != "endpoint"

# METADATA
# description: the table of that schema that has one row for each request
usage_table := {
	"serving": "system.serving.endpoint_usage",
	"ai_gateway": "system.ai_gateway.usage",
}[usage_schema]
