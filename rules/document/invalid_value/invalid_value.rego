# METADATA
# title: Invalid value
# description: |
#   A known key holds a value that the API does not take: another word
#   (`behavior: REDACT`), another spelling (`block`), another type (`safety: {…}`, a
#   list where a map belongs), a number or `true` in quotes. In YAML 1.2 `yes` and `on`
#   are texts too. The platform refuses the request or ignores the value; either way the
#   setting is not on. The other rules therefore take the value as not set. What they
#   find because of it is shown below this finding, and counts for the checklist.
#   In a bundle the Databricks CLI converts what it can, as `'60'` to 60, and drops what it
#   cannot. Where the dropped value would have replaced one of another file or of the root,
#   that one stays.
#
#   In what a person wrote, this rule also speaks of what the platform refuses as a
#   whole: an external model without `task` or beside `entity_name`, `entity_version`,
#   `workload_size`, `workload_type` or `scale_to_zero_enabled`; `served_models` beside
#   `served_entities`; a slash in the model name of an external model whose served entity
#   has no `name`; an endpoint name that begins with `databricks-`.
# related_resources:
#   - description: Configure AI Gateway (legacy) on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
#   - description: API reference of put-ai-gateway, with the values that each key takes
#     ref: https://docs.databricks.com/api/workspace/servingendpoints/putaigateway
# entrypoint: true
# custom:
#   id: GW003
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service, state]
#   scope: subject
#   requires: [text.invalid_values]
#   remediation: |
#     Write a value that the key takes, as the API spells it. `pii.behavior` takes `BLOCK`, `MASK`
#     or `NONE`; `safety` takes `true` or `false`; `renewal_period` takes `minute`; the `key` of a
#     rate limit takes `endpoint`, `user`, `user_group` or `service_principal`.
#   remediation_for:
#     service: |
#       Write a value that the key takes, as the API spells it. The `key` of a rate limit takes
#       `RATE_LIMIT_KEY_SERVICE`, `RATE_LIMIT_KEY_USER_DEFAULT` and their like, `renewal_period`
#       takes `RATE_LIMIT_RENEWAL_PERIOD_MINUTE`.
#     state: |
#       Write a value that the key of the state file takes.
#   fix: safe
#   fix_note: |
#     It writes the value as the API spells it where only case or quotes are wrong: `MASK` for `mask`, 100 for
#     "100". Any other value is yours to choose.
#   since: 0.1.0
package rules.document.invalid_value

import data.rules.lib.report

findings contains report.fixing(found, _fix(i, invalid)) if {
	some i, invalid in input.subject.text.invalid_values
	message := sprintf("`%v` of %v %v%v", [invalid.key, report.subject, _fault(invalid), _fate[invalid.dropped]])
	found := report.helping(["text", "invalid_values", i], message, _help(invalid))
}

# Where only case or quotes are wrong, nothing else can be meant. A value that the Databricks CLI drops does
# nothing, and another one may stand in its place.
default _fix(_, _) := null

_fix(i, invalid) := report.fix(
	sprintf("write %v without quotes", [invalid.nearest]),
	[report.setting(["text", "invalid_values", i], json.unmarshal(invalid.nearest))],
) if {
	invalid.quotes == "drop"
	invalid.dropped == ""
}

_fix(i, invalid) := report.fix(
	"write the value in quotes",
	[report.editing(["text", "invalid_values", i], "quote")],
) if {
	invalid.quotes == "add"
	invalid.dropped == ""
}

_fix(i, invalid) := report.fix(
	sprintf("write `%v` for `%v`", [invalid.nearest, invalid.written]),
	[report.setting(["text", "invalid_values", i], invalid.nearest)],
) if {
	_is_choice(invalid)
	invalid.case_only
	invalid.dropped == ""
}

# What becomes of it where the Databricks CLI reads it before the platform does.
_fate := {
	"": "",
	"unset": "; the Databricks CLI drops it",
	"kept": "; the Databricks CLI drops it, and the value of another file or target stays",
}

_fault(invalid) := sprintf("is the text `%v`: write %v without quotes", [invalid.nearest, invalid.nearest]) if {
	invalid.quotes == "drop"
}

_fault(invalid) := sprintf("must be %v: write it in quotes", [invalid.expected]) if invalid.quotes == "add"

_fault(invalid) := sprintf("is `%v`: write `%v`, since case counts", [invalid.written, invalid.nearest]) if {
	_is_choice(invalid)
	invalid.case_only
}

_fault(invalid) := sprintf("is `%v`; did you mean `%v`?%v", [invalid.written, invalid.nearest, _more(invalid)]) if {
	_is_choice(invalid)
	not invalid.case_only
}

_fault(invalid) := sprintf("must be %v%v: write %v", [invalid.expected, _written(invalid), invalid.nearest]) if {
	invalid.quotes == ""
	invalid.nearest != ""
	not _is_choice(invalid)
}

_fault(invalid) := sprintf("must be %v%v", [invalid.expected, _written(invalid)]) if {
	invalid.quotes == ""
	invalid.nearest == ""
}

default _more(_) := ""

# Azure has no provider of its own.
_more(invalid) := concat(" ", [
	" Azure OpenAI is `openai` with `openai_api_type` `azure` or `azuread`,",
	"`openai_api_base`, `openai_api_version` and `openai_deployment_name` in `openai_config`",
]) if {
	invalid.nearest == "openai"
	startswith(lower(invalid.written), "azure")
}

# One of several words, of which one was misspelt. A value that must not be shown is
# none that can be held against them.
_is_choice(invalid) if {
	invalid.written != ""
	invalid.nearest != ""
	invalid.quotes == ""
	not startswith(invalid.expected, "a whole number")
	invalid.expected != "true or false"
}

# A value that must not be shown is left out.
_written(invalid) := "" if invalid.written == ""

_written(invalid) := sprintf(", not `%v`", [invalid.written]) if invalid.written != ""

# What to do about just this value; "" where the remediation says it.
_help(invalid) := sprintf("Write %v, without quotes.", [invalid.nearest]) if invalid.quotes == "drop"

_help(invalid) := "Write the value in quotes." if invalid.quotes == "add"

_help(invalid) := sprintf("Change `%v` to `%v`.", [invalid.written, invalid.nearest]) if _is_choice(invalid)

_help(invalid) := sprintf("Write %v.", [invalid.nearest]) if {
	invalid.quotes == ""
	invalid.nearest != ""
	not _is_choice(invalid)
}

_help(invalid) := "" if {
	invalid.quotes == ""
	invalid.nearest == ""
}
