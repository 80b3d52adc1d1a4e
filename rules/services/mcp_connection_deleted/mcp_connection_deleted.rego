# METADATA
# title: MCP service without its connection
# description: |
#   The connection that leads to the MCP server is deleted, and the service still refers to it.
#   Every call of a tool fails until the service has another connection. Agents that depend on
#   the tools go on without them, often with an answer that is made up.
# related_resources:
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW702
#   severity: high
#   precision: very-high
#   subjects: [mcp_service]
#   scope: subject
#   requires: [mcp.deleted, mcp.connection]
#   remediation: |
#     Create the connection again and set `config.source_connection.name` to it, or delete the
#     service if nobody needs its tools.
#   controls:
#     dasf: [DASF 64]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0028, AML.M0030]
#   since: 0.1.0
package rules.services.mcp_connection_deleted

import data.rules.lib.report

# METADATA
# description: what a person writes says nothing of what is gone
applies if input.subject.form in {"get", "list"}

findings contains report.at(["mcp", "deleted"], message) if {
	input.subject.mcp.deleted
	message := sprintf("the %v of %v is deleted", [_connection(input.subject.mcp.connection), report.subject])
}

_connection("") := "connection"

_connection(name) := sprintf("connection `%v`", [name]) if name != ""
