# METADATA
# title: Unknown key
# description: |
#   The API takes a key that it does not know and drops it without a word. A misspelt
#   `rate_limit_config` or an invented `pii.enabled` therefore looks like a working
#   setting in every review, while nothing of it takes effect. Where a known key is
#   close, the finding names it. Keys that only answers have, such as `task`, `creator`
#   or `state`, are unknown keys of what is sent.
#
#   The API of services is young. Keys such as `config.destinations`, `config.tracing` or
#   `inference_table.enabled` were sent while it was in Beta and are not in the documented
#   API; whether the platform still reads them is not known.
#
#   Terraform refuses what the provider does not have, and plans nothing. So it does with
#   `service_policies` of services, which version 1.128.0 of the provider lacks.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
#   - description: API reference of put-ai-gateway, with every key it has
#     ref: https://docs.databricks.com/api/workspace/servingendpoints/putaigateway
# entrypoint: true
# custom:
#   id: GW002
#   severity: high
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service, state]
#   scope: subject
#   requires: [text.unknown_keys]
#   remediation: |
#     Write the key as the API spells it, or remove it. What an external model does is its
#     `external_model.task`. The keys of `ai_gateway` are `usage_tracking_config`,
#     `inference_table_config`, `rate_limits`, `guardrails` and `fallback_config`.
#   remediation_for:
#     model_service: |
#       Write the key as the API documents it, or remove it. The keys of `config` are `routing`,
#       `rate_limits`, `inference_table` and `service_policies`.
#     mcp_service: |
#       Write the key as the API documents it, or remove it. The keys of `config` are
#       `source_connection`, `include_tool_selectors`, `rate_limits` and `service_policies`.
#     provider_service: |
#       Write the key as the API documents it, or remove it.
#     state: |
#       Write the key as the state file has it, or remove it.
#   fix: safe
#   fix_note: |
#     It gives the key the name that is near, unless that is written already or does not take the value. Keys of
#     services keep theirs: whether the platform reads those is not known.
#   since: 0.1.0
package rules.document.unknown_key

import data.rules.lib.report

findings contains report.fixing(found, _fix(i, unknown)) if {
	some i, unknown in input.subject.text.unknown_keys
	message := sprintf("%v%v", [_fault(unknown), _hint(unknown)])
	found := report.helping(["text", "unknown_keys", i], message, _help(unknown))
}

default _fix(_, _) := null

# A name with dots or spaces is that of another place.
_fix(i, unknown) := report.fix(
	sprintf("rename `%v` to `%v`", [unknown.key, unknown.nearest]),
	[report.renaming(["text", "unknown_keys", i], unknown.nearest)],
) if {
	not _is_service
	unknown.nearest != ""
	not regex.match(`[. ]`, unknown.nearest)
}

_fault(unknown) := sprintf("`%v` is not a key of %v, and %v", [unknown.key, _parent(unknown), _fate]) if {
	not _is_service
	not _in_terraform
}

_fault(unknown) := message if {
	_in_terraform
	message := sprintf("`%v` is not an argument of %v, and Terraform refuses it", [unknown.key, _parent(unknown)])
}

# What the platform does with such keys of a service is not known, and some were read in Beta.
_fault(unknown) := sprintf("`%v` of %v is not in the documented API", [unknown.key, _parent(unknown)]) if {
	_is_service
	not _in_terraform
}

_in_terraform if input.subject.form == "terraform"

_is_service if input.subject.kind in {"model_service", "mcp_service", "provider_service"}

default _fate := "the platform drops it silently"

_fate := "nothing reads it" if input.subject.kind == "state"

_fate := "the Databricks CLI drops it" if input.subject.form == "bundle"

_parent(unknown) := report.subject if unknown.parent == ""

_parent(unknown) := sprintf("`%v` in %v", [unknown.parent, report.subject]) if unknown.parent != ""

_hint(unknown) := sprintf("; did you mean `%v`?", [unknown.nearest]) if unknown.nearest != ""

_hint(unknown) := sprintf(": %v", [_instead(unknown)]) if unknown.nearest == ""

_hint(unknown) := "" if {
	unknown.nearest == ""
	not _instead(unknown)
}

_instead(unknown) := _documented[unknown.parent][unknown.key] if _is_service

# What is documented of services in place of keys that create bodies had in Beta.
_documented := {
	"config": {
		"tracing": "there is no setting for traces, so leave it out",
		"usage_tracking": "usage is always tracked, so leave it out",
		"mcp_service_type": "`source_connection` says what the service reaches, so leave it out",
	},
	"config.inference_table": {"enabled": "the table is on where `inference_table` is written"},
}

# What to do about just this key; "" where the remediation says it.
_help(unknown) := "" if unknown.nearest == ""

_help(unknown) := sprintf("Rename `%v` to `%v`, or remove it.", [unknown.key, unknown.nearest]) if unknown.nearest != ""
