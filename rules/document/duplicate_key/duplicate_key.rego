# METADATA
# title: Key written twice
# description: |
#   The same key stands twice in one object. JSON and YAML parsers keep one of the two
#   and say nothing, and not all keep the same one. What a reader sees first may be
#   what nobody applies: a second `guardrails` block replaces the first one whole, it
#   is not merged with it. The finding is at the later key.
#
#   Of a bundle's resource that two files declare, the Databricks CLI deploys nothing: it
#   refuses the bundle.
#
#   Terraform refuses an argument that stands twice, and a second block of a type that may
#   stand once, such as `guardrails`.
#
#   Two merge keys (`<<`) in one YAML map are the same fault: with some parsers the first
#   wins, with others the last, and the Databricks CLI refuses them.
# related_resources:
#   - description: RFC 8259, section 4, on names that are not unique
#     ref: https://www.rfc-editor.org/rfc/rfc8259#section-4
# entrypoint: true
# custom:
#   id: GW004
#   severity: high
#   precision: very-high
#   subjects: [endpoint, model_service, mcp_service, provider_service, state, resource]
#   scope: subject
#   requires: [text.duplicate_keys]
#   remediation: |
#     Merge the two into one. To set several rate limits, write one `rate_limits` list
#     with several items. To bring several maps into one, write one merge key with a list:
#     `<<: [*defaults, *strict]`.
#   fix: safe
#   fix_note: |
#     It removes the earlier of the two where both hold the same. Where they differ, only you know which one is
#     meant.
#   since: 0.1.0
package rules.document.duplicate_key

import data.rules.lib.report

findings contains report.fixing(report.at(["text", "duplicate_keys", i], message), _fix(i, duplicate)) if {
	some i, duplicate in input.subject.text.duplicate_keys
	message := sprintf(
		"`%v` stands more than once in %v of %v, and %v",
		[duplicate.key, _parent(duplicate), report.subject, _outcome(duplicate)],
	)
}

default _fix(_, _) := null

# The last one is what counts. The edit is none where the two differ.
_fix(i, duplicate) := report.fix(
	sprintf("remove the earlier `%v`, which holds the same", [duplicate.key]),
	[report.editing(["text", "duplicate_keys", i], "dedupe")],
) if {
	duplicate.key != "<<"
	not _is_resource(duplicate)
}

_outcome(_) := "Terraform refuses it" if input.subject.form == "terraform"

_outcome(duplicate) := "only one of them counts" if {
	duplicate.key != "<<"
	input.subject.form != "terraform"
	not _is_resource(duplicate)
}

_outcome(duplicate) := "the Databricks CLI takes the last one of a file, and refuses those of two files" if {
	_is_resource(duplicate)
}

_outcome(duplicate) := "parsers differ in which of them wins" if duplicate.key == "<<"

# The key of a bundle's resource itself.
_is_resource(duplicate) if {
	input.subject.form == "bundle"
	startswith(duplicate.parent, "resources.")
}

_parent(duplicate) := _whole if duplicate.parent == ""

_parent(duplicate) := sprintf("`%v`", [duplicate.parent]) if duplicate.parent != ""

default _whole := "the document"

_whole := "the resource" if input.subject.form == "terraform"
