# METADATA
# title: Placeholder not filled in
# description: |
#   A value still waits to be filled in: `<your_catalog>`, `TODO`, `catalog.schema.*`,
#   or `${{ var.x }}`, which no Databricks tool replaces (a bundle writes `${var.x}`).
#   At best the API refuses it. At worst it is taken literally, and requests are logged
#   to a table that nobody looks for. Descriptions, comments, tags and topic lists are free text
#   and are not judged.
# related_resources:
#   - description: Configure AI Gateway on model serving endpoints
#     ref: https://docs.databricks.com/aws/en/ai-gateway/configure-ai-gateway-endpoints
# entrypoint: true
# custom:
#   id: GW006
#   severity: medium
#   precision: high
#   subjects: [endpoint, model_service, mcp_service, provider_service]
#   scope: subject
#   requires: []
#   remediation: |
#     Write the real value. In a bundle, refer to a variable as `${var.catalog}`, with
#     one pair of braces.
#   since: 0.1.0
package rules.document.placeholder

import data.rules.lib.report

findings contains report.at(["text", "placeholders", i], message) if {
	some i, suspect in input.subject.text.placeholders
	not regex.match(_free_text, suspect.key)
	blanks := [blank |
		some form in _forms
		some [_, blank] in regex.find_all_string_submatch_n(form, _judged(suspect.value), 1)
	]
	message := sprintf("'%v' of %v still holds the placeholder '%v'", [suspect.key, report.subject, blanks[0]])
}

# Keys under which a person writes prose.
_free_text := `(^|\.)(comment|description|tags|invalid_keywords|valid_topics)(\.|\[|$)`

# What a placeholder looks like, the most telling first; the group is what is shown.
_forms := [
	`(\$\{\{[^}]*\}\})`,
	`(?:^|[^A-Za-z0-9])(<[A-Za-z][A-Za-z0-9 _./:-]*>)`,
	`(?i)^(catalog\.schema\..*)$`,
	`(?i)(?:^|[^a-z0-9])(change[_-]?me|replace[_-]?(?:me|this|with)|placeholder)(?:[^a-z0-9]|$)`,
	`(?:^|[^A-Za-z0-9])(TODO|FIXME|X{3,})(?:[^A-Za-z0-9]|$)`,
	`(?i)^(todo|fixme|x{3,})$`,
	sprintf(`(?i)(?:^|[/.:{@])(your[_-](?:%v)[a-z0-9_-]*)`, [concat("|", _nouns)]),
]

# What is left to the reader to name; `your-docs-assistant` may well be a name.
_nouns := {
	"account", "api", "catalog", "company", "database", "databricks", "deployment", "domain", "email", "endpoint",
	"group", "host", "key", "model", "org", "prefix", "principal", "project", "provider", "region", "resource",
	"schema", "scope", "secret", "service", "table", "team", "tenant", "token", "user", "workspace",
}

# A sentence or a piece of markup may hold anything; only how it begins tells.
_judged(value) := value if not _is_prose(value)

_judged(value) := regex.replace(value, `\W.*$`, "") if _is_prose(value)

_is_prose(value) if regex.match(`\s`, regex.replace(value, `<[^<>]*>|\$\{\{[^}]*\}\}`, ""))

_is_prose(value) if contains(value, "</")
