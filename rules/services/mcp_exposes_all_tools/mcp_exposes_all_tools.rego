# METADATA
# title: MCP service exposes all tools
# description: |
#   An MCP service without `include_tool_selectors`, or with a selector that is `*`, hands on every
#   tool of its server: those that were looked at when it was registered, and those that the
#   server's owner adds later. A prompt that was injected can call any of them, also the ones that
#   write and delete.
# related_resources:
#   - description: API reference of Unity Gateway
#     ref: https://docs.databricks.com/api/workspace/aigateway
# entrypoint: true
# custom:
#   id: GW701
#   severity: medium
#   precision: high
#   subjects: [mcp_service]
#   scope: subject
#   requires: [mcp.selectors]
#   remediation: |
#     List the tools that agents need in `config.include_tool_selectors`: exact names, or a prefix
#     that says what they do, such as `read_*`.
#   controls:
#     dasf: [DASF 64]
#     eu-ai-act: [Art 15]
#     mitre-atlas: [AML.M0028, AML.M0030]
#     owasp-llm-2025: [LLM06]
#   since: 0.1.0
package rules.services.mcp_exposes_all_tools

import data.rules.lib.report

findings contains report.at(["mcp", "selectors"], message) if {
	input.subject.mcp.selectors == []
	message := sprintf("%v exposes every tool of its server: `include_tool_selectors` is empty", [report.subject])
}

findings contains report.at(["mcp", "selectors", i], message) if {
	some i, selector in input.subject.mcp.selectors
	regex.match(`^\*+$`, selector)
	message := sprintf("%v exposes every tool of its server through the selector `%v`", [report.subject, selector])
}
