# METADATA
# title: PUT that leaves out a section
# description: |
#   A PUT to `/ai-gateway` replaces the whole gateway configuration. A section that the
#   body leaves out is not kept as it was, it is switched off: a body that only raises
#   a rate limit also ends the inference table and the guardrails of a running
#   endpoint. `fallback_config` may be left out, because off is its usual state.
#
#   Where the run also shows the endpoint, by the `name` in the body, only the sections
#   that its kind of model supports are missed.
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
#   requires: [sections]
#   remediation: |
#     Read the endpoint first, change what you want to change in its `ai_gateway`, and
#     send that back whole: `usage_tracking_config`, `inference_table_config`,
#     `rate_limits` and `guardrails`. To switch a section off on purpose, write it with
#     `enabled: false`, an empty list or `behavior: NONE`.
#   since: 0.1.0
package rules.document.partial_put

import data.rules.lib.report
import data.rules.lib.support

# METADATA
# description: only a put-ai-gateway body replaces what is there
applies if input.subject.form == "put"

findings contains report.at(_path, message) if {
	count(_missing) > 0
	message := sprintf(
		"%v has no `%v`: sending this body switches off what it leaves out",
		[report.subject, concat("`, `", _missing)],
	)
}

# The policy looks at the path: missing guardrails are worse than a missing table.
_path := ["sections", "guardrails"] if "guardrails" in _missing

_path := ["sections"] if not "guardrails" in _missing

_missing := [key |
	some [key, feature] in _sections
	not input.subject.sections[feature]
	support.has(feature)
]

_sections := [
	["usage_tracking_config", "usage_tracking"],
	["inference_table_config", "inference_table"],
	["rate_limits", "rate_limits"],
	["guardrails", "guardrails"],
]
