# METADATA
# title: PUT that leaves out a section
# description: |
#   A PUT to `/ai-gateway` replaces the whole gateway configuration. A section that the
#   body leaves out is not kept as it was, it is switched off: a body that only raises
#   a rate limit also ends the inference table and the guardrails of a running
#   endpoint. `fallback_config` may be left out, because off is its usual state.
# related_resources:
#   - description: API reference of put-ai-gateway
#     ref: https://docs.databricks.com/api/workspace/servingendpoints/putaigateway
# entrypoint: true
# custom:
#   id: GW011
#   severity: high
#   precision: high
#   subjects: [endpoint]
#   scope: subject
#   requires: []
#   remediation: |
#     Read the endpoint first, change what you want to change in its `ai_gateway`, and
#     send that back whole: `usage_tracking_config`, `inference_table_config`,
#     `rate_limits` and `guardrails`. To switch a section off on purpose, write it with
#     `enabled: false`, an empty list or `behavior: NONE`.
#   since: 0.1.0
package rules.document.partial_put

import data.rules.lib.report

# METADATA
# description: only a put-ai-gateway body replaces what is there
applies if input.subject.form == "put"

findings contains report.at(["sections"], message) if {
	count(_missing) > 0
	message := sprintf(
		"%v leaves out '%v', and PUT switches off what it does not hold",
		[report.subject, concat("', '", _missing)],
	)
}

_missing := [key | some [key, written] in _sections; not written]

_sections := [
	["usage_tracking_config", input.subject.sections.usage_tracking],
	["inference_table_config", input.subject.sections.inference_table],
	["rate_limits", input.subject.sections.rate_limits],
	["guardrails", input.subject.sections.guardrails],
]
